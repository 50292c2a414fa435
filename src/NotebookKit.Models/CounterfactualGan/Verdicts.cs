using NotebookKit.Metrics;
using static TorchSharp.torch;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>What a classifier says of pictures whose classes are known.</summary>
/// <param name="Labels">[N], 1 damaged.</param>
/// <param name="Classes">[N], arg-max of the first two logits.</param>
/// <param name="Softmax">[N], 1 - max softmax over the first two.</param>
/// <param name="Fakeness">[N], softmax over three, entry 2; empty for a plain classifier.</param>
public sealed record Verdicts(long[] Labels, long[] Classes, double[] Softmax, double[] Fakeness)
{
    /// <summary>[N], whether the class is wrong.</summary>
    public bool[] Wrong { get; } = [.. Labels.Zip(Classes, (label, said) => label != said)];

    /// <summary>Share of right classes.</summary>
    public double Accuracy => 1 - ErrorRate;

    /// <summary>Share of wrong classes.</summary>
    public double ErrorRate => Wrong.Count(wrong => wrong) / (double)Wrong.Length;

    /// <summary>F1 of the damaged class.</summary>
    public double F1 => ClassificationReport.Of(Classes, Labels, CounterfactualData.Damaged).F1;

    /// <summary>Judges pictures.</summary>
    /// <param name="classifier">C or D.</param>
    /// <param name="images">[N, C, H, W] in [-1, 1].</param>
    /// <param name="labels">[N].</param>
    public static Verdicts Of(CounterfactualClassifier classifier, Tensor images, long[] labels)
    {
        using var scope = NewDisposeScope();
        var logits = classifier.Judge(images).to(ScalarType.Float64);                           // [N, K]
        return new(
            labels, CounterfactualMethod.PredictedClass(logits).data<long>().ToArray(),
            CounterfactualMethod.SoftmaxUncertainty(logits).data<double>().ToArray(),
            logits.shape[1] < 3 ? [] : CounterfactualMethod.Fakeness(logits).contiguous().data<double>().ToArray());
    }

    /// <summary>How well an uncertainty finds the wrong predictions.</summary>
    /// <param name="uncertainty">[N].</param>
    /// <returns>AUROC; NaN where all predictions are right or all are wrong: it is not defined then.</returns>
    public double ErrorAuroc(double[] uncertainty) => ErrorRate is 0 or 1
        ? double.NaN
        : Auroc.Of(uncertainty, [.. Wrong.Select(wrong => wrong ? 1L : 0L)]);
}
