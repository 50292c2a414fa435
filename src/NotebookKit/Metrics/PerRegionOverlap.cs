namespace NotebookKit.Metrics;

/// <summary>One point of a PRO curve: everything at or above a threshold is called defective.</summary>
/// <param name="FalsePositiveRate">Share of the sound pixels of all pictures that is called.</param>
/// <param name="Overlap">Share of a region that is called, mean over the regions.</param>
public readonly record struct OverlapRate(double FalsePositiveRate, double Overlap);

/// <summary>
/// Per-region overlap (Bergmann et al. 2021, "The MVTec Anomaly Detection Dataset", section 4): like the pixels' ROC
/// curve, but each connected defect counts the same, however small it is.
/// </summary>
public static class PerRegionOverlap
{
    /// <summary>False positive rate up to which the area counts.</summary>
    public const double Limit = 0.3;

    /// <summary>The curve over all thresholds.</summary>
    /// <param name="scores">[pictures * height * width], higher means more surely defective.</param>
    /// <param name="truth">The same pixels; regions are connected by sides and corners within a picture.</param>
    /// <param name="height">Rows of a picture.</param>
    /// <param name="width">Columns of a picture.</param>
    /// <returns>From (0, 0) to (1, 1), one point for each distinct score.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is not finite, pictures are not whole, or no pixel
    /// is
    /// defective, or all are: the curve is not defined then.</exception>
    public static IReadOnlyList<OverlapRate> Curve(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> truth, int height, int width)
    {
        Pairs.Check(nameof(scores), scores.Length, nameof(truth), truth.Length);
        Pairs.CheckFinite(nameof(scores), scores);
        var weights = Weights(truth, height, width, out var regions);
        var sound = truth.Count(false);
        if (regions == 0 || sound == 0)
        {
            throw new ArgumentException(
                $"Per-region overlap needs sound and defective pixels, but {sound} of {truth.Length} are sound.");
        }

        var order = Auroc.RankOrder(scores);
        var points = new List<OverlapRate> { new(0, 0) };
        long alarms = 0;
        var overlap = 0.0;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            alarms += truth[order[i]] ? 0 : 1;
            overlap += weights[order[i]];
            if (i == 0 || scores[order[i - 1]] != scores[order[i]])
            {
                points.Add(new(alarms / (double)sound, overlap / regions));
            }
        }

        return points;
    }

    /// <summary>AUPRO: the area under the curve up to a false positive rate, divided by that rate.</summary>
    /// <param name="scores">As <see cref="Curve"/>.</param>
    /// <param name="truth">As <see cref="Curve"/>.</param>
    /// <param name="height">Rows of a picture.</param>
    /// <param name="width">Columns of a picture.</param>
    /// <param name="limit">The rate, in (0, 1]; 0.3 as published.</param>
    /// <returns>In [0, 1]; 1 for the truth itself.</returns>
    /// <exception cref="ArgumentException">As <see cref="Curve"/>, or the limit is outside (0, 1].</exception>
    public static double Area(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> truth, int height, int width, double limit = Limit)
    {
        if (limit is not (> 0 and <= 1))
        {
            throw new ArgumentException($"limit must lie in (0, 1], but is {limit}.");
        }

        var curve = Curve(scores, truth, height, width);
        var area = 0.0;
        for (var i = 1; i < curve.Count && curve[i - 1].FalsePositiveRate < limit; i++)
        {
            var (from, to) = (curve[i - 1], curve[i]);
            var step = to.FalsePositiveRate - from.FalsePositiveRate;
            var inside = Math.Min(step, limit - from.FalsePositiveRate);
            var end = step == 0 ? to.Overlap : from.Overlap + ((to.Overlap - from.Overlap) * inside / step);
            area += inside * (from.Overlap + end) / 2;
        }

        return area / limit;
    }

    // A defective pixel is worth one part of its region.
    private static double[] Weights(ReadOnlySpan<bool> truth, int height, int width, out int regions)
    {
        var pixels = height * width;
        if (pixels < 1 || truth.Length % pixels != 0)
        {
            throw new ArgumentException(
                $"Maps of {height} x {width} pixels must be whole, but {truth.Length} pixels came.");
        }

        var weights = new double[truth.Length];
        regions = 0;
        for (var start = 0; start < truth.Length; start += pixels)
        {
            var found = ConnectedRegions.Of(truth.Slice(start, pixels), width);
            regions += found.Sizes.Length;
            for (var i = 0; i < pixels; i++)
            {
                weights[start + i] = found.Labels[i] == 0 ? 0 : 1.0 / found.Sizes[found.Labels[i] - 1];
            }
        }

        return weights;
    }
}
