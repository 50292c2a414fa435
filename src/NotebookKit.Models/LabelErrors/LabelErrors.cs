namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// Finds label errors from given labels and out-of-sample probabilities (Northcutt, Jiang, Chuang, "Confident
/// Learning", JAIR 2021; Northcutt, Athalye, Mueller, NeurIPS 2021 Datasets and Benchmarks).
/// </summary>
public static partial class LabelErrors
{
    private const double InSampleAccuracy = 0.999;

    /// <summary>Finds the examples whose label is probably wrong.</summary>
    /// <param name="givenLabels">[N], in 0..K-1.</param>
    /// <param name="predProbs">[N, K], out of sample: each row from a model that never saw that example.</param>
    /// <param name="options">Null = the reference software's defaults.</param>
    /// <returns>Flagged examples, ascending and ranked, with the estimates they came from; the same for every thread
    /// count.</returns>
    /// <exception cref="ArgumentException">A label or probability is out of range, a row does not sum to 1, the sizes
    /// differ, or there is one class only.</exception>
    /// <remarks>Ties go to the lower index. A class without examples is accepted and never guessed.</remarks>
    public static LabelErrorFindings Find(
        ReadOnlySpan<int> givenLabels, PredProbs predProbs, LabelErrorOptions? options = null)
    {
        options ??= new LabelErrorOptions();
        var counts = InputChecks.CountLabels(givenLabels, predProbs.Count, predProbs.Classes, options.AllowOneClass);
        return LabelledRows.Pin(givenLabels, predProbs, options.Threads, rows => Find(rows, counts, options));
    }

    /// <summary>Finds label errors in a row-major array of float64.</summary>
    /// <param name="givenLabels">[N], in 0..K-1.</param>
    /// <param name="predProbs">[N * K], out of sample.</param>
    /// <param name="classes">K.</param>
    /// <param name="options">Null = the reference software's defaults.</param>
    /// <inheritdoc cref="Find(ReadOnlySpan{int}, PredProbs, LabelErrorOptions?)"/>
    public static LabelErrorFindings Find(
        ReadOnlySpan<int> givenLabels, ReadOnlySpan<double> predProbs, int classes,
            LabelErrorOptions? options = null) =>
        Find(givenLabels, new PredProbs(predProbs, classes), options);

    /// <summary>Finds label errors in a row-major array of float32, which is widened row by row only.</summary>
    /// <inheritdoc cref="Find(ReadOnlySpan{int}, ReadOnlySpan{double}, int, LabelErrorOptions?)"/>
    public static LabelErrorFindings Find(
        ReadOnlySpan<int> givenLabels, ReadOnlySpan<float> predProbs, int classes, LabelErrorOptions? options = null) =>
        Find(givenLabels, new PredProbs(predProbs, classes), options);

    /// <summary>Flags before ranking: [N].</summary>
    internal static bool[] Flag(
        LabelledRows rows, RowScan scan, ConfidentJoint calibrated, LabelErrorOptions options)
    {
        var flagged = options.Filter switch
        {
            LabelFilter.PruneByNoiseRate or LabelFilter.PruneByClass or LabelFilter.Both =>
                Prune(rows, scan, calibrated, options),
            LabelFilter.ConfidentLearning => ConfidentlyOther(rows, scan),
            LabelFilter.PredictedNotGiven => Array.ConvertAll(scan.Agrees, agrees => !agrees),
            LabelFilter.LowNormalizedMargin =>
                Lowest(LabelScores.Of(rows, LabelScore.NormalizedMargin), CountConfident(rows, scan)),
            LabelFilter.LowSelfConfidence => Lowest(scan.SelfConfidence, CountConfident(rows, scan)),
            _ => throw new ArgumentException(
                $"Filter is {options.Filter}; it is one of {string.Join(", ", Enum.GetNames<LabelFilter>())}."),
        };
        if (options.Filter is LabelFilter.LowNormalizedMargin or LabelFilter.LowSelfConfidence) return flagged;
        for (var i = 0; i < flagged.Length; i++) flagged[i] &= !scan.Agrees[i];            // the last step
        return flagged;
    }

    /// <summary>n*: how many examples <see cref="LabelFilter.ConfidentLearning"/> flags.</summary>
    internal static int CountConfident(LabelledRows rows, RowScan scan)
    {
        var count = 0;
        for (var i = 0; i < rows.Count; i++)
            if (IsConfidentlyOther(rows, scan, i) && !scan.Agrees[i]) count++;
        return count;
    }

    /// <summary>The <paramref name="count"/> lowest scores.</summary>
    internal static bool[] Lowest(double[] scores, int count)
    {
        var lowest = new bool[scores.Length];
        if (count == 0) return lowest;
        var (keys, index) = (scores.ToArray(), Enumerable.Range(0, scores.Length).ToArray());
        Ranking.SelectSmallest(keys, index, count);
        foreach (var i in index.AsSpan(0, count)) lowest[i] = true;
        return lowest;
    }

    private static LabelErrorFindings Find(LabelledRows rows, int[] counts, LabelErrorOptions options)
    {
        if (options.Semantics == Semantics.Release101) ConfidentJoint.RefuseEmptyClass(counts);
        var scan = RowScan.Of(rows, counts, options);
        var joint = ConfidentJoint.Count(rows.Labels, scan, options.Semantics);
        var calibrated = joint.CalibrateTo(counts);
        var flagged = Flag(rows, scan, calibrated, options);

        var indices = new List<int>();
        for (var i = 0; i < flagged.Length; i++)
            if (flagged[i]) indices.Add(i);
        var (scratch, logs) = (new double[rows.Classes], new double[rows.Classes]);
        var scores = indices.ConvertAll(
            i => LabelScores.Of(rows.Row(i, scratch), rows.Label(i), options.RankBy, logs)).ToArray();
        var order = Ranking.Ascending(scores);
        var ranked = Array.ConvertAll(order, n => indices[n]);
        var correct = 0;
        for (var i = 0; i < rows.Count; i++)
            if (scan.Predicted[i] == rows.Label(i)) correct++;

        var accuracy = correct / (double)rows.Count;
        return new LabelErrorFindings
        {
            Examples = rows.Count,
            Indices = [.. indices],
            Ranked = ranked,
            Scores = Array.ConvertAll(order, n => scores[n]),
            PredictedLabels = Array.ConvertAll(ranked, i => scan.Predicted[i]),
            Joint = joint,
            Calibrated = calibrated,
            Thresholds = scan.Thresholds,
            Accuracy = accuracy,
            Warnings = Warnings(counts, accuracy, options),
        };
    }

    private static bool[] Prune(LabelledRows rows, RowScan scan, ConfidentJoint calibrated, LabelErrorOptions options)
    {
        var pruneCounts = PruneCounts.Of(options.Joint ?? calibrated, scan.Counts, options);
        var classRows = new ClassRows(rows.Labels, scan.Counts);
        if (options.Filter == LabelFilter.PruneByClass)
            return PruneByClass.Flag(rows, scan, classRows, pruneCounts, options);
        var byNoiseRate = PruneByNoiseRate.Flag(rows, scan, classRows, pruneCounts, options);
        if (options.Filter == LabelFilter.PruneByNoiseRate) return byNoiseRate;
        var byClass = PruneByClass.Flag(rows, scan, classRows, pruneCounts, options);
        for (var i = 0; i < byClass.Length; i++) byClass[i] &= byNoiseRate[i];
        return byClass;
    }

    private static bool[] ConfidentlyOther(LabelledRows rows, RowScan scan)
    {
        var flagged = new bool[rows.Count];
        for (var i = 0; i < flagged.Length; i++) flagged[i] = IsConfidentlyOther(rows, scan, i);
        return flagged;
    }

    private static bool IsConfidentlyOther(LabelledRows rows, RowScan scan, int i) =>
        scan.Guessed[i] >= 0 && scan.Guessed[i] != rows.Label(i);

    private static List<string> Warnings(int[] counts, double accuracy, LabelErrorOptions options)
    {
        var warnings = new List<string>();
        var prunes = options.Filter is LabelFilter.PruneByNoiseRate or LabelFilter.PruneByClass or LabelFilter.Both;
        for (var k = 0; k < counts.Length; k++)
        {
            if (counts[k] == 0) warnings.Add($"Class {k} has no example; nothing can be guessed to be of it.");
            else if (prunes && counts[k] <= options.KeptPerClass)
                warnings.Add(
                    $"Class {k} has {counts[k]} examples and keeps {options.KeptPerClass} (MinExamplesPerClass); it " +
                    $"is skipped.");
        }

        if (accuracy > InSampleAccuracy)
            warnings.Add(
                $"The model agrees with {accuracy:P2} of the labels; are the probabilities really out of sample? " +
                $"In-sample ones hide errors.");
        if (!prunes && options.Joint is not null)
            warnings.Add($"Joint is ignored: {options.Filter} does not use prune counts.");
        return warnings;
    }
}
