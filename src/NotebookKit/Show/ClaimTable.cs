using NotebookKit.Runs;

namespace NotebookKit.Show;

/// <summary>
/// The table that a notebook ends with: the paper's figure, the figure measured here, its interval over seeds, the
/// bound,
/// whether it holds, and the data it was measured on. A claim that fails is shown failing.
/// </summary>
public static class ClaimTable
{
    private const string NoWrap = "nk-nowrap";

    /// <summary>Draws claims in their order.</summary>
    /// <param name="claims">The claims of a run.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <param name="command">The command that measures them again, or null.</param>
    /// <returns>The figure. Where the paper's figure is in per cent, ours is too.</returns>
    public static Figure Draw(
        IReadOnlyList<Claim> claims, string caption = "Claims: the paper's figures and ours", string? command = null)
    {
        if (claims.Count == 0)
        {
            return Figure.Message(caption, "Nothing to show: the run has no claim.");
        }

        var asserted = claims.Where(c => c.Asserted).ToArray();
        var failing = asserted.Where(c => c.Holds == false).Select(c => c.Name).ToArray();
        var summary = $"{asserted.Length - failing.Length} of {asserted.Length} asserted claims hold" +
                      (failing.Length > 0 ? $"; failing: {string.Join(", ", failing)}." : ".");
        var figure = Table.Draw(
            ["Claim", "Paper", "Here", "95 % interval", "Seeds", "Bound", "Holds", "Data"],
            [.. claims.Select(Row)],
            caption,
            $"Table of {claims.Count} claims, the paper's figure beside ours. {summary}").WithNote(summary);
        return command is null ? figure : figure.WithNote($"Measure again: {command}");
    }

    private static TableCell[] Row(Claim claim)
    {
        var percent = claim.Paper?.TrimEnd().EndsWith('%') == true;
        var source = claim.PaperSource is null ? "" : $" ({claim.PaperSource})";
        var paper = claim.Paper is null ? "–" : claim.Paper + source;
        return
        [
            new(claim.Name),
            new(paper),
            new(Value(claim.Here, percent), Numbers.Exact(claim.Here)),
            new(Interval(claim, percent), Class: NoWrap),
            TableCell.Of(claim.HerePerSeed.Length, null),
            new(Bound(claim.Bound, percent), Class: NoWrap),
            Holds(claim),
            new(claim.Data.StandIn ? $"{claim.Data.Id} (stand-in)" : claim.Data.Id, Class: NoWrap),
        ];
    }

    private static TableCell Holds(Claim claim) => (claim.Holds, claim.Asserted) switch
    {
        (null, _) => new("shown only", Class: Theme.Dim),
        (true, true) => new("holds"),
        (false, true) => new("FAILS", Class: "nk-fails"),
        (true, false) => new("holds, not asserted", Class: Theme.Dim),
        (false, false) => new("does not hold, not asserted", Class: "nk-fails"),
    };

    private static string Interval(Claim claim, bool percent) => claim is { Low: { } low, High: { } high }
        ? $"{Value(low, percent)} to {Value(high, percent)}"
        : "–";

    private static string Bound(ClaimBound? bound, bool percent) => bound switch
    {
        null => "–",
        { Low: { } low, High: { } high } => $"{Limit(low, percent)} to {Limit(high, percent)}",
        { Low: { } low } => $"≥ {Limit(low, percent)}",
        _ => $"≤ {Limit(bound.High!.Value, percent)}",
    };

    private static string Value(double value, bool percent) =>
        percent ? Numbers.Format(100 * value, "0.00") + " %" : Numbers.Format(value, "0.000");

    private static string Limit(double value, bool percent) =>
        percent ? Numbers.Format(100 * value, "0.##") + " %" : Numbers.Format(value, "0.####");
}
