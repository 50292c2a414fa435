namespace NotebookKit.Metrics;

/// <summary>How well a score per pixel finds a region when everything at or above a threshold is called the
/// region.</summary>
/// <param name="Threshold">The score from which on a pixel is called.</param>
/// <param name="Precision">Share of the called pixels that belong to the region.</param>
/// <param name="Recall">Share of the region that is called.</param>
/// <param name="Iou">Intersection over union.</param>
public readonly record struct OverlapPoint(double Threshold, double Precision, double Recall, double Iou);

/// <summary>Intersection over union of masks: TP / (TP + FP + FN) (Jaccard).</summary>
public static class MaskOverlap
{
    /// <summary>Intersection over union of two masks.</summary>
    /// <param name="predicted">[pixels].</param>
    /// <param name="truth">[pixels].</param>
    /// <returns>In [0, 1]; two empty masks agree: 1.</returns>
    /// <exception cref="ArgumentException">The masks differ in length or have no pixel.</exception>
    public static double Iou(ReadOnlySpan<bool> predicted, ReadOnlySpan<bool> truth)
    {
        Pairs.Check(nameof(predicted), predicted.Length, nameof(truth), truth.Length);
        long both = 0, either = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            both += predicted[i] && truth[i] ? 1 : 0;
            either += predicted[i] || truth[i] ? 1 : 0;
        }

        return either == 0 ? 1 : both / (double)either;
    }

    /// <summary>Precision, recall and overlap at every threshold that changes something.</summary>
    /// <param name="scores">[pixels], higher means more surely in the region.</param>
    /// <param name="truth">[pixels].</param>
    /// <returns>One point per distinct score, thresholds falling and so recall rising to 1.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is not finite, or the region is empty: recall is not
    /// defined then.</exception>
    public static IReadOnlyList<OverlapPoint> Curve(ReadOnlySpan<double> scores, ReadOnlySpan<bool> truth)
    {
        Pairs.Check(nameof(scores), scores.Length, nameof(truth), truth.Length);
        Pairs.CheckFinite(nameof(scores), scores);
        var region = truth.Count(true);
        if (region == 0)
        {
            throw new ArgumentException(
                $"A curve over thresholds needs a region, but none of the {truth.Length} pixels belongs to one.");
        }

        var order = Auroc.RankOrder(scores);
        var points = new List<OverlapPoint>();
        long hits = 0, called = 0;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            called++;
            hits += truth[order[i]] ? 1 : 0;
            if (i == 0 || scores[order[i - 1]] != scores[order[i]])
            {
                points.Add(new(
                    scores[order[i]], hits / (double)called, hits / (double)region, hits / (double)(called + region - hits)));
            }
        }

        return points;
    }

    /// <summary>The threshold with the largest overlap, chosen by the labels: an upper bound for any rule without
    /// them.</summary>
    /// <param name="scores">[pixels], higher means more surely in the region.</param>
    /// <param name="truth">[pixels].</param>
    /// <exception cref="ArgumentException">As <see cref="Curve"/>.</exception>
    public static OverlapPoint Best(ReadOnlySpan<double> scores, ReadOnlySpan<bool> truth) =>
        Curve(scores, truth).MaxBy(point => point.Iou);
}
