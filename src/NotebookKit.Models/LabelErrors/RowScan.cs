using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// What one reading of the probabilities tells of every example. Two passes: the probability of the given label (for
/// the thresholds), then each row once: its range, sum, largest value and the classes it is confident in.
/// </summary>
internal sealed class RowScan
{
    /// <summary>How far the sum of a row may be from 1.</summary>
    public const double SumTolerance = 0.01;

    private const double Tolerance = 1e-6;               // of the confident set and of the last step

    private RowScan(int count)
    {
        SelfConfidence = new double[count];
        Predicted = new int[count];
        Guessed = new int[count];
        Agrees = new bool[count];
    }

    /// <summary>[K] examples per class.</summary>
    public required int[] Counts { get; init; }

    /// <summary>[K].</summary>
    public double[] Thresholds { get; private set; } = [];

    /// <summary>[N] P[i, s_i].</summary>
    public double[] SelfConfidence { get; }

    /// <summary>[N] most probable class, the lowest on a tie.</summary>
    public int[] Predicted { get; }

    /// <summary>[N] class that the confident joint counts the example under, or -1.</summary>
    public int[] Guessed { get; }

    /// <summary>[N] whether the last step unflags the example: the model agrees with its label.</summary>
    public bool[] Agrees { get; }

    public static RowScan Of(ReadOnlySpan<int> givenLabels, PredProbs predProbs, LabelErrorOptions options)
    {
        var counts = InputChecks.CountLabels(givenLabels, predProbs.Count, predProbs.Classes, options.AllowOneClass);
        return LabelledRows.Pin(givenLabels, predProbs, options.Threads, rows => Of(rows, counts, options));
    }

    public static RowScan Of(LabelledRows rows, int[] counts, LabelErrorOptions options)
    {
        var scan = new RowScan(rows.Count) { Counts = counts };
        rows.ForEachBlock((from, to, _) => scan.ReadSelfConfidence(rows, from, to));
        scan.Thresholds = ClassThresholds.Of(rows.Labels, scan.SelfConfidence, counts, options.Semantics);
        // 3.3: B_i = { k : P[i,k] >= t_k - 1e-6 }
        var confidentFrom = Array.ConvertAll(scan.Thresholds, t => t - Tolerance);

        var firstBadRow = int.MaxValue;
        rows.ForEachBlock((from, to, scratch) =>
        {
            var bad = scan.ReadRows(rows, from, to, confidentFrom, scratch, options);
            if (bad >= 0) InterlockedMin(ref firstBadRow, bad);
        });

        if (firstBadRow != int.MaxValue)
            throw InputChecks.BadRow(rows.Row(firstBadRow, new double[rows.Classes]), firstBadRow);
        return scan;
    }

    // The loops over rows are compiled at full optimisation at once: one call reads a million rows, so there is no
    // warming up.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadSelfConfidence(LabelledRows rows, int from, int to)
    {
        for (var i = from; i < to; i++) SelfConfidence[i] = rows.At(i, rows.Label(i));
    }

    /// <summary>Reads rows; returns the first that is refused, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadRows(
        LabelledRows rows, int from, int to, double[] confidentFrom, double[] scratch, LabelErrorOptions options)
    {
        for (var i = from; i < to; i++)
        {
            var row = rows.Row(i, scratch);
            var summary = Summarize(row, confidentFrom);
            if (!summary.InRange || (!options.AllowUnnormalized && Math.Abs(summary.Sum - 1) > SumTolerance)) return i;
            Record(i, rows.Label(i), FirstIndexOf(row, summary.Max), summary, options.Semantics);
        }

        return -1;
    }

    private void Record(int i, int given, int predicted, in Summary row, Semantics semantics)
    {
        Predicted[i] = predicted;
        Guessed[i] = row.ConfidentCount switch { 0 => -1, 1 => row.LastConfident, _ => predicted };
        var lifted = SelfConfidence[i] + Tolerance;                       // 3.8: add 1e-6, then take the argmax again
        Agrees[i] = given == predicted
            || (semantics == Semantics.Current && (lifted > row.Max || (lifted == row.Max && given < predicted)));
    }

    private readonly record struct Summary(double Max, double Sum, bool InRange, int ConfidentCount, int LastConfident);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Summary Summarize(ReadOnlySpan<double> row, ReadOnlySpan<double> confidentFrom)
    {
        ref var p = ref MemoryMarshal.GetReference(row);
        ref var t = ref MemoryMarshal.GetReference(confidentFrom);
        var (max, min, sum, count, last, k) = (double.NegativeInfinity, double.PositiveInfinity, 0.0, 0, -1, 0);
        if (row.Length >= Vector512<double>.Count)
        {
            var (maxima, minima, sums) = (Vector512.Create(max), Vector512.Create(min), Vector512<double>.Zero);
            for (; k <= row.Length - Vector512<double>.Count; k += Vector512<double>.Count)
            {
                var v = Vector512.LoadUnsafe(ref p, (nuint)k);
                var confident = Vector512.GreaterThanOrEqual(
                    v, Vector512.LoadUnsafe(ref t, (nuint)k)).ExtractMostSignificantBits();
                if (confident != 0)
                {
                    count += BitOperations.PopCount(confident);
                    last = k + BitOperations.Log2(confident);
                }

                maxima = Vector512.MaxNative(maxima, v);
                minima = Vector512.MinNative(minima, v);
                sums += v;                                                // carries a NaN that min and max may lose
            }

            for (var lane = 0; lane < Vector512<double>.Count; lane++)
            {
                max = Math.Max(max, maxima[lane]);
                min = Math.Min(min, minima[lane]);
            }

            sum = Vector512.Sum(sums);
        }

        for (; k < row.Length; k++)
        {
            var v = Unsafe.Add(ref p, k);
            if (v >= Unsafe.Add(ref t, k))
            {
                count++;
                last = k;
            }

            max = Math.Max(max, v);
            min = Math.Min(min, v);
            sum += v;
        }

        return new Summary(max, sum, min >= 0 && max <= 1 && !double.IsNaN(sum), count, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FirstIndexOf(ReadOnlySpan<double> row, double value)
    {
        ref var p = ref MemoryMarshal.GetReference(row);
        var (k, wanted) = (0, Vector512.Create(value));
        for (; k <= row.Length - Vector512<double>.Count; k += Vector512<double>.Count)
        {
            var hits = Vector512.Equals(Vector512.LoadUnsafe(ref p, (nuint)k), wanted).ExtractMostSignificantBits();
            if (hits != 0) return k + BitOperations.TrailingZeroCount(hits);
        }

        while (row[k] != value) k++;                                     // it is there: the row's largest value
        return k;
    }

    private static void InterlockedMin(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value < seen;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
