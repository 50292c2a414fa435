namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// Prune by class (Confident Learning, section 3.2, method 3): for each class as many examples as the joint calls
/// errors, those with the smallest probability of their label.
/// </summary>
internal static class PruneByClass
{
    /// <summary>Flags examples, before the last step.</summary>
    /// <param name="rows">Labels and probabilities.</param>
    /// <param name="scan">Their scan.</param>
    /// <param name="classRows">The examples of each class.</param>
    /// <param name="pruneCounts">M, [K, K], rows = truly, columns = given.</param>
    /// <param name="options">Examples kept per class and semantics.</param>
    /// <returns>[N].</returns>
    public static bool[] Flag(
        LabelledRows rows, RowScan scan, ClassRows classRows, long[,] pruneCounts, LabelErrorOptions options)
    {
        var flagged = new bool[rows.Count];
        Parallel.For(0, rows.Classes, new ParallelOptions { MaxDegreeOfParallelism = rows.Threads }, k =>
        {
            var members = classRows.Of(k);
            if (members.Length <= options.KeptPerClass) return;
            var errors = (int)Math.Min(members.Length - pruneCounts[k, k], members.Length);
            if (errors < 1) return;

            var index = members.ToArray();
            var keys = Array.ConvertAll(index, i => scan.SelfConfidence[i]);
            if (options.Semantics == Semantics.Release101)
            {
                // 1.0.1 flags strictly below the (errors + 1)-th smallest, so ties at the border stay.
                var border = Math.Min(errors + 1, keys.Length);
                Ranking.SelectSmallest(keys, index, border);
                var cut = keys[border - 1];
                for (var n = 0; n < border; n++) flagged[index[n]] = keys[n] < cut;
            }
            else
            {
                Ranking.SelectSmallest(keys, index, errors);
                for (var n = 0; n < errors; n++) flagged[index[n]] = true;
            }
        });
        return flagged;
    }
}
