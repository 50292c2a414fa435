using NotebookKit.Interactive;
using NotebookKit.Kernel.Export;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Execution;

/// <summary>The files that a run leaves.</summary>
/// <param name="Name">The notebook's name.</param>
/// <param name="Directory">Full path of their folder.</param>
/// <param name="Format">What stands beside the notebook.</param>
internal sealed record OutputFiles(string Name, string Directory, RunFormat Format)
{
    public string NotebookPath => Path.Combine(Directory, Name + ".ipynb");

    /// <summary>The page or report; null when the notebook stands alone.</summary>
    public string? ReportPath => Format switch
    {
        RunFormat.Html => Path.Combine(Directory, Name + ".html"),
        RunFormat.Markdown => Path.Combine(Directory, Name + ".md"),
        RunFormat.Trx => Path.Combine(Directory, Name + ".trx"),
        RunFormat.JUnit => Path.Combine(Directory, Name + ".junit.xml"),
        _ => null,
    };

    /// <summary>Makes the folder.</summary>
    /// <exception cref="UsageException">The folder cannot be made, or the results would replace the notebook
    /// itself.</exception>
    public static OutputFiles For(string notebookPath, string directory, RunFormat format)
    {
        var name = Path.GetFileNameWithoutExtension(notebookPath);
        if (Path.GetFullPath(notebookPath) == Path.Combine(Path.GetFullPath(directory), name + ".ipynb"))
        {
            throw new UsageException(
                $"The results of {name} would replace {notebookPath}; give another output folder.");
        }

        try
        {
            return new OutputFiles(name, System.IO.Directory.CreateDirectory(directory).FullName, format);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot make the output folder {directory}: {error.Message}", error);
        }
    }

    public void Write(NotebookDocument notebook, IReadOnlyList<CellReport> cells, FailedCell? failure)
    {
        WriteNotebook(notebook);
        if (ReportPath is { } path)
        {
            AtomicFile.Write(path, Format switch
            {
                RunFormat.Html => HtmlExport.Page(notebook, Name, failure?.Id),
                RunFormat.Markdown => MarkdownExport.Text(notebook),
                RunFormat.Trx => TestReport.Trx(Name, cells),
                _ => TestReport.JUnit(Name, cells),
            });
        }
    }

    public void WriteNotebook(NotebookDocument notebook) => AtomicFile.Write(NotebookPath, Ipynb.Print(notebook));
}
