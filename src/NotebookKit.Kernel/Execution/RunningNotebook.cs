using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Execution;

/// <summary>One run of the cells of a notebook, with its limits.</summary>
internal sealed class RunningNotebook
{
    private readonly RunnerOptions options;
    private readonly List<NotebookCell> cells;
    private readonly OutputFolder folder = new();
    private readonly List<(NotebookCell Cell, OutputFolder.CellOutputs Outputs)> done = [];
    private readonly RunInputs inputs;

    private RunningNotebook(NotebookDocument notebook, RunnerOptions options)
    {
        (Notebook, this.options, inputs) = (notebook, options, new RunInputs(options.Inputs));
        cells = [.. notebook.Cells.Where(c =>
            c.IsCode && !string.IsNullOrWhiteSpace(c.Source) && CellLanguage.IsRun(c))];
        Reports = [.. cells.Select((cell, i) => new CellReport(i + 1, Title(cell), null, null))];
    }

    /// <summary>A run that begins: takes the old outputs out of the notebook.</summary>
    /// <param name="notebook">The notebook; the run writes into it.</param>
    /// <param name="options">How to run it.</param>
    public static RunningNotebook New(NotebookDocument notebook, RunnerOptions options)
    {
        notebook.ClearOutputs();
        return new RunningNotebook(notebook, options);
    }

    /// <summary>A run that another process began and did not end: the last cell that it counted failed.</summary>
    /// <param name="notebook">What it left.</param>
    /// <param name="options">How it was run.</param>
    /// <param name="how">How the process ended.</param>
    public static RunningNotebook Left(NotebookDocument notebook, RunnerOptions options, string how)
    {
        var run = new RunningNotebook(notebook, options);
        var last = run.cells.Count(c => c.ExecutionCount is not null);
        for (var number = 1; number < last; number++)
        {
            run.Reports[number - 1] = run.Reports[number - 1] with { Time = TimeSpan.Zero };
        }

        if (last > 0)
        {
            var message = $"The process of the cells ended {how} while In[{last}] ran.";
            var error = new CellError(
                CellFailure.Runtime, "KernelDied", message, null,
                [message, "What earlier cells had put out is kept; what this one had is lost."]);
            var outputs = run.folder.NewCell(last);
            outputs.Error(error);
            var cell = run.cells[last - 1];
            cell.Outputs = outputs.ToJson();
            run.Reports[last - 1] = run.Reports[last - 1] with { Time = TimeSpan.Zero, Error = error };
            run.Failure = new FailedCell(last, cell.Id, error);
        }

        return run;
    }

    /// <summary>The notebook, with the outputs so far.</summary>
    public NotebookDocument Notebook { get; }

    /// <summary>How many cells it has to run.</summary>
    public int Count => cells.Count;

    /// <summary>What became of each cell.</summary>
    public CellReport[] Reports { get; }

    /// <summary>The first cell that failed; null for none.</summary>
    public FailedCell? Failure { get; private set; }

    /// <summary>Runs the cells.</summary>
    /// <param name="runner">Runs each.</param>
    /// <param name="output">Where the notebook is written meanwhile.</param>
    /// <param name="interrupt">Stops the running cell and the run.</param>
    /// <returns>One of <see cref="ExitCodes"/>, and why it is not that of a good end.</returns>
    public (int Code, string? Message) Start(CellRunner runner, OutputFiles output, CancellationToken interrupt)
    {
        using var whole = Limited(options.Timeout, interrupt);
        var lastSave = Stopwatch.GetTimestamp();
        foreach (var (index, cell) in cells.Take(options.StopAt ?? Count).Index())
        {
            if (whole.IsCancellationRequested)
            {
                break;
            }

            cell.ExecutionCount = index + 1;
            if (Stopwatch.GetElapsedTime(lastSave) >= options.SaveInterval)
            {
                output.WriteNotebook(Notebook);         // a crash in native code loses one cell, not the run
                lastSave = Stopwatch.GetTimestamp();
            }

            if (Run(cell, index + 1, runner, whole.Token) is { } error)
            {
                var failed = new FailedCell(index + 1, cell.Id, error);
                Failure ??= failed;
                if (error.Failure == CellFailure.Interrupted)
                {
                    return Stopped(failed, interrupt.IsCancellationRequested, whole.IsCancellationRequested);
                }

                if (!options.AllowErrors)
                {
                    break;
                }
            }
        }

        return Failure is { } first ? (ExitCodes.CellFailed, Message(first))
            : interrupt.IsCancellationRequested
                ? (ExitCodes.Interrupted, "The run was interrupted between two cells.")
            : whole.IsCancellationRequested
                ? (ExitCodes.Timeout, $"The run took longer than {Seconds(options.Timeout)}.")
            : (ExitCodes.Ok, null);
    }

    private CellError? Run(NotebookCell cell, int number, CellRunner runner, CancellationToken whole)
    {
        var outputs = folder.NewCell(number);
        done.Add((cell, outputs));
        options.Observer?.CellStarted(number, Count, Reports[number - 1].Title);
        using var limit = Limited(options.CellTimeout, whole);
        var source = new CellSource($"In[{number}]", CellLanguage.SourceOf(cell));
        var started = DateTimeOffset.UtcNow;
        options.Note?.Begin(source.Name, source.Code);
        var reply = runner.Execute(source, new RunObserverEvents(outputs, options.Observer, inputs), limit.Token);
        options.Note?.End();
        done.ForEach(d => d.Cell.Outputs = d.Outputs.ToJson());      // all: a cell may update an earlier output
        if (options.StoreTimes)
        {
            cell.Metadata["execution"] = Times(started, DateTimeOffset.UtcNow);
        }

        Reports[number - 1] = Reports[number - 1] with { Time = reply.Time, Error = reply.Error };
        options.Observer?.CellFinished(number, Count, reply.Time, reply.Error);
        return reply.Error;
    }

    private (int Code, string Message) Stopped(FailedCell cell, bool byUser, bool byRun) =>
        byUser ? (ExitCodes.Interrupted, $"Cell {cell.Number}: {cell.Error.Message}")
        : byRun ? (ExitCodes.Timeout,
            $"The run took longer than {Seconds(options.Timeout)} and was stopped in cell {cell.Number}.")
        : (ExitCodes.Timeout, $"Cell {cell.Number} took longer than {Seconds(options.CellTimeout)} and was stopped.");

    private string Message(FailedCell cell)
    {
        var failed = Reports.Count(r => r.Error is not null);
        var place = cell.Error.Line is { } line ? $"Cell {cell.Number}, line {line}" : $"Cell {cell.Number}";
        return $"{(failed > 1 ? $"{failed} cells failed; the first: " : "")}{place}: {cell.Error.Name}: {cell.Error.Message}";
    }

    private static CancellationTokenSource Limited(TimeSpan? limit, CancellationToken stop)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (limit is { } time)
        {
            source.CancelAfter(time);
        }

        return source;
    }

    private static string Seconds(TimeSpan? time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time!.Value.TotalSeconds:0.###} s");

    /// <summary>The names under which front ends store them.</summary>
    private static JsonObject Times(DateTimeOffset started, DateTimeOffset ended) => new()
    {
        ["iopub.status.busy"] = Iso(started),
        ["iopub.execute_input"] = Iso(started),
        ["shell.execute_reply"] = Iso(ended),
        ["iopub.status.idle"] = Iso(ended),
    };

    private static string Iso(DateTimeOffset time) =>
        time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    private static string Title(NotebookCell cell) =>
        cell.Source.Split('\n').Select(l => l.Trim())
            .FirstOrDefault(l => l.Length > 0 && !l.StartsWith("//", StringComparison.Ordinal))
        ?? cell.Source.Trim();
}

/// <summary>What became of a cell.</summary>
/// <param name="Number">Its number, from 1, as in In[number].</param>
/// <param name="Title">Its first line of code.</param>
/// <param name="Time">How long it ran; null when it did not.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
internal sealed record CellReport(int Number, string Title, TimeSpan? Time, CellError? Error);
