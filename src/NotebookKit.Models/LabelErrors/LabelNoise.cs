namespace NotebookKit.Models.LabelErrors;

/// <summary>Labels with noise that is known: what a filter should find.</summary>
/// <param name="GivenLabels">[N] labels after the noise.</param>
/// <param name="Flipped">[N] whether the label was changed.</param>
/// <param name="NoiseMatrix">[K, K] P(given j | truly k) as it happened; the column of a class without examples is its
/// unit vector.</param>
public sealed record NoisyLabels(int[] GivenLabels, bool[] Flipped, double[,] NoiseMatrix)
{
    /// <summary>Share of changed labels, in [0, 1].</summary>
    public double FlippedShare => Flipped.Count(f => f) / (double)Flipped.Length;
}

/// <summary>
/// Class-dependent label noise, the kind that confident learning assumes (JAIR 2021, section 2): which wrong label an
/// example gets depends on its true class only.
/// </summary>
public static class LabelNoise
{
    /// <summary>Flips labels with a share of them going to the class that theirs is most easily taken for.</summary>
    /// <param name="trueLabels">[N], in 0..K-1.</param>
    /// <param name="classes">K, at least 2.</param>
    /// <param name="share">Share of labels to flip, in [0, 1); within each class, rounded to whole examples.</param>
    /// <param name="partners">[K] the confusable class of each class; -1 = none, its flips go to any other
    /// class.</param>
    /// <param name="partnerShare">Share of the flips of a class that go to its partner, in [0, 1]; the rest go to any
    /// other class.</param>
    /// <param name="seed">Same seed, same flips.</param>
    /// <exception cref="ArgumentException">A label, share or partner is out of range.</exception>
    public static NoisyLabels Inject(
        int[] trueLabels, int classes, double share, IReadOnlyList<int> partners, double partnerShare, int seed)
    {
        if (share is not (>= 0 and < 1)) throw new ArgumentException(
            $"share is {share}; it is a share of the labels in [0, 1).");
        if (partnerShare is not (>= 0 and <= 1)) throw new ArgumentException(
            $"partnerShare is {partnerShare}; it is a share of the flips in [0, 1].");
        if (partners.Count != classes) throw new ArgumentException(
            $"partners has {partners.Count} classes of {classes}; give one each, -1 for none.");
        for (var k = 0; k < classes; k++)
        {
            if (partners[k] < -1 || partners[k] >= classes || partners[k] == k)
                throw new ArgumentException(
                    $"partners[{k}] is {partners[k]}; it is another class in 0..{classes - 1}, or -1 for none.");
        }

        var counts = InputChecks.CountLabels(trueLabels, trueLabels.Length, classes, allowOneClass: true);
        var classRows = new ClassRows(trueLabels, counts);
        var (given, flipped, random) = (trueLabels.ToArray(), new bool[trueLabels.Length], new Random(seed));
        for (var k = 0; k < classes; k++)
        {
            var members = classRows.Of(k).ToArray();
            random.Shuffle(members);
            var flips = (int)Math.Round(share * members.Length);
            var toPartner = partners[k] < 0 ? 0 : (int)Math.Round(partnerShare * flips);
            for (var n = 0; n < flips; n++)
            {
                given[members[n]] = n < toPartner ? partners[k] : AnyOther(k, classes, random);
                flipped[members[n]] = true;
            }
        }

        return new NoisyLabels(given, flipped, MatrixOf(trueLabels, given, counts));
    }

    /// <summary>P(given j | truly k) of two label vectors.</summary>
    private static double[,] MatrixOf(int[] trueLabels, int[] given, int[] counts)
    {
        var matrix = new double[counts.Length, counts.Length];
        for (var i = 0; i < given.Length; i++) matrix[given[i], trueLabels[i]] += 1.0 / counts[trueLabels[i]];
        for (var k = 0; k < counts.Length; k++)
            if (counts[k] == 0) matrix[k, k] = 1;
        return matrix;
    }

    private static int AnyOther(int k, int classes, Random random) => (k + 1 + random.Next(classes - 1)) % classes;
}
