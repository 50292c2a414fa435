using NotebookKit.Metrics;

namespace NotebookKit.Models.LabelErrors;

/// <summary>Where a model stands before and after the labels are corrected.</summary>
/// <param name="Model">The model.</param>
/// <param name="OriginalRank">1 = best, on all examples against the original labels; equal models share a rank.</param>
/// <param name="CorrectedRank">1 = best, on the examples whose label was wrong against the corrected labels.</param>
public sealed record RankChange(string Model, int OriginalRank, int CorrectedRank);

/// <summary>
/// Whether a benchmark's ranking survives the correction of its labels (Northcutt, Athalye, Mueller 2021, section 5).
/// Examples that the crowd calls multi-label, neither or without agreement are left out; E are the corrected ones, B
/// the rest.
/// </summary>
public sealed class BenchmarkStability
{
    private readonly bool[][] _rightOnClean;                 // [model][example of B]
    private readonly bool[][] _rightOnErrors;                // [model][example of E], against the corrected labels

    private BenchmarkStability(
        int[] clean, int[] errors, IReadOnlyList<ModelAccuracy> models, bool[][] rightOnClean, bool[][] rightOnErrors)
    {
        (Clean, Errors, Models) = (clean, errors, models);
        (_rightOnClean, _rightOnErrors) = (rightOnClean, rightOnErrors);
    }

    /// <summary>B: examples whose label is right.</summary>
    public IReadOnlyList<int> Clean { get; }

    /// <summary>E: examples whose label was wrong and has a correction.</summary>
    public IReadOnlyList<int> Errors { get; }

    /// <summary>Each model's accuracy on B, and on E against corrected and original labels.</summary>
    public IReadOnlyList<ModelAccuracy> Models { get; }

    /// <summary>|E| / (|E| + |B|): the prevalence as it is.</summary>
    public double Prevalence => Errors.Count / (double)(Errors.Count + Clean.Count);

    /// <summary>Splits a test set by its corrections and measures every model.</summary>
    /// <param name="givenLabels">[N].</param>
    /// <param name="correctedLabels">[N]; -1 leaves an example out.</param>
    /// <param name="models">Name and predicted labels [N] of each model.</param>
    /// <exception cref="ArgumentException">The sizes differ, no label is corrected, or none is kept.</exception>
    public static BenchmarkStability Of(
        int[] givenLabels, int[] correctedLabels, IReadOnlyList<(string Name, int[] Predictions)> models)
    {
        if (correctedLabels.Length != givenLabels.Length)
            throw new ArgumentException(
                $"correctedLabels has {correctedLabels.Length} labels for {givenLabels.Length} given ones; give one " +
                "each, -1 to leave an example out.");
        foreach (var (name, predictions) in models)
        {
            if (predictions.Length != givenLabels.Length)
                throw new ArgumentException(
                    $"Model '{name}' has {predictions.Length} predictions for {givenLabels.Length} examples; give " +
                    "one each.");
        }

        int[] errors = [.. Where(i => correctedLabels[i] >= 0 && correctedLabels[i] != givenLabels[i])];
        int[] clean = [.. Where(i => correctedLabels[i] == givenLabels[i])];
        if (errors.Length == 0 || clean.Length == 0)
            throw new ArgumentException(
                $"{errors.Length} labels are corrected and {clean.Length} kept; stability needs at least 1 of each.");

        bool[][] rightOnClean = [.. models.Select(m => Right(clean, m.Predictions, givenLabels))];
        bool[][] rightOnErrors = [.. models.Select(m => Right(errors, m.Predictions, correctedLabels))];
        return new BenchmarkStability(
            clean, errors,
            [.. models.Select((m, n) => new ModelAccuracy(
                m.Name, Share(rightOnClean[n]), Share(rightOnErrors[n]),
                    Share(Right(errors, m.Predictions, givenLabels))))],
            rightOnClean, rightOnErrors);

        IEnumerable<int> Where(Func<int, bool> condition) => Enumerable.Range(0, givenLabels.Length).Where(condition);
    }

    /// <summary>Corrected labels from the crowd: the guess where it is correctable, -1 where there is no single right
    /// label.</summary>
    /// <param name="givenLabels">[N].</param>
    /// <param name="votes">Votes of the checked examples; the others keep their label.</param>
    public static int[] Correct(int[] givenLabels, IEnumerable<CrowdVote> votes)
    {
        var corrected = givenLabels.ToArray();
        foreach (var vote in votes)
        {
            if (vote.Verdict == CrowdVerdict.Correctable) corrected[vote.Id] = vote.Guessed;
            else if (vote.IsError) corrected[vote.Id] = -1;
        }

        return corrected;
    }

    /// <summary>Every model's rank before and after correction.</summary>
    public IReadOnlyList<RankChange> RankChanges()
    {
        var original = Models.Select(m => NoisePrevalence.Original(m, Prevalence)).ToArray();
        var corrected = Models.Select(m => m.Corrected).ToArray();
        return [.. Models.Select((m, n) => new RankChange(m.Name, Rank(original, n), Rank(corrected, n)))];
    }

    /// <summary>Accuracy against corrected labels after random removals of right labels.</summary>
    /// <param name="prevalence">q, from <see cref="Prevalence"/> to 1.</param>
    /// <param name="removals">How many random removals.</param>
    /// <param name="seed">Same seed, same removals, for all models alike.</param>
    /// <returns>[removals, models].</returns>
    /// <exception cref="ArgumentException">q is below the prevalence as it is.</exception>
    public double[,] RandomRemovals(double prevalence, int removals, int seed)
    {
        var kept = (int)Math.Round(
            Clean.Count * (1 - NoisePrevalence.RemovedShare(Errors.Count, Clean.Count, prevalence)));
        var accuracies = new double[removals, Models.Count];
        var order = Enumerable.Range(0, Clean.Count).ToArray();
        var random = new Random(seed);
        for (var r = 0; r < removals; r++)
        {
            random.Shuffle(order);
            for (var m = 0; m < Models.Count; m++)
            {
                var right = _rightOnErrors[m].Count(x => x);
                foreach (var n in order.AsSpan(0, kept))
                    if (_rightOnClean[m][n]) right++;
                accuracies[r, m] = right / (double)(Errors.Count + kept);
            }
        }

        return accuracies;
    }

    /// <summary>Share of random removals in which the second model is strictly better than the first.</summary>
    /// <param name="first">Index of the model that leads as things are.</param>
    /// <param name="second">Index of the model that is to overtake it.</param>
    /// <param name="prevalence">q.</param>
    /// <param name="removals">How many random removals.</param>
    /// <param name="seed">Seed of the removals.</param>
    public double ReversedShare(int first, int second, double prevalence, int removals = 10, int seed = 17)
    {
        var accuracies = RandomRemovals(prevalence, removals, seed);
        return Enumerable.Range(0, removals).Count(r => accuracies[r, second] > accuracies[r, first])
            / (double)removals;
    }

    /// <summary>Bootstrap interval of a model's accuracy on E against the corrected labels; E is often tiny.</summary>
    /// <param name="model">Index of the model.</param>
    /// <param name="resamples">Draws of |E| examples with replacement.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>The accuracy with the 2.5 % and 97.5 % quantiles of the draws.</returns>
    public Interval Bootstrap(int model, int resamples = 2000, int seed = 17)
    {
        var (right, random) = (_rightOnErrors[model], new Random(seed));
        var shares = new double[resamples];
        for (var r = 0; r < resamples; r++)
        {
            var count = 0;
            for (var n = 0; n < right.Length; n++)
                if (right[random.Next(right.Length)]) count++;
            shares[r] = count / (double)right.Length;
        }

        Array.Sort(shares);
        return new Interval(
            Models[model].Corrected, shares[(int)(0.025 * (resamples - 1))],
                shares[(int)Math.Ceiling(0.975 * (resamples - 1))]);
    }

    private static bool[] Right(int[] examples, int[] predictions, int[] labels) =>
        Array.ConvertAll(examples, i => predictions[i] == labels[i]);

    private static double Share(bool[] right) => right.Count(r => r) / (double)right.Length;

    private static int Rank(double[] accuracies, int model) => 1 + accuracies.Count(a => a > accuracies[model]);
}
