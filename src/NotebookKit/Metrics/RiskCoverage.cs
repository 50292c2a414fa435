namespace NotebookKit.Metrics;

/// <summary>The error among the predictions that are kept when the least certain ones are left out.</summary>
/// <param name="Coverage">Share of the predictions kept, in (0, 1].</param>
/// <param name="Risk">Share of wrong ones among them.</param>
public readonly record struct RiskPoint(double Coverage, double Risk);

/// <summary>Risk-coverage curve of a classifier that may abstain (El-Yaniv and Wiener 2010).</summary>
public static class RiskCoverage
{
    /// <summary>The curve, the most certain predictions first.</summary>
    /// <param name="uncertainty">[N], higher means less certain.</param>
    /// <param name="wrong">[N], whether the prediction is wrong.</param>
    /// <returns>One point per distinct uncertainty; the last one keeps everything.</returns>
    /// <exception cref="ArgumentException">Empty, of different lengths, or an uncertainty is not finite.</exception>
    public static IReadOnlyList<RiskPoint> Of(ReadOnlySpan<double> uncertainty, ReadOnlySpan<bool> wrong)
    {
        Pairs.Check(nameof(uncertainty), uncertainty.Length, nameof(wrong), wrong.Length);
        Pairs.CheckFinite(nameof(uncertainty), uncertainty);
        var order = Auroc.RankOrder(uncertainty);
        var points = new List<RiskPoint>();
        var errors = 0;
        for (var i = 0; i < order.Length; i++)
        {
            errors += wrong[order[i]] ? 1 : 0;
            if (i == order.Length - 1 || uncertainty[order[i + 1]] != uncertainty[order[i]])
            {
                points.Add(new((i + 1.0) / order.Length, errors / (i + 1.0)));
            }
        }

        return points;
    }

    /// <summary>Area under the curve: the mean risk over all coverages, each tie counted at its end.</summary>
    /// <param name="points">A curve of <see cref="Of"/>.</param>
    /// <returns>In [0, 1]; smaller is better.</returns>
    public static double Area(IReadOnlyList<RiskPoint> points)
    {
        double area = 0, covered = 0;
        foreach (var point in points)
        {
            area += point.Risk * (point.Coverage - covered);
            covered = point.Coverage;
        }

        return area;
    }
}
