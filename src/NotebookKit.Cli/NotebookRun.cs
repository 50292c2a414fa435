using NotebookKit.Kernel.Execution;
using NotebookKit.Runs;

namespace NotebookKit.Cli;

/// <summary>One run of a notebook in this process, with the kit at hand, followed on the terminal.</summary>
/// <param name="options">What to run; the kit's references are added.</param>
internal sealed class NotebookRun(RunnerOptions options)
{
    private readonly string metrics = Path.Combine(options.OutputDirectory, RunMetrics.FileName);

    /// <summary>True to print errors and result paths only.</summary>
    public bool Quiet { get; init; }

    /// <summary>Path of the metrics that this run wrote; null before it, and when it wrote none.</summary>
    public string? MetricsPath { get; private set; }

    /// <summary>The same options, with what cells of the kit may use.</summary>
    /// <param name="options">What to run.</param>
    public static RunnerOptions WithKit(RunnerOptions options) => options with
    {
        References = KitReferences.Assemblies,
        Usings = KitReferences.Usings,
        BuiltInPackages = KitReferences.BuiltInPackages,
    };

    /// <summary>Runs the notebook and prints where the results are.</summary>
    /// <param name="terminal">Where to print.</param>
    /// <param name="interrupt">Stops the running cell; what has run is written.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="IOException">The results could not be written.</exception>
    public RunOutcome Start(Terminal terminal, CancellationToken interrupt)
    {
        var before = LastWrite();
        var display = new RunDisplay(terminal, Quiet);
        var outcome = NotebookRunner.Run(WithKit(options) with { Observer = display }, interrupt);
        MetricsPath = LastWrite() != before ? metrics : null;
        display.Close(outcome, MetricsPath);
        return outcome;
    }

    /// <summary>When metrics.json was written last, so that an older run's is not taken for this one's.</summary>
    private DateTime? LastWrite() => File.Exists(metrics) ? File.GetLastWriteTimeUtc(metrics) : null;
}
