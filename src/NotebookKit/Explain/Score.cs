using static TorchSharp.torch;

namespace NotebookKit.Explain;

/// <summary>The scalar S that an explanation is about, one per image.</summary>
/// <param name="logits">[N, K], or [N] for one logit; before softmax or logistic function.</param>
/// <param name="classes">[N], int64: the class to speak for.</param>
/// <returns>[N]: rises with the evidence for the class.</returns>
public delegate Tensor Score(Tensor logits, Tensor classes);

/// <summary>The usual scores. All use logits: the gradient of a probability vanishes on confident images.</summary>
public static class Scores
{
    /// <summary>One logit z = f(x) with P(class 1) = logistic(z): S = z for class 1 and S = -z for class 0. Without the sign
    /// an explanation of class 0 shows the evidence against it.</summary>
    public static Tensor OneLogit(Tensor logits, Tensor classes)
    {
        var z = OnlyLogit(logits);                                          // [N]
        var sign = classes.to(z.dtype) * 2 - 1;                             // [N]  +1 or -1
        return z * sign;                                                    // [N]
    }

    /// <summary>The class's own logit z_c.</summary>
    public static Tensor ClassLogit(Tensor logits, Tensor classes) =>
        logits.Require("N K").gather(1, classes.unsqueeze(1)).squeeze(1);   // [N]

    /// <summary>Two softmax outputs: z_c - z_other, the scalar comparable to the one logit of a binary network.</summary>
    public static Tensor LogitDifference(Tensor logits, Tensor classes)
    {
        logits.Require("N 2", "The difference is defined for two outputs.");
        return ClassLogit(logits, classes) - ClassLogit(logits, 1 - classes);
    }

    /// <summary>The score that fits the number of outputs: <see cref="OneLogit"/> for one, else <see cref="ClassLogit"/>.</summary>
    public static Tensor ByOutputs(Tensor logits, Tensor classes) =>
        HasOneLogit(logits) ? OneLogit(logits, classes) : ClassLogit(logits, classes);

    /// <summary>The predicted class per image: z above 0 for one logit, else the largest.</summary>
    /// <param name="logits">[N, K], or [N] for one logit.</param>
    /// <returns>[N], int64.</returns>
    public static Tensor PredictedClass(Tensor logits) =>
        HasOneLogit(logits) ? (OnlyLogit(logits) > 0).to(ScalarType.Int64) : logits.Require("N K").argmax(1);

    /// <summary>The probability of a class: logistic function for one logit, else softmax.</summary>
    /// <param name="logits">[N, K], or [N] for one logit.</param>
    /// <param name="classes">[N], int64.</param>
    /// <returns>[N] in [0, 1].</returns>
    public static Tensor Probability(Tensor logits, Tensor classes) =>
        HasOneLogit(logits) ? OneLogit(logits, classes).sigmoid() : ClassLogit(logits.Require("N K").softmax(1), classes);

    private static bool HasOneLogit(Tensor logits) => logits.ndim == 1 || (logits.ndim == 2 && logits.shape[1] == 1);

    /// <summary>[N] or [N, 1] as [N].</summary>
    private static Tensor OnlyLogit(Tensor logits) =>
        logits.ndim == 1 ? logits : logits.Require("N 1", "One logit per image is needed here.").squeeze(1);
}
