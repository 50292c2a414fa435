using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Export;

/// <summary>A notebook as the text of a file, in the format of its extension.</summary>
public static class NotebookConversion
{
    /// <summary>The extensions that are known.</summary>
    public static readonly IReadOnlyList<string> Extensions = [.. NotebookDocument.Extensions, ".md", ".html"];

    /// <summary>The text. Scripts and .dib files have no place for outputs.</summary>
    /// <param name="notebook">A notebook; a missing kernel is named in its metadata.</param>
    /// <param name="path">The file; it is not written.</param>
    /// <exception cref="UsageException">The extension is none of <see cref="Extensions"/>, or the notebook is not
    /// C#.</exception>
    public static string Text(NotebookDocument notebook, string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        CellLanguage.RequireCSharp(notebook, name, skipOthers: true);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            Dib.Extension => Dib.Print(notebook),
            Csx.Extension => Csx.Print(notebook),
            ".ipynb" => Ipynb.Print(notebook),
            ".md" => MarkdownExport.Text(notebook),
            ".html" => HtmlExport.Page(notebook, name),
            var other => throw new UsageException(
                $"A notebook can be written as {string.Join(", ", Extensions)}, but not as '{other}'."),
        };
    }
}
