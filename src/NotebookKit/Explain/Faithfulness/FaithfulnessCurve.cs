namespace NotebookKit.Explain.Faithfulness;

/// <summary>P(class) against the share of pixels removed (deletion) or added (insertion).</summary>
/// <param name="Fraction">Share of the pixels changed, from 0 to 1.</param>
/// <param name="Probability">Mean of P(class) over the images, one per fraction.</param>
/// <param name="AucPerImage">Area under each image's own curve by the trapezoid rule, 0 to 1.</param>
public sealed record FaithfulnessCurve(double[] Fraction, double[] Probability, double[] AucPerImage)
{
    /// <summary>Mean area under the curve. Deletion: lower is better; insertion: higher is better. NaN without images.</summary>
    public double Auc { get; } = AucPerImage.Length == 0 ? double.NaN : AucPerImage.Average();

    /// <summary>Mean of curves over the same images, for example of several random orderings.</summary>
    public static FaithfulnessCurve Mean(IReadOnlyList<FaithfulnessCurve> curves) => new(
        curves[0].Fraction,
        MeanOf(curves, c => c.Probability),
        MeanOf(curves, c => c.AucPerImage));

    private static double[] MeanOf(IReadOnlyList<FaithfulnessCurve> curves, Func<FaithfulnessCurve, double[]> values) =>
        [.. Enumerable.Range(0, values(curves[0]).Length).Select(i => curves.Average(c => values(c)[i]))];
}
