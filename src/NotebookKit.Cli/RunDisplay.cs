using System.Diagnostics;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Language;
using NotebookKit.Runs;
using Spectre.Console;

namespace NotebookKit.Cli;

/// <summary>Follows a run on the terminal: one line per cell with its time, progress redrawn in place (in a log one line
/// per 10 %), and at the end the claims and where the results are.</summary>
/// <param name="terminal">Where to print.</param>
/// <param name="quiet">True to print errors and result paths only.</param>
internal sealed class RunDisplay(Terminal terminal, bool quiet) : IRunObserver
{
    private const int TitleWidth = 80;

    private readonly ProgressLines log = new(terminal.Output, redraw: false);
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private string title = "";

    /// <inheritdoc/>
    public void CellStarted(int number, int total, string title)
    {
        this.title = title.Length > TitleWidth ? string.Concat(title.AsSpan(0, TitleWidth - 3), "...") : title;
        if (!quiet)
        {
            terminal.Redraw($"{Place(number, total)}           {this.title}");
        }
    }

    /// <inheritdoc/>
    public void CellFinished(int number, int total, TimeSpan time, CellError? error)
    {
        if (!quiet)
        {
            var failure = error is null ? "" : $"  <- {error.Name}: {error.Message.Split('\n')[0]}";
            terminal.Line($"{Place(number, total)} {time.TotalSeconds,7:F1} s  {title}{failure}");
        }
    }

    /// <summary>Does nothing: the text is in the notebook.</summary>
    /// <param name="name">stdout or stderr.</param>
    /// <param name="text">The text.</param>
    public void Stream(string name, string text)
    {
    }

    /// <inheritdoc/>
    public void Displayed(MimeBundle bundle, string displayId)
    {
        if (quiet || ProgressState.Of(bundle) is not { } progress)
        {
            return;
        }

        if (!terminal.Live)
        {
            log.Show(progress, displayId);
        }
        else if (progress.Finished)
        {
            terminal.Line($"        {progress.Line}");
        }
        else
        {
            terminal.Redraw($"        {progress.Line}");
        }
    }

    /// <summary>Prints how the run ended and what it left.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="metricsPath">The metrics that it wrote; null when it wrote none.</param>
    public void Close(RunOutcome outcome, string? metricsPath)
    {
        if (metricsPath is not null && !quiet)
        {
            Claims(RunMetrics.Read(metricsPath));
        }

        IReadOnlyList<string> traceback = outcome.Failure?.Error.Traceback ?? [];
        foreach (var line in traceback)
        {
            terminal.Error(line);
        }

        if (outcome.Message is { } message && !(traceback is [var first, ..] && first == message))
        {
            terminal.Error(message);
        }

        Result(outcome.ExitCode == ExitCodes.Ok ? "notebook" : "partial notebook", outcome.NotebookPath);
        Result(Path.GetExtension(outcome.ReportPath) is ".html" ? "page" : "report", outcome.ReportPath);
        Result("metrics", metricsPath);
        if (outcome.ExitCode == ExitCodes.Ok && !quiet)
        {
            terminal.Line($"finished in {watch.Elapsed.TotalSeconds:F1} s");
        }
    }

    private void Claims(RunMetrics metrics)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("claim", "paper", "here", "95 % interval", "must be", "holds", "measured on");
        foreach (var claim in metrics.Claims)
        {
            string[] cells = PaperTable.Cells(claim);
            table.AddRow(cells.Select(cell => new Text(cell)));
        }

        if (metrics.Claims.Count > 0)
        {
            terminal.Line();
            terminal.Rich.Write(table);
        }
    }

    private void Result(string what, string? path)
    {
        if (path is not null)
        {
            terminal.Line($"{what,-17} {path}");
        }
    }

    private static string Place(int number, int total) => $"[{number.ToString().PadLeft(total.ToString().Length)}/{total}]";
}
