using NotebookKit.Kernel.Execution;
using NotebookKit.Runs;

namespace NotebookKit.Cli;

/// <summary>One run of a notebook, followed on the terminal.</summary>
/// <param name="notebook">Full path of the notebook.</param>
/// <param name="output">Full path of the folder for the results.</param>
internal sealed class NotebookRun(string notebook, string output)
{
    private readonly string metrics = Path.Combine(output, RunMetrics.FileName);

    /// <summary>Values of parameters, as the user wrote them.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Full path of the folder given by --data; null when none was.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The longest time of one cell; null for no limit.</summary>
    public TimeSpan? CellTimeout { get; init; }

    /// <summary>Whether cells in other languages are left out.</summary>
    public bool SkipOtherLanguages { get; init; }

    /// <summary>True to print errors and result paths only.</summary>
    public bool Quiet { get; init; }

    /// <summary>Path of the metrics that this run wrote; null before it, and when it wrote none.</summary>
    public string? MetricsPath { get; private set; }

    /// <summary>Runs the notebook and prints where the results are.</summary>
    /// <param name="terminal">Where to print.</param>
    /// <param name="interrupt">Stops the running cell; what has run is written.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="IOException">The results could not be written.</exception>
    public RunOutcome Start(Terminal terminal, CancellationToken interrupt)
    {
        var before = LastWrite();
        var display = new RunDisplay(terminal, Quiet);
        var outcome = NotebookRunner.Run(
            new RunnerOptions
            {
                NotebookPath = notebook,
                OutputDirectory = output,
                DataDirectory = DataDirectory,
                Parameters = Parameters,
                References = KitReferences.Assemblies,
                Usings = KitReferences.Usings,
                BuiltInPackages = KitReferences.BuiltInPackages,
                CellTimeout = CellTimeout,
                SkipOtherLanguages = SkipOtherLanguages,
                Observer = display,
            },
            interrupt);
        MetricsPath = LastWrite() != before ? metrics : null;
        display.Close(outcome, MetricsPath);
        return outcome;
    }

    /// <summary>When metrics.json was written last, so that an older run's is not taken for this one's.</summary>
    private DateTime? LastWrite() => File.Exists(metrics) ? File.GetLastWriteTimeUtc(metrics) : null;
}
