using System.Numerics.Tensors;

namespace NotebookKit.Metrics;

/// <summary>Share of predictions that equal their label.</summary>
public static class Accuracy
{
    /// <summary>Counts the agreeing positions.</summary>
    /// <param name="predicted">[N], predicted classes.</param>
    /// <param name="labels">[N], the classes to compare with.</param>
    /// <returns>A fraction in [0, 1].</returns>
    /// <exception cref="ArgumentException">The spans are empty or differ in length.</exception>
    public static double Of(ReadOnlySpan<long> predicted, ReadOnlySpan<long> labels)
    {
        Pairs.Check("predicted", predicted.Length, "labels", labels.Length);
        return 1.0 - (double)TensorPrimitives.HammingDistance(predicted, labels) / labels.Length;
    }
}
