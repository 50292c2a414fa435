using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Directives;

/// <summary>The cells of a file that another cell imports, each in the form of a C# cell.</summary>
internal static class ImportedCells
{
    private static readonly string[] Texts = ["markdown", "html", "javascript", "mermaid"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">Full path.</param>
    /// <returns>Cells named by file and number.</returns>
    /// <exception cref="DirectiveException">Files of its kind are not imported.</exception>
    /// <exception cref="UsageException">It is no notebook.</exception>
    public static IReadOnlyList<CellSource> Of(string path)
    {
        var name = Path.GetFileName(path);
        var cells = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".ipynb" => Ipynb.Read(path).Cells.Where(c => c.IsCode)
                .Select(c => InLanguage(CellLanguage.Of(c) ?? "csharp", c.Source)).ToList(),
            ".dib" => [.. Dib(File.ReadAllText(path))],
            ".cs" or ".csx" => [File.ReadAllText(path)],
            ".html" => [InLanguage("html", File.ReadAllText(path))],
            ".js" => [InLanguage("javascript", File.ReadAllText(path))],
            ".md" => [InLanguage("markdown", File.ReadAllText(path))],
            var kind => throw new DirectiveException(
                $"#!import reads .ipynb, .dib, .cs, .csx, .html, .js and .md files, but {name} is a '{kind}' file."),
        };
        return
        [
            .. cells.Where(c => !string.IsNullOrWhiteSpace(c)).Select((c, i) =>
                new CellSource(cells.Count == 1 ? name : $"{name}[{i + 1}]", c)),
        ];
    }

    /// <summary>A cell as a C# cell: text in another language gets its directive.</summary>
    private static string InLanguage(string language, string source) =>
        language is "csharp" or "c#" or "cs" || source.TrimStart().StartsWith("#!", StringComparison.Ordinal)
            ? source : $"#!{language}\n{source}";

    /// <summary>The cells of a .dib file: each begins with #! and its language on a line; #!meta is for tools and
    /// Markdown for readers.</summary>
    private static IEnumerable<string> Dib(string text)
    {
        var (language, lines) = ("csharp", new List<string>());
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append("#!meta"))
        {
            var name = line.StartsWith("#!", StringComparison.Ordinal) ? line[2..].Trim().ToLowerInvariant() : "";
            if (name is not ("meta" or "csharp" or "c#") && !Texts.Contains(name)
                && !DirectiveCatalogue.OtherLanguages.Contains(name))
            {
                lines.Add(line);
                continue;
            }

            if (language is not ("meta" or "markdown"))
            {
                yield return InLanguage(language, string.Join('\n', lines).Trim('\n'));
            }

            (language, lines) = (name, []);
        }
    }
}
