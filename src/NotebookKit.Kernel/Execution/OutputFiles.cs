using NotebookKit.Interactive;
using NotebookKit.Kernel.Export;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Execution;

/// <summary>The files that a run leaves.</summary>
/// <param name="Name">The notebook's name.</param>
/// <param name="Directory">Full path of their folder.</param>
internal sealed record OutputFiles(string Name, string Directory)
{
    public string NotebookPath => Path.Combine(Directory, Name + ".ipynb");

    public string HtmlPath => Path.Combine(Directory, Name + ".html");

    /// <summary>Makes the folder.</summary>
    /// <exception cref="UsageException">The folder cannot be made, or the results would replace the notebook
    /// itself.</exception>
    public static OutputFiles For(string notebookPath, string directory)
    {
        var name = Path.GetFileNameWithoutExtension(notebookPath);
        if (Path.GetFullPath(notebookPath) == Path.Combine(Path.GetFullPath(directory), name + ".ipynb"))
        {
            throw new UsageException(
                $"The results of {name} would replace {notebookPath}; give another output folder.");
        }

        try
        {
            return new OutputFiles(name, System.IO.Directory.CreateDirectory(directory).FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot make the output folder {directory}: {error.Message}", error);
        }
    }

    public void Write(NotebookDocument notebook, FailedCell? failure)
    {
        WriteNotebook(notebook);
        AtomicFile.Write(HtmlPath, HtmlExport.Page(notebook, Name, failure?.Id));
    }

    public void WriteNotebook(NotebookDocument notebook) => AtomicFile.Write(NotebookPath, Ipynb.Print(notebook));
}
