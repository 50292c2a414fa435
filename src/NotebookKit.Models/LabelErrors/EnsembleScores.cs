namespace NotebookKit.Models.LabelErrors;

/// <summary>How much each model of an ensemble counts.</summary>
public enum EnsembleWeights
{
    /// <summary>All the same.</summary>
    Uniform,

    /// <summary>Accuracy over the sum of accuracies.</summary>
    Accuracy,

    /// <summary>exp(-T log loss), with the T whose weighted mean of the probabilities has the lowest log
    /// loss.</summary>
    LogLossSearch,
}

/// <summary>Label quality scores of several models together: the weighted mean of their scores.</summary>
public static class EnsembleScores
{
    private const double SmallestProbability = 1e-6;

    private static readonly double[] Temperatures = [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 200];

    /// <summary>Scores every example with weights made from the models themselves.</summary>
    /// <param name="givenLabels">[N], in 0..K-1.</param>
    /// <param name="predProbs">One [N, K] per model, out of sample.</param>
    /// <param name="score">Which score of each model.</param>
    /// <param name="weights">How the weights are made.</param>
    /// <returns>[N], in [0, 1].</returns>
    /// <exception cref="ArgumentException">There is no model, the shapes differ, or a label or probability is out of
    /// range.</exception>
    public static double[] Of(
        int[] givenLabels, IReadOnlyList<double[,]> predProbs, LabelScore score = LabelScore.SelfConfidence,
        EnsembleWeights weights = EnsembleWeights.Accuracy) =>
        Of(givenLabels, predProbs, Weights(givenLabels, predProbs, weights), score);

    /// <summary>Scores every example with given weights.</summary>
    /// <param name="givenLabels">[N], in 0..K-1.</param>
    /// <param name="predProbs">One [N, K] per model, out of sample.</param>
    /// <param name="weights">One number per model; they need not sum to 1.</param>
    /// <param name="score">Which score of each model.</param>
    /// <exception cref="ArgumentException">The number of weights differs from that of models, or as above.</exception>
    public static double[] Of(
        int[] givenLabels, IReadOnlyList<double[,]> predProbs, IReadOnlyList<double> weights,
            LabelScore score = LabelScore.SelfConfidence)
    {
        Check(givenLabels, predProbs);
        if (weights.Count != predProbs.Count)
            throw new ArgumentException(
                $"There are {weights.Count} weights for {predProbs.Count} models; give one per model.");
        var total = weights.Sum();
        if (!(total > 0) || weights.Any(w => w < 0)) throw new ArgumentException(
            $"The weights are {string.Join(", ", weights)}; they are 0 or more, with a positive sum.");

        var mean = new double[givenLabels.Length];
        for (var m = 0; m < predProbs.Count; m++)
        {
            var scores = LabelScores.Of(givenLabels, predProbs[m], score);
            for (var i = 0; i < mean.Length; i++) mean[i] += weights[m] / total * scores[i];
        }

        return mean;
    }

    /// <summary>The weights that <paramref name="weights"/> asks for; they sum to 1.</summary>
    /// <param name="givenLabels">[N], in 0..K-1.</param>
    /// <param name="predProbs">One [N, K] per model, out of sample.</param>
    /// <param name="weights">How the weights are made.</param>
    /// <exception cref="ArgumentException">As for the scores; or no model is ever right, so accuracies give no
    /// weights.</exception>
    public static double[] Weights(int[] givenLabels, IReadOnlyList<double[,]> predProbs, EnsembleWeights weights)
    {
        Check(givenLabels, predProbs);
        return weights switch
        {
            EnsembleWeights.Uniform => [.. predProbs.Select(_ => 1.0 / predProbs.Count)],
            EnsembleWeights.Accuracy => Normalize([.. predProbs.Select(p => Accuracy(givenLabels, p))]),
            EnsembleWeights.LogLossSearch => SearchTemperature(givenLabels, predProbs),
            _ => throw new ArgumentException($"weights is {weights}; it is Uniform, Accuracy or LogLossSearch."),
        };
    }

    private static double[] SearchTemperature(int[] givenLabels, IReadOnlyList<double[,]> predProbs)
    {
        var losses = predProbs.Select(p => LogLoss(givenLabels, p)).ToArray();
        var (best, bestLoss) = (Array.Empty<double>(), double.PositiveInfinity);
        foreach (var temperature in Temperatures)
        {
            var candidate = Normalize(Array.ConvertAll(losses, loss => Math.Exp(-temperature * (loss - losses.Min()))));
            var loss = LogLoss(givenLabels, Mean(predProbs, candidate));
            if (loss < bestLoss) (best, bestLoss) = (candidate, loss);
        }

        return best;
    }

    private static double[,] Mean(IReadOnlyList<double[,]> predProbs, double[] weights)
    {
        var mean = new double[predProbs[0].GetLength(0), predProbs[0].GetLength(1)];
        for (var m = 0; m < weights.Length; m++)
        {
            for (var i = 0; i < mean.GetLength(0); i++)
            {
                for (var k = 0; k < mean.GetLength(1); k++) mean[i, k] += weights[m] * predProbs[m][i, k];
            }
        }

        return mean;
    }

    /// <summary>Mean of -log P[i, s], after clipping at 1e-6 and normalising the row.</summary>
    private static double LogLoss(int[] givenLabels, double[,] predProbs)
    {
        var loss = 0.0;
        for (var i = 0; i < givenLabels.Length; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < predProbs.GetLength(1); k++) sum += Math.Clamp(predProbs[i, k], SmallestProbability, 1);
            loss -= Math.Log(Math.Clamp(predProbs[i, givenLabels[i]], SmallestProbability, 1) / sum);
        }

        return loss / givenLabels.Length;
    }

    private static double Accuracy(int[] givenLabels, double[,] predProbs)
    {
        var predicted = RowScan.Of(givenLabels, predProbs, new LabelErrorOptions { AllowOneClass = true }).Predicted;
        return predicted.Zip(givenLabels).Count(p => p.First == p.Second) / (double)givenLabels.Length;
    }

    private static double[] Normalize(double[] weights)
    {
        var sum = weights.Sum();
        if (!(sum > 0)) throw new ArgumentException(
            "No model predicts a single given label, so accuracies give no weights; use Uniform.");
        return Array.ConvertAll(weights, w => w / sum);
    }

    private static void Check(int[] givenLabels, IReadOnlyList<double[,]> predProbs)
    {
        if (predProbs.Count == 0) throw new ArgumentException(
            "predProbs is empty; an ensemble has at least one model.");
        for (var m = 0; m < predProbs.Count; m++)
        {
            if (predProbs[m].GetLength(0) != givenLabels.Length
                || predProbs[m].GetLength(1) != predProbs[0].GetLength(1))
            {
                throw new ArgumentException(
                    $"predProbs[{m}] is [{predProbs[m].GetLength(0)}, {predProbs[m].GetLength(1)}]; every model's is " +
                    $"[{givenLabels.Length}, {predProbs[0].GetLength(1)}], one row per label.");
            }
        }
    }
}
