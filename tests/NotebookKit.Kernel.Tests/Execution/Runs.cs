using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Tests.Execution;

/// <summary>A folder with a notebook made of code cells; runs it and reads the results.</summary>
internal sealed class NotebookInFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nk-run");

    public NotebookInFolder(params string[] cells)
        : this([.. cells.Select((code, i) => NotebookCell.NewCode($"c{i + 1}", code))])
    {
    }

    public NotebookInFolder(List<NotebookCell> cells) => AtomicFile.Write(SourcePath, Ipynb.Print(new NotebookDocument([], cells)));

    public string SourcePath => Path.Combine(folder.FullName, "sample.ipynb");

    public string OutputDirectory => Path.Combine(folder.FullName, "out");

    public RunnerOptions Options => new() { NotebookPath = SourcePath, OutputDirectory = OutputDirectory };

    public NotebookDocument Executed => Ipynb.Read(Path.Combine(OutputDirectory, "sample.ipynb"));

    public string Page => File.ReadAllText(Path.Combine(OutputDirectory, "sample.html"));

    public string OutputOf(int cell) => Executed.Cells[cell - 1].Outputs.ToJsonString();

    public void Dispose() => folder.Delete(recursive: true);
}

/// <summary>Keeps what happens as lines, and calls back when a cell begins.</summary>
internal sealed class RecordingObserver(Action<int>? started = null) : IRunObserver
{
    public List<string> Lines { get; } = [];

    public void CellStarted(int number, int total, string title)
    {
        Lines.Add($"start {number}/{total} {title}");
        started?.Invoke(number);
    }

    public void CellFinished(int number, int total, TimeSpan time, CellError? error) => Lines.Add($"end {number} {error?.Name}");

    public void Stream(string name, string text)
    {
        Console.Write("");      // printing here must not come back as output of the cell
        Lines.Add($"{name} {text.TrimEnd()}");
    }

    public void Displayed(MimeBundle bundle, string displayId) => Lines.Add($"display {bundle.Text}");
}
