namespace NotebookKit.Kernel.Notebook;

/// <summary>The .dib format of .NET Interactive: text in which each cell begins with #! and its language on a line of
/// its own; #!meta is for tools.</summary>
internal static class Dib
{
    /// <summary>Extension of such files.</summary>
    public const string Extension = ".dib";

    private const string Mark = "#!", Meta = "meta", Default = "csharp";

    /// <summary>The cells, with their language in lower case and without the line that names it.</summary>
    /// <param name="text">The text of a .dib file.</param>
    public static IEnumerable<(string Language, string Source)> Cells(string text)
    {
        var (language, lines) = (Default, new List<string>());
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append(Mark + Meta))
        {
            var name = line.StartsWith(Mark, StringComparison.Ordinal)
                ? line[Mark.Length..].Trim().ToLowerInvariant() : "";
            if (name != Meta && !CellLanguage.IsKnown(name))
            {
                lines.Add(line);
                continue;
            }

            var source = string.Join('\n', lines).Trim('\n');
            if (language != Meta && !string.IsNullOrWhiteSpace(source))
            {
                yield return (language, source);
            }

            (language, lines) = (name, []);
        }
    }

    /// <summary>A text as a notebook: Markdown becomes Markdown cells, other languages are noted at their
    /// cells.</summary>
    /// <param name="text">The text of a .dib file.</param>
    /// <param name="name">How messages name it.</param>
    public static NotebookDocument Notebook(string text, string name) =>
        NotebookDocument.Of(Cells(text).Select(c => (c.Language, (IReadOnlyList<string>)[], c.Source)), name);

    /// <summary>A notebook as text, without tags and outputs; a raw cell has no place in it.</summary>
    /// <param name="notebook">The notebook.</param>
    public static string Print(NotebookDocument notebook) => string.Join(
        '\n', notebook.Cells.Where(c => c.Kind != "raw" && !string.IsNullOrWhiteSpace(c.Source)).Select(c =>
            $"{Mark}{CellLanguage.OfCell(c, Default)}\n\n{CellLanguage.BareSource(c).Trim('\n')}\n"));
}
