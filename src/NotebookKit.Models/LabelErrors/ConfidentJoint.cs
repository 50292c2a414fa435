namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// The confident joint C (Confident Learning, eq. 1): C[given, guessed] counts the examples given one class that the
/// model confidently places in another.
/// </summary>
public sealed class ConfidentJoint
{
    /// <summary>Takes counts as they are.</summary>
    /// <param name="counts">[K, K], rows = given, columns = guessed, each 0 or more.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or a count is negative.</exception>
    public ConfidentJoint(long[,] counts)
    {
        if (counts.GetLength(0) != counts.GetLength(1))
            throw new ArgumentException(
                $"counts is [{counts.GetLength(0)}, {counts.GetLength(1)}]; a joint is square, [K, K].");
        for (var j = 0; j < counts.GetLength(0); j++)
        {
            for (var k = 0; k < counts.GetLength(0); k++)
                if (counts[j, k] < 0) throw new ArgumentException(
                    $"counts[{j}, {k}] is {counts[j, k]}; counts are 0 or more.");
        }

        Counts = counts;
    }

    /// <summary>[K, K], rows = given, columns = guessed.</summary>
    public long[,] Counts { get; }

    /// <summary>K.</summary>
    public int Classes => Counts.GetLength(0);

    /// <summary>Examples given <paramref name="given"/> and guessed <paramref name="guessed"/>.</summary>
    public long this[int given, int guessed] => Counts[given, guessed];

    /// <summary>Sum of all counts.</summary>
    public long Total => Counts.Cast<long>().Sum();

    /// <summary>Sum of the diagonal: examples whose label the model confirms.</summary>
    public long Trace => Enumerable.Range(0, Classes).Sum(k => Counts[k, k]);

    /// <summary>Counts the confident joint of the data, uncalibrated.</summary>
    /// <param name="givenLabels">[N], in 0..K-1.</param>
    /// <param name="predProbs">[N, K], out of sample.</param>
    /// <param name="options">Semantics, accepted inputs and threads; the rest does not matter here.</param>
    /// <exception cref="ArgumentException">A label or probability is out of range, or the sizes differ.</exception>
    public static ConfidentJoint Count(
        ReadOnlySpan<int> givenLabels, PredProbs predProbs, LabelErrorOptions? options = null)
    {
        options ??= new LabelErrorOptions();
        return Count(givenLabels, RowScan.Of(givenLabels, predProbs, options), options.Semantics);
    }

    /// <summary>The examples that the confident joint counts off its diagonal, ascending: the raw issues of confident
    /// learning.</summary>
    /// <inheritdoc cref="Count(ReadOnlySpan{int}, PredProbs, LabelErrorOptions?)"/>
    public static int[] OffDiagonal(
        ReadOnlySpan<int> givenLabels, PredProbs predProbs, LabelErrorOptions? options = null)
    {
        var guessed = RowScan.Of(givenLabels, predProbs, options ?? new LabelErrorOptions()).Guessed;
        var issues = new List<int>();
        for (var i = 0; i < guessed.Length; i++)
            if (guessed[i] >= 0 && guessed[i] != givenLabels[i]) issues.Add(i);
        return [.. issues];
    }

    internal static ConfidentJoint Count(ReadOnlySpan<int> givenLabels, RowScan scan, Semantics semantics)
    {
        var classes = scan.Counts.Length;
        if (semantics == Semantics.Release101) RefuseEmptyClass(scan.Counts);
        var counts = new long[classes, classes];
        for (var i = 0; i < givenLabels.Length; i++)
            if (scan.Guessed[i] >= 0) counts[givenLabels[i], scan.Guessed[i]]++;
        if (semantics == Semantics.Current)
        {
            for (var k = 0; k < classes; k++) counts[k, k] = Math.Max(counts[k, k], 1);
        }

        return new ConfidentJoint(counts);
    }

    /// <summary>Scales the joint so that row j sums to the examples given j (Confident Learning, eq. 3),
    /// rounded.</summary>
    /// <param name="givenLabels">[N], in 0..K-1.</param>
    /// <returns>A joint whose total is N; the row of a class without examples is zero.</returns>
    /// <exception cref="ArgumentException">A label is not in 0..K-1.</exception>
    public ConfidentJoint Calibrate(ReadOnlySpan<int> givenLabels) =>
        CalibrateTo(InputChecks.CountLabels(givenLabels, givenLabels.Length, Classes, allowOneClass: true));

    internal ConfidentJoint CalibrateTo(int[] labelCounts)
    {
        // The reference adds the scaled rows up in floating point before it divides by their sum. Row j sums to the
        // examples
        // given j, so the sum is a whole number; taking it exactly keeps ties of the rounding (x.5) where they belong.
        var scaled = new double[Classes, Classes];
        var (examples, total) = (0L, 0L);
        for (var j = 0; j < Classes; j++)
        {
            var rowSum = 0L;
            for (var k = 0; k < Classes; k++) rowSum += Counts[j, k];
            for (var k = 0; k < Classes; k++) scaled[j, k] =
                Counts[j, k] / (double)Math.Max(rowSum, 1) * labelCounts[j];
            examples += labelCounts[j];
            total += rowSum == 0 ? 0 : labelCounts[j];
        }

        for (var j = 0; j < Classes; j++)
        {
            for (var k = 0; k < Classes; k++) scaled[j, k] = scaled[j, k] / Math.Max(total, 1) * examples;
        }

        return new ConfidentJoint(SumPreservingRounding.RoundRows(scaled));
    }

    /// <summary>The joint distribution of given and true labels: counts over their sum. Estimate it from a calibrated
    /// joint.</summary>
    /// <returns>[K, K], sums to 1.</returns>
    /// <exception cref="InvalidOperationException">All counts are zero.</exception>
    public double[,] Distribution()
    {
        var total = Total;
        if (total == 0) throw new InvalidOperationException(
            "The joint has no count above zero, so it has no distribution.");
        var distribution = new double[Classes, Classes];
        for (var j = 0; j < Classes; j++)
        {
            for (var k = 0; k < Classes; k++) distribution[j, k] = Counts[j, k] / (double)total;
        }

        return distribution;
    }

    /// <summary>Pairs of classes by how many examples are confused between them, in either direction, most
    /// first.</summary>
    public IReadOnlyList<ClassOverlap> Overlaps()
    {
        var total = (double)Math.Max(Total, 1);
        return [.. from j in Enumerable.Range(0, Classes)
                   from k in Enumerable.Range(j + 1, Classes - j - 1)
                   let count = Counts[j, k] + Counts[k, j]
                   where count > 0
                   orderby count descending, j, k
                   select new ClassOverlap(j, k, count, count / total)];
    }

    internal static void RefuseEmptyClass(int[] counts)
    {
        var empty = Array.IndexOf(counts, 0);
        if (empty >= 0)
        {
            throw new ArgumentException(
                $"Class {empty} has no example; the 1.0.1 behaviour needs one of every class (it computes NaN " +
                $"there). Use Semantics.Current.");
        }
    }
}

/// <summary>Two classes that are mistaken for one another.</summary>
/// <param name="First">The lower class.</param>
/// <param name="Second">The higher class.</param>
/// <param name="Count">Examples given one and guessed the other.</param>
/// <param name="Share">Count over all examples, in [0, 1].</param>
public sealed record ClassOverlap(int First, int Second, long Count, double Share);
