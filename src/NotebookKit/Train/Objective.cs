using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Train;

/// <summary>What a training minimises, and when a prediction counts as right.</summary>
/// <param name="Loss">(logits [N, K] or [N], labels [N] int64) to the mean loss, a scalar.</param>
/// <param name="Correct">(logits [N, K] or [N], labels [N] int64) to the number of right predictions, a scalar.</param>
public sealed record Objective(Func<Tensor, Tensor, Tensor> Loss, Func<Tensor, Tensor, Tensor> Correct)
{
    /// <summary>Two classes on one logit z: binary cross-entropy in the logits form, decision at probability 0.5.</summary>
    public static Objective Binary { get; } = new(
        (logits, labels) => F.binary_cross_entropy_with_logits(One(logits), labels.to(logits.dtype)),
        (logits, labels) => (One(logits) > 0).eq(labels > 0).sum());

    /// <summary>K classes on K logits: softmax cross-entropy, decision for the largest.</summary>
    public static Objective MultiClass { get; } = new(
        (logits, labels) => F.cross_entropy(logits, labels),
        (logits, labels) => logits.argmax(1).eq(labels).sum());

    private static Tensor One(Tensor logits) =>
        logits.ndim == 1
            ? logits
            : logits.Require("N 1", "A binary objective needs one logit per image; use MultiClass for more.").squeeze(1);
}
