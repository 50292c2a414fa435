using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Execution;

/// <summary>Compares the outputs of a run with those that a notebook file holds: streams, errors, and the text of each
/// display with the list of its forms. Pictures and markup are not compared: their text says the same. Progress, which
/// tells times, is left out.</summary>
public static partial class OutputComparison
{
    /// <summary>Tag of a cell whose outputs may differ; other tools know it too.</summary>
    public const string IgnoreTag = "nbval-ignore-output";

    /// <summary>Compares cell by cell.</summary>
    /// <param name="stored">The notebook with the outputs as they should be.</param>
    /// <param name="executed">The same notebook after a run; cells that the run put in are left out.</param>
    /// <param name="tolerance">How far two numbers in a text may lie apart, as a share of the larger one.</param>
    /// <returns>For each code cell with a text and without the tag, its number and what differs; null for the
    /// same.</returns>
    public static IReadOnlyList<(int Number, string? Difference)> Of(
        NotebookDocument stored, NotebookDocument executed, double tolerance)
    {
        var ran = executed.Cells.ToDictionary(c => c.Id, StringComparer.Ordinal);
        return
        [
            .. stored.Cells.Where(c => c.IsCode && !string.IsNullOrWhiteSpace(c.Source) && CellLanguage.IsRun(c))
                .Select((cell, i) => (Number: i + 1, Cell: cell))
                .Where(c => !c.Cell.Tags.Contains(IgnoreTag))
                .Select(c => (c.Number, ran.TryGetValue(c.Cell.Id, out var other)
                    ? Difference(Comparable(c.Cell), Comparable(other), tolerance)
                    : "the run has no such cell")),
        ];
    }

    /// <summary>Whether two texts are the same, numbers within a tolerance.</summary>
    /// <param name="one">A text.</param>
    /// <param name="other">Another.</param>
    /// <param name="tolerance">As a share of the larger number.</param>
    internal static bool Same(string one, string other, double tolerance)
    {
        if (one == other)
        {
            return true;
        }

        var (numbers, others) = (Number().Matches(one), Number().Matches(other));
        return Words(one) == Words(other)
            && numbers.Zip(others).All(pair => Close(pair.First.Value, pair.Second.Value, tolerance));
    }

    /// <summary>What stands between the numbers; a column may be wider for another number.</summary>
    private static string Words(string text) => Blanks().Replace(Number().Replace(text, "0"), " ");

    private static bool Close(string one, string other, double tolerance)
    {
        var (a, b) = (
            double.Parse(one, CultureInfo.InvariantCulture), double.Parse(other, CultureInfo.InvariantCulture));
        return a.Equals(b) || Math.Abs(a - b) <= tolerance * Math.Max(Math.Abs(a), Math.Abs(b));
    }

    private static string? Difference(
        List<(string What, string Text)> stored, List<(string What, string Text)> now, double tolerance)
    {
        if (!stored.Select(o => o.What).SequenceEqual(now.Select(o => o.What), StringComparer.Ordinal))
        {
            return $"the file has {List(stored)}, the run gave {List(now)}";
        }

        foreach (var (index, (before, after)) in stored.Zip(now).Index())
        {
            if (!Same(before.Text, after.Text, tolerance))
            {
                var line = before.Text.Split('\n').Zip(after.Text.Split('\n'))
                    .FirstOrDefault(l => !Same(l.First, l.Second, tolerance));
                return $"output {index + 1} ({before.What}): the file has '{line.First ?? before.Text}', "
                    + $"the run gave '{line.Second ?? after.Text}'";
            }
        }

        return null;
    }

    private static string List(List<(string What, string Text)> outputs) =>
        outputs.Count == 0 ? "no output" : string.Join(", ", outputs.Select(o => o.What));

    private static List<(string What, string Text)> Comparable(NotebookCell cell)
    {
        var all = new List<(string What, string Text)>();
        foreach (var output in cell.Outputs.OfType<JsonObject>().Where(o => !IsProgress(o)))
        {
            var kind = Ipynb.TextIn(output, "output_type");
            var data = output["data"] as JsonObject ?? [];
            var (what, text) = kind switch
            {
                "stream" => (Ipynb.TextIn(output, "name"), Ipynb.TextIn(output, "text")),
                "error" => ("error", $"{Ipynb.TextIn(output, "ename")}: {Ipynb.TextIn(output, "evalue")}"),
                _ => ($"{kind} as {string.Join(" and ", data.Select(d => d.Key).Order(StringComparer.Ordinal))}",
                    Ipynb.TextIn(data, MimeTypes.PlainText)),
            };
            if (all.Count > 0 && kind == "stream" && all[^1].What == what)
            {
                all[^1] = (what, all[^1].Text + text);      // other front ends store each message by itself
            }
            else
            {
                all.Add((what, text));
            }
        }

        return all;
    }

    private static bool IsProgress(JsonObject output) =>
        output["metadata"] is JsonObject metadata && ProgressState.IsIn(metadata);

    [GeneratedRegex(@"(?<![\w.])[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?!\w)")]
    private static partial Regex Number();

    [GeneratedRegex("[ \t]+")]
    private static partial Regex Blanks();
}
