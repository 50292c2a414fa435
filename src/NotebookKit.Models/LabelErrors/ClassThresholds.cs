namespace NotebookKit.Models.LabelErrors;

/// <summary>Class thresholds: how sure the model is, on average, of the examples that carry a class (Confident
/// Learning, eq. 2).</summary>
public static class ClassThresholds
{
    /// <summary>Threshold of a class without examples: above every probability, so nothing is ever confident in
    /// it.</summary>
    public const double OfEmptyClass = 2;

    internal const double Floor = 2e-6;

    /// <summary>t_k = mean of P[i, k] over the examples given k.</summary>
    /// <param name="givenLabels">[N], in 0..K-1.</param>
    /// <param name="predProbs">[N, K], out of sample.</param>
    /// <param name="semantics">1.0.1 has no floor, and NaN for a class without examples.</param>
    /// <returns>[K] in [2e-6, 1], or 2 for a class without examples.</returns>
    /// <exception cref="ArgumentException">A label or probability is out of range, or the sizes differ.</exception>
    public static double[] Estimate(
        ReadOnlySpan<int> givenLabels, PredProbs predProbs, Semantics semantics = Semantics.Current)
    {
        var options = new LabelErrorOptions { Semantics = semantics, AllowOneClass = true, AllowUnnormalized = true };
        return RowScan.Of(givenLabels, predProbs, options).Thresholds;
    }

    /// <summary>Thresholds from the probabilities of the given labels, summed in the order of the examples.</summary>
    internal static double[] Of(
        ReadOnlySpan<int> givenLabels, double[] selfConfidence, int[] counts, Semantics semantics)
    {
        var thresholds = new double[counts.Length];
        for (var i = 0; i < givenLabels.Length; i++) thresholds[givenLabels[i]] += selfConfidence[i];
        for (var k = 0; k < counts.Length; k++)
        {
            thresholds[k] /= counts[k];                                          // eq. 2; 0 / 0 is NaN, as in 1.0.1
            if (semantics == Semantics.Current)
                thresholds[k] = counts[k] == 0 ? OfEmptyClass : Math.Max(thresholds[k], Floor);
        }

        return thresholds;
    }
}
