namespace NotebookKit.Metrics;

/// <summary>
/// Area under the ROC curve: the probability that a random positive example scores above a random negative one, ties
/// counted one half (Hanley and McNeil 1982; the Mann-Whitney statistic divided by the number of pairs).
/// </summary>
public static class Auroc
{
    /// <summary>Computes the area by ranks, in O(N log N).</summary>
    /// <param name="scores">[N], higher means more positive.</param>
    /// <param name="labels">[N]; the examples equal to <paramref name="positive"/> are the positive ones.</param>
    /// <param name="positive">The positive class.</param>
    /// <returns>A value in [0, 1]; 0.5 for scores that say nothing.</returns>
    /// <exception cref="ArgumentException">
    /// The spans are empty or differ in length, a score is not finite, or one of the two classes has no example.
    /// </exception>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<long> labels, long positive = 1)
    {
        Pairs.Check(nameof(scores), scores.Length, nameof(labels), labels.Length);
        Pairs.CheckFinite(nameof(scores), scores);
        var order = RankOrder(scores);
        double positives = 0, rankSum = 0;
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && scores[order[end]] == scores[order[start]])
            {
                end++;
            }

            var rank = (start + 1 + end) / 2.0;                           // the mean rank of a tied group
            for (var i = start; i < end; i++)
            {
                if (labels[order[i]] == positive)
                {
                    positives++;
                    rankSum += rank;
                }
            }
        }

        var negatives = scores.Length - positives;
        RequireBoth(positives, negatives, positive);
        return (rankSum - positives * (positives + 1) / 2.0) / (positives * negatives);
    }

    internal static int[] RankOrder(ReadOnlySpan<double> scores)
    {
        var keys = scores.ToArray();
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(keys, order);
        return order;
    }

    internal static void RequireBoth(double positives, double negatives, long positive)
    {
        if (positives == 0 || negatives == 0)
        {
            throw new ArgumentException(
                $"A ROC curve needs positive and negative examples, but of {positives + negatives} labels " +
                $"{positives} equal {positive}.");
        }
    }
}
