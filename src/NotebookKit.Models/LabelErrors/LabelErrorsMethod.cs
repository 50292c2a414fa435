namespace NotebookKit.Models.LabelErrors;

/// <summary>How well a filter finds flips that are known.</summary>
/// <param name="Precision">Flagged examples that were flipped, over flagged; NaN where none is flagged.</param>
/// <param name="Recall">Flipped examples that were flagged, over flipped; NaN where none is flipped.</param>
/// <param name="BaseRate">Flipped over all: the precision of a filter that flags by chance.</param>
public sealed record Detection(double Precision, double Recall, double BaseRate)
{
    /// <summary>Precision over base rate.</summary>
    public double Lift => Precision / BaseRate;
}

/// <summary>A second judge's view of flagged examples.</summary>
/// <param name="Flagged">Flagged examples.</param>
/// <param name="Doubted">Of them, those whose given label is not the one that most people chose.</param>
/// <param name="DoubtedOfAll">Share of all examples that the people doubt, in [0, 1].</param>
public sealed record HumanDoubt(int Flagged, int Doubted, double DoubtedOfAll)
{
    /// <summary>Doubted over flagged, in [0, 1]; NaN where none is flagged.</summary>
    public double DoubtedShare => Flagged == 0 ? double.NaN : Doubted / (double)Flagged;
}

/// <summary>The measures of the experiment: pure functions of labels, flags and probabilities.</summary>
public static class LabelErrorsMethod
{
    /// <summary>Stratified folds for cross-validation: every class is dealt out evenly.</summary>
    /// <param name="labels">[N], in 0..K-1.</param>
    /// <param name="folds">Number of folds, from 2 to N.</param>
    /// <param name="seed">Same seed, same folds.</param>
    /// <returns>[N] the fold in which each example is held out, in 0..folds-1.</returns>
    /// <exception cref="ArgumentException">The number of folds is out of range, or a label is negative.</exception>
    public static int[] Folds(int[] labels, int folds, int seed)
    {
        if (folds < 2 || folds > labels.Length)
            throw new ArgumentException(
                $"folds is {folds}; {labels.Length} examples can be dealt into 2 to {labels.Length} folds.");
        var counts = InputChecks.CountLabels(labels, labels.Length, labels.Max() + 1, allowOneClass: true);
        var classRows = new ClassRows(labels, counts);
        var (fold, next, random) = (new int[labels.Length], 0, new Random(seed));
        for (var k = 0; k < counts.Length; k++)
        {
            var members = classRows.Of(k).ToArray();
            random.Shuffle(members);
            foreach (var i in members) fold[i] = next++ % folds;
        }

        return fold;
    }

    /// <summary>Precision and recall of flagged examples against known flips.</summary>
    /// <param name="flagged">Flagged examples.</param>
    /// <param name="flipped">[N] whether each label was flipped.</param>
    public static Detection Detect(IReadOnlyCollection<int> flagged, bool[] flipped)
    {
        var hits = flagged.Count(i => flipped[i]);
        var flips = flipped.Count(f => f);
        return new Detection(
            flagged.Count == 0 ? double.NaN : hits / (double)flagged.Count,
            flips == 0 ? double.NaN : hits / (double)flips,
            flips / (double)flipped.Length);
    }

    /// <summary>Mean absolute difference of two noise matrices over all entries.</summary>
    /// <param name="estimated">[K, K].</param>
    /// <param name="injected">[K, K].</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double NoiseMatrixError(double[,] estimated, double[,] injected)
    {
        if (estimated.Length != injected.Length || estimated.GetLength(0) != injected.GetLength(0))
        {
            throw new ArgumentException(
                $"estimated is [{estimated.GetLength(0)}, {estimated.GetLength(1)}], but injected is " +
                $"[{injected.GetLength(0)}, {injected.GetLength(1)}]; they describe the same classes.");
        }

        return estimated.Cast<double>().Zip(injected.Cast<double>(), (a, b) => Math.Abs(a - b)).Average();
    }

    /// <summary>Overlap of two sets of flagged examples: intersection over union; 1 where both are empty.</summary>
    public static double Jaccard(IReadOnlyCollection<int> first, IReadOnlyCollection<int> second)
    {
        var common = first.Intersect(second).Count();
        var union = first.Count + second.Count - common;
        return union == 0 ? 1 : common / (double)union;
    }

    /// <summary>Share of confirmed errors among the first n examples of a ranking that the crowd has seen, for n = 1,
    /// 2, ...</summary>
    /// <param name="ranked">Examples, most suspicious first.</param>
    /// <param name="votes">The crowd's votes; examples it never saw are passed over.</param>
    /// <returns>One share per ranked example that has votes, in [0, 1].</returns>
    public static double[] PrecisionAtRank(IEnumerable<int> ranked, IEnumerable<CrowdVote> votes)
    {
        var isError = votes.ToDictionary(v => v.Id, v => v.IsError);
        var (shares, confirmed) = (new List<double>(), 0);
        foreach (var i in ranked)
        {
            if (!isError.TryGetValue(i, out var error)) continue;
            if (error) confirmed++;
            shares.Add(confirmed / (double)(shares.Count + 1));
        }

        return [.. shares];
    }

    /// <summary>How many flagged examples people who labelled all of them doubt too (CIFAR-10H: about 50 people per
    /// image).</summary>
    /// <param name="givenLabels">[N].</param>
    /// <param name="counts">[N * K] how many people chose each class.</param>
    /// <param name="flagged">Flagged examples.</param>
    /// <exception cref="ArgumentException">The number of counts is no multiple of N.</exception>
    public static HumanDoubt Doubt(int[] givenLabels, byte[] counts, IReadOnlyCollection<int> flagged)
    {
        if (givenLabels.Length == 0 || counts.Length % givenLabels.Length != 0)
            throw new ArgumentException(
                $"counts has {counts.Length} numbers for {givenLabels.Length} labels; it must be " +
                $"[{givenLabels.Length}, K].");
        var classes = counts.Length / givenLabels.Length;
        var all = Enumerable.Range(0, givenLabels.Length).Count(IsDoubted);
        return new HumanDoubt(flagged.Count, flagged.Count(IsDoubted), all / (double)givenLabels.Length);

        bool IsDoubted(int i)
        {
            var row = counts.AsSpan(i * classes, classes);
            foreach (var n in row)
                if (n > row[givenLabels[i]]) return true;
            return false;
        }
    }
}
