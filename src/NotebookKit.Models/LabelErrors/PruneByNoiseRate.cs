using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// Prune by noise rate (Confident Learning, section 3.2, method 4): for each pair (given k, truly j) as many examples
/// as the joint calls so, those with the largest margin P[i, j] - P[i, k]; the union over j.
/// </summary>
/// <remarks>
/// The last step unflags every example that the model agrees with, and such an example has no margin above 1e-6. So
/// where a pair has enough larger margins, only the disagreeing examples need to be read; a pair without them is
/// selected over its whole class. Selection keeps at most 2 M[j, k] margins per pair: 24 bytes per example in all.
/// </remarks>
internal static class PruneByNoiseRate
{
    private const double AboveAgreement = 2e-6;

    /// <summary>Flags examples, before the last step; agreeing examples may or may not be flagged.</summary>
    /// <inheritdoc cref="PruneByClass.Flag"/>
    public static bool[] Flag(
        LabelledRows rows, RowScan scan, ClassRows classRows, long[,] pruneCounts, LabelErrorOptions options)
    {
        var flagged = new bool[rows.Count];
        Parallel.For(
            0, rows.Classes, new ParallelOptions { MaxDegreeOfParallelism = rows.Threads },
            () => new double[rows.Classes],
            (k, _, scratch) =>
            {
                var members = classRows.Of(k);
                if (members.Length <= options.KeptPerClass) return scratch;
                if (options.Semantics == Semantics.Release101)
                    FlagAsRelease101(rows, scan, members, k, pruneCounts, flagged);
                else FlagClass(rows, scan, members, k, pruneCounts, flagged, scratch);
                return scratch;
            },
            _ => { });
        return flagged;
    }

    private static void FlagClass(
        LabelledRows rows, RowScan scan, ReadOnlySpan<int> members, int k, long[,] pruneCounts, bool[] flagged,
            double[] scratch)
    {
        var largest = new LargestMargins(pruneCounts, k, members.Length, AboveAgreement);
        foreach (var i in members)
        {
            if (!scan.Agrees[i]) AddMargins(rows.Row(i, scratch), scan.SelfConfidence[i], i, largest);
        }

        var unfilled = largest.Unfilled();
        foreach (var j in unfilled) largest.Clear(j);
        foreach (var i in unfilled.Length == 0 ? [] : members)
        {
            foreach (var j in unfilled)
            {
                var margin = rows.At(i, j) - scan.SelfConfidence[i];
                if (margin >= largest.Floor[j]) largest.Add(j, margin, i);
            }
        }

        largest.Mark(flagged);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddMargins(ReadOnlySpan<double> row, double self, int i, LargestMargins largest)
    {
        ref var p = ref MemoryMarshal.GetReference(row);
        ref var floor = ref MemoryMarshal.GetReference(largest.Floor);
        var (j, selves) = (0, Vector512.Create(self));
        for (; j <= row.Length - Vector512<double>.Count; j += Vector512<double>.Count)
        {
            var margins = Vector512.LoadUnsafe(ref p, (nuint)j) - selves;
            var hits = Vector512.GreaterThanOrEqual(
                margins, Vector512.LoadUnsafe(ref floor, (nuint)j)).ExtractMostSignificantBits();
            for (; hits != 0; hits &= hits - 1)
            {
                var hit = j + BitOperations.TrailingZeroCount(hits);
                largest.Add(hit, row[hit] - self, i);
            }
        }

        for (; j < row.Length; j++)
        {
            if (row[j] - self >= largest.Floor[j]) largest.Add(j, row[j] - self, i);
        }
    }

    /// <summary>1.0.1 flags all margins at or above the M[j, k]-th largest, so ties add examples.</summary>
    private static void FlagAsRelease101(
        LabelledRows rows, RowScan scan, ReadOnlySpan<int> members, int k, long[,] pruneCounts, bool[] flagged)
    {
        var margins = new double[members.Length];
        for (var j = 0; j < rows.Classes; j++)
        {
            var count = (int)Math.Min(pruneCounts[j, k], members.Length);
            if (j == k || count < 1) continue;
            for (var n = 0; n < margins.Length; n++) margins[n] =
                scan.SelfConfidence[members[n]] - rows.At(members[n], j);
            var keys = margins.ToArray();                              // negative margins: smallest first
            Ranking.SelectSmallest(keys, members.ToArray(), count);
            for (var n = 0; n < margins.Length; n++) flagged[members[n]] |= margins[n] <= keys[count - 1];
        }
    }
}
