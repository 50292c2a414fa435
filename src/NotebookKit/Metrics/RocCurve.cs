namespace NotebookKit.Metrics;

/// <summary>One point of a ROC curve: the rates when everything at or above the threshold counts as positive.</summary>
/// <param name="FalsePositiveRate">Share of the negative examples at or above the threshold.</param>
/// <param name="TruePositiveRate">Share of the positive examples at or above the threshold.</param>
/// <param name="Threshold">The score that the point belongs to; positive infinity for the first point.</param>
public readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate, double Threshold);

/// <summary>The receiver operating characteristic: true positive rate over false positive rate.</summary>
public static class RocCurve
{
    /// <summary>The points from (0, 0) to (1, 1), one for each distinct score in falling order.</summary>
    /// <param name="scores">[N], higher means more positive.</param>
    /// <param name="labels">[N]; the examples equal to <paramref name="positive"/> are the positive ones.</param>
    /// <param name="positive">The positive class.</param>
    /// <returns>At least two points; the trapezoids under them sum to <see cref="Auroc.Of"/>.</returns>
    /// <exception cref="ArgumentException">As <see cref="Auroc.Of"/>.</exception>
    public static IReadOnlyList<RocPoint> Of(ReadOnlySpan<double> scores, ReadOnlySpan<long> labels, long positive = 1)
    {
        Pairs.Check(nameof(scores), scores.Length, nameof(labels), labels.Length);
        Pairs.CheckFinite(nameof(scores), scores);
        double positives = labels.Count(positive), negatives = labels.Length - positives;
        Auroc.RequireBoth(positives, negatives, positive);
        var order = Auroc.RankOrder(scores);
        var points = new List<RocPoint> { new(0, 0, double.PositiveInfinity) };
        double hits = 0, alarms = 0;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            if (labels[order[i]] == positive)
            {
                hits++;
            }
            else
            {
                alarms++;
            }

            if (i == 0 || scores[order[i - 1]] != scores[order[i]])
            {
                points.Add(new(alarms / negatives, hits / positives, scores[order[i]]));
            }
        }

        return points;
    }
}
