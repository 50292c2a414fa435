namespace NotebookKit.Models.LabelErrors;

/// <summary>How the scores of an example's classes become one.</summary>
public enum MultiLabelAggregate
{
    /// <summary>Sorted from high to low, then an exponential moving average with alpha 0.8: the lowest
    /// dominates.</summary>
    ExponentialMovingAverage,

    /// <summary>Mean weighted by softmax((1 - score) / 0.1).</summary>
    Softmin,
}

/// <summary>Label quality scores of examples that may carry several classes.</summary>
public static class MultiLabelScores
{
    private const double Alpha = 0.8;
    private const double Temperature = 0.1;

    /// <summary>One score per example.</summary>
    /// <param name="givenLabels">[N] sets of classes, each in 0..K-1.</param>
    /// <param name="predProbs">[N, K], out of sample; each entry by itself in [0, 1].</param>
    /// <param name="score">The score of each class against the rest.</param>
    /// <param name="aggregate">How the K scores become one.</param>
    /// <returns>[N], in [0, 1].</returns>
    /// <exception cref="ArgumentException">As for <see cref="MultiLabelErrors.Find"/>.</exception>
    public static double[] Of(
        IReadOnlyList<IReadOnlyCollection<int>> givenLabels, double[,] predProbs,
            LabelScore score = LabelScore.SelfConfidence,
        MultiLabelAggregate aggregate = MultiLabelAggregate.ExponentialMovingAverage)
    {
        var (count, classes) = MultiLabelErrors.Check(givenLabels, predProbs);
        var perClass = new double[classes][];
        for (var c = 0; c < classes; c++)
        {
            var (labels, probs) = MultiLabelErrors.OneVersusRest(givenLabels, predProbs, c);
            perClass[c] = LabelScores.Of(labels, new PredProbs(probs, 2), score);
        }

        var aggregated = new double[count];
        var own = new double[classes];
        for (var i = 0; i < count; i++)
        {
            for (var c = 0; c < classes; c++) own[c] = perClass[c][i];
            aggregated[i] = aggregate switch
            {
                MultiLabelAggregate.ExponentialMovingAverage => MovingAverage(own),
                MultiLabelAggregate.Softmin => Softmin(own),
                _ => throw new ArgumentException(
                    $"aggregate is {aggregate}; it is ExponentialMovingAverage or Softmin."),
            };
        }

        return aggregated;
    }

    private static double MovingAverage(double[] scores)
    {
        Array.Sort(scores);
        var average = scores[^1];
        for (var n = scores.Length - 2; n >= 0; n--) average = (Alpha * scores[n]) + ((1 - Alpha) * average);
        return average;
    }

    private static double Softmin(double[] scores)
    {
        var lowest = scores.Min();
        var weights = Array.ConvertAll(scores, s => Math.Exp((lowest - s) / Temperature));
        return scores.Zip(weights, (s, w) => s * w).Sum() / weights.Sum();
    }
}
