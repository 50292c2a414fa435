namespace NotebookKit.Models.LabelErrors;

/// <summary>One filter on one data set, as the crowd sees it.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Findings">What it found.</param>
/// <param name="Crowd">How many of these the crowd saw and confirmed.</param>
public sealed record FilterRow(LabelFilter Filter, LabelErrorFindings Findings, CrowdCheck Crowd);

/// <summary>All seven filters on one data set: part 1 of the experiment, which needs no training.</summary>
public sealed class FilterComparison
{
    private FilterComparison(LabelledSet set, IReadOnlyList<FilterRow> rows, double[,] overlap)
    {
        (Set, Rows, Overlap) = (set, rows, overlap);
    }

    /// <summary>The data set.</summary>
    public LabelledSet Set { get; }

    /// <summary>One row per filter, in the order of <see cref="LabelFilter"/>.</summary>
    public IReadOnlyList<FilterRow> Rows { get; }

    /// <summary>[filters, filters] Jaccard overlap of the flagged sets.</summary>
    public double[,] Overlap { get; }

    /// <summary>Runs every filter.</summary>
    /// <param name="set">A published set.</param>
    /// <param name="options">Everything but the filter; null = the defaults.</param>
    public static FilterComparison Of(LabelledSet set, LabelErrorOptions? options = null)
    {
        options ??= new LabelErrorOptions();
        var rows = new List<FilterRow>();
        foreach (var filter in Enum.GetValues<LabelFilter>())
        {
            var found = LabelErrors.Find(set.GivenLabels, set.PredProbs, options with { Filter = filter });
            rows.Add(new FilterRow(filter, found, CrowdVotes.Check(set.Votes, found.Indices)));
        }

        var overlap = new double[rows.Count, rows.Count];
        for (var a = 0; a < rows.Count; a++)
        {
            for (var b = 0; b < rows.Count; b++)
                overlap[a, b] = LabelErrorsMethod.Jaccard(rows[a].Findings.Indices, rows[b].Findings.Indices);
        }

        return new FilterComparison(set, rows, overlap);
    }

    /// <summary>Confirmed share among the first n examples that the crowd has seen, all examples ranked by a
    /// score.</summary>
    /// <param name="score">The score, lowest first.</param>
    public double[] PrecisionAtRank(LabelScore score)
    {
        var scores = LabelScores.Of(Set.GivenLabels, Set.PredProbs, score);
        return LabelErrorsMethod.PrecisionAtRank(Ranking.Ascending(scores), Set.Votes);
    }
}
