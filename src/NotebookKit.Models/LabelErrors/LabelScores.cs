using System.Numerics.Tensors;

namespace NotebookKit.Models.LabelErrors;

/// <summary>Label quality scores (Confident Learning, section 3.2; the entropy score is the reference software's): low
/// is suspicious.</summary>
public static class LabelScores
{
    private const double SmallestConfidence = 1e-6;
    private const double SmallestNormal = 2.2250738585072014e-308;

    /// <summary>Scores every example.</summary>
    /// <param name="givenLabels">[N], in 0..K-1.</param>
    /// <param name="predProbs">[N, K], out of sample.</param>
    /// <param name="score">Which score.</param>
    /// <param name="adjust">
    /// Whether probabilities are first freed of the classes' different thresholds: P - t + max(t), rows normalised. Not
    /// for <see cref="LabelScore.ConfidenceWeightedEntropy"/>.
    /// </param>
    /// <param name="options">Accepted inputs and threads; the rest does not matter here.</param>
    /// <returns>[N], in [0, 1].</returns>
    /// <exception cref="ArgumentException">A label or probability is out of range, the sizes differ, or the score
    /// cannot be adjusted.</exception>
    public static double[] Of(
        ReadOnlySpan<int> givenLabels, PredProbs predProbs, LabelScore score, bool adjust = false,
            LabelErrorOptions? options = null)
    {
        if (adjust && score == LabelScore.ConfidenceWeightedEntropy)
            throw new ArgumentException(
                "ConfidenceWeightedEntropy cannot be adjusted; adjust SelfConfidence or NormalizedMargin.");
        options ??= new LabelErrorOptions { AllowOneClass = true };
        var counts = InputChecks.CountLabels(givenLabels, predProbs.Count, predProbs.Classes, options.AllowOneClass);
        return LabelledRows.Pin(givenLabels, predProbs, options.Threads, rows =>
        {
            var scan = RowScan.Of(rows, counts, options);
            return Of(rows, score, adjust ? scan.Thresholds : null);
        });
    }

    /// <summary>Scores checked rows; <paramref name="thresholds"/> asks for adjusted probabilities.</summary>
    internal static double[] Of(LabelledRows rows, LabelScore score, double[]? thresholds = null)
    {
        var scores = new double[rows.Count];
        rows.ForEachBlock((from, to, scratch) =>
        {
            var logs = new double[rows.Classes];
            for (var i = from; i < to; i++)
            {
                var row = rows.Row(i, scratch);
                if (thresholds is not null) row = Adjust(row, thresholds, scratch);
                scores[i] = Of(row, rows.Label(i), score, logs);
            }
        });
        return scores;
    }

    /// <summary>Scores one row.</summary>
    /// <param name="row">[K].</param>
    /// <param name="given">The given label.</param>
    /// <param name="score">Which score.</param>
    /// <param name="scratch">[K], overwritten.</param>
    internal static double Of(ReadOnlySpan<double> row, int given, LabelScore score, double[] scratch) => score switch
    {
        LabelScore.SelfConfidence => row[given],
        LabelScore.NormalizedMargin => (row[given] - LargestOther(row, given) + 1) / 2,
        LabelScore.ConfidenceWeightedEntropy => WeightedEntropy(row, given, scratch),
        _ => throw new ArgumentException(
            $"score is {score}; it is SelfConfidence, NormalizedMargin or ConfidenceWeightedEntropy."),
    };

    /// <summary>The largest probability of a class other than the given one.</summary>
    internal static double LargestOther(ReadOnlySpan<double> row, int given)
    {
        var below = given == 0 ? double.NegativeInfinity : TensorPrimitives.Max(row[..given]);
        var above = given == row.Length - 1 ? double.NegativeInfinity : TensorPrimitives.Max(row[(given + 1)..]);
        return Math.Max(below, above);
    }

    private static double WeightedEntropy(ReadOnlySpan<double> row, int given, double[] scratch)
    {
        TensorPrimitives.Max(row, SmallestNormal, scratch);                              // so that 0 log 0 = 0
        TensorPrimitives.Log(scratch, scratch);
        var entropy = -TensorPrimitives.Dot(row, scratch) / Math.Log(row.Length);        // in [0, 1]
        var x = entropy / Math.Max(row[given], SmallestConfidence);
        return Math.Log(x + 1) / Math.Max(x, SmallestConfidence);
    }

    private static ReadOnlySpan<double> Adjust(ReadOnlySpan<double> row, double[] thresholds, double[] scratch)
    {
        var adjusted = scratch.AsSpan(0, row.Length);
        TensorPrimitives.Subtract(row, thresholds, adjusted);
        TensorPrimitives.Add(adjusted, TensorPrimitives.Max<double>(thresholds), adjusted);
        TensorPrimitives.Divide(adjusted, TensorPrimitives.Sum<double>(adjusted), adjusted);
        return adjusted;
    }
}
