using System.Text.RegularExpressions;

namespace NotebookKit.Kernel.Notebook;

/// <summary>A C# script as a notebook, in the percent format of many editors: a line "// %%" begins a cell, "// %%
/// [markdown]" one whose lines are comments. A script without such lines is one cell. Any C# script tool can run
/// it.</summary>
internal static partial class Csx
{
    /// <summary>Extension of such files.</summary>
    public const string Extension = ".csx";

    private const string CSharp = "csharp", Comment = "//";

    /// <summary>A text as a notebook.</summary>
    /// <param name="text">The text of a .csx file.</param>
    /// <param name="name">How messages name it.</param>
    public static NotebookDocument Notebook(string text, string name) => NotebookDocument.Of(Cells(text), name);

    /// <summary>A notebook as text; cells in other languages than C# as comments, without outputs.</summary>
    /// <param name="notebook">The notebook.</param>
    public static string Print(NotebookDocument notebook) =>
        string.Join('\n', notebook.Cells.Where(c => !string.IsNullOrWhiteSpace(c.Source)).Select(Print));

    private static string Print(NotebookCell cell)
    {
        var language = CellLanguage.OfCell(cell, CSharp);
        var code = CellLanguage.BareSource(cell).Trim('\n');
        var tags = string.Join(", ", cell.Tags.Select(t => $"\"{t}\""));
        return $"{Comment} %%{(language == CSharp ? "" : $" [{language}]")}{(tags.Length == 0 ? "" : $" tags=[{tags}]")}\n"
            + (language == CSharp ? code : string.Join('\n', code.Split('\n').Select(l => $"{Comment} {l}".TrimEnd())))
            + "\n";
    }

    private static IEnumerable<(string Language, IReadOnlyList<string> Tags, string Source)> Cells(string text)
    {
        var (language, tags, lines) = (CSharp, Array.Empty<string>(), new List<string>());
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (Start().Match(line) is not { Success: true } start)
            {
                lines.Add(line);
                continue;
            }

            if (Source() is { Length: > 0 } before)
            {
                yield return (language, tags, before);
            }

            language = start.Groups["language"] is { Success: true, Value: var named } ? named.ToLowerInvariant()
                : CSharp;
            tags = [.. Tag().Matches(start.Groups["tags"].Value).Select(t => t.Groups[1].Value)];
            lines = [];
        }

        if (Source() is { Length: > 0 } last)
        {
            yield return (language, tags, last);
        }

        string Source() => string.Join(
            '\n', CellLanguage.IsCSharp(language) ? lines : lines.Select(Uncommented)).Trim('\n');
    }

    private static string Uncommented(string line) =>
        line.StartsWith(Comment + " ", StringComparison.Ordinal) ? line[3..]
        : line.StartsWith(Comment, StringComparison.Ordinal) ? line[2..] : line;

    [GeneratedRegex(@"^//\s?%%(?:\s+\[(?<language>[\w#+-]+)\])?(?:\s+tags=\[(?<tags>[^\]]*)\])?.*$")]
    private static partial Regex Start();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Tag();
}
