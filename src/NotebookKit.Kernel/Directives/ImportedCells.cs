using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Directives;

/// <summary>The cells of a file that another cell imports, each in the form of a C# cell.</summary>
internal static class ImportedCells
{
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
            _ when NotebookDocument.IsNotebook(path) => NotebookDocument.Read(path).Cells.Where(c => c.IsCode)
                .Select(CellLanguage.SourceOf).ToList(),
            ".cs" => [File.ReadAllText(path)],
            ".html" => [CellLanguage.Source("html", File.ReadAllText(path))],
            ".js" => [CellLanguage.Source("javascript", File.ReadAllText(path))],
            ".md" => [CellLanguage.Source("markdown", File.ReadAllText(path))],
            var kind => throw new DirectiveException(
                $"#!import reads .ipynb, .dib, .cs, .csx, .html, .js and .md files, but {name} is a '{kind}' file."),
        };
        return
        [
            .. cells.Where(c => !string.IsNullOrWhiteSpace(c)).Select((c, i) =>
                new CellSource(cells.Count == 1 ? name : $"{name}[{i + 1}]", c)),
        ];
    }
}
