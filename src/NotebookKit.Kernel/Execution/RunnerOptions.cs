using System.Reflection;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Hosting;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Packages;

namespace NotebookKit.Kernel.Execution;

/// <summary>What to run and how.</summary>
public sealed record RunnerOptions
{
    /// <summary>The notebook file; it is read, never written.</summary>
    public required string NotebookPath { get; init; }

    /// <summary>The folder for NAME.ipynb, NAME.html and what the cells write; made when missing.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>The folder given by --data; null when none was given.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Values for parameters, by name, as the user wrote them.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Assemblies that cells may use; what these need comes along.</summary>
    public IReadOnlyList<Assembly> References { get; init; } = [];

    /// <summary>Namespaces (or "static X" for a type) that cells see without a using line.</summary>
    public IReadOnlyList<string> Usings { get; init; } = [];

    /// <summary>Packages that cells may ask for and that are answered without a source.</summary>
    public IReadOnlyList<BuiltInPackage> BuiltInPackages { get; init; } = [];

    /// <summary>Longest time of one cell; null for no limit.</summary>
    public TimeSpan? CellTimeout { get; init; }

    /// <summary>Longest time of the whole run; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the run goes on behind a cell that fails; its exit code says so nevertheless.</summary>
    public bool AllowErrors { get; init; }

    /// <summary>The last code cell to run, counted from 1; null for all.</summary>
    public int? StopAt { get; init; }

    /// <summary>Answers to what cells ask, by the words of the question without a colon or question mark at their
    /// end.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is written beside the executed notebook.</summary>
    public RunFormat Format { get; init; } = RunFormat.Html;

    /// <summary>The folder in which the cells work; null for that of the process.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether each cell's metadata tell when it began and ended.</summary>
    public bool StoreTimes { get; init; }

    /// <summary>How often the notebook is written while it runs; zero for before each cell.</summary>
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Keeps the name of the running cell for whoever watches this process; may be null.</summary>
    public CrashNote? Note { get; init; }

    /// <summary>How long an interrupted cell may take to end, for example to save its state.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether cells in other languages than C# are left out; otherwise nothing runs when there is
    /// one.</summary>
    public bool SkipOtherLanguages { get; init; }

    /// <summary>Is told what happens while it happens; may be null.</summary>
    public IRunObserver? Observer { get; init; }
}

/// <summary>Follows a run. What it prints goes to the real console, not into the notebook. Calls may come from any
/// thread,
/// one at a time.</summary>
public interface IRunObserver
{
    /// <summary>A cell begins.</summary>
    /// <param name="number">Number of the code cell, from 1, as in In[number].</param>
    /// <param name="total">Code cells in all.</param>
    /// <param name="title">Its first line of code.</param>
    void CellStarted(int number, int total, string title);

    /// <summary>A cell ended.</summary>
    /// <param name="number">Number of the code cell.</param>
    /// <param name="total">Code cells in all.</param>
    /// <param name="time">How long it ran.</param>
    /// <param name="error">Why it failed; null when it did not.</param>
    void CellFinished(int number, int total, TimeSpan time, CellError? error);

    /// <summary>A cell wrote to a standard stream.</summary>
    /// <param name="name">stdout or stderr.</param>
    /// <param name="text">The text.</param>
    void Stream(string name, string text);

    /// <summary>A cell showed or updated an output, or had a result; progress is recognised by
    /// <see cref="ProgressState.Of"/>.</summary>
    /// <param name="bundle">Its forms.</param>
    /// <param name="displayId">Its id.</param>
    void Displayed(MimeBundle bundle, string displayId);
}

/// <summary>How a run ended.</summary>
/// <param name="ExitCode">See <see cref="ExitCodes"/>.</param>
/// <param name="Message">Why it did not end well; null when it did.</param>
/// <param name="NotebookPath">The executed notebook, complete or partial; null when nothing could be run or
/// written.</param>
/// <param name="ReportPath">The page or report beside it; null when there is none.</param>
/// <param name="Failure">The cell that ended the run, or the first that failed; null when none did.</param>
public sealed record RunOutcome(
    int ExitCode, string? Message = null, string? NotebookPath = null, string? ReportPath = null,
    FailedCell? Failure = null);

/// <summary>What a run writes beside the executed notebook.</summary>
public enum RunFormat
{
    /// <summary>A self-contained page.</summary>
    Html,

    /// <summary>The same as Markdown.</summary>
    Markdown,

    /// <summary>A test report as Visual Studio and Azure read it, with a test for each cell.</summary>
    Trx,

    /// <summary>A test report as most build servers read it, with a test for each cell.</summary>
    JUnit,

    /// <summary>Nothing.</summary>
    Ipynb,
}

/// <summary>A cell that failed.</summary>
/// <param name="Number">Number of the code cell, from 1, as in In[number].</param>
/// <param name="Id">Its id.</param>
/// <param name="Error">Why; with line, message and traceback.</param>
public sealed record FailedCell(int Number, string Id, CellError Error);

/// <summary>Exit codes of a run.</summary>
public static class ExitCodes
{
    /// <summary>All cells ran.</summary>
    public const int Ok = 0;

    /// <summary>A cell failed.</summary>
    public const int CellFailed = 1;

    /// <summary>The request or a file is wrong; no cell ran, or a result could not be written.</summary>
    public const int Usage = 2;

    /// <summary>A cell, or the run, took too long.</summary>
    public const int Timeout = 3;

    /// <summary>The process that ran the cells ended in the middle of one.</summary>
    public const int KernelDied = 4;

    /// <summary>The user interrupted the run.</summary>
    public const int Interrupted = 130;
}
