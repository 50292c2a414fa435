using System.Collections.Concurrent;
using System.Diagnostics;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Execution;

/// <summary>Executes cells one after the other: the engine behind every front end. While it lives it is the process's
/// notebook host and owns the console's writers.</summary>
public sealed class CellRunner : INotebookHost, IDisposable
{
    private readonly ICellEvaluator evaluator;
    private readonly CellThread thread;
    private readonly ConcurrentQueue<(IExecutionEvents To, Action<IExecutionEvents> Event)> pending = new();
    private readonly Lock delivery = new();
    private readonly AsyncLocal<IExecutionEvents?> target = new();   // a task writes into the cell that started it
    private readonly INotebookHost hostBefore = NotebookHost.Current;
    private readonly TextReader inBefore = Console.In;
    private readonly TextWriter outBefore = Console.Out;
    private readonly TextWriter errorBefore = Console.Error;
    private readonly CellConsole cellOut;
    private readonly CellConsole cellError;
    private volatile IExecutionEvents? running;      // for threads that no cell started
    private readonly CellInput cellIn;
    private readonly bool lateOutput;
    private CancellationToken interruptOfCell;
    private string? abandoned;      // name of the cell that was given up last
    private bool told;

    [ThreadStatic]
    private static bool sending;    // a front end that prints while it receives writes to the real console

    /// <summary>Takes over host and console.</summary>
    /// <param name="evaluator">The language.</param>
    /// <param name="patience">How long an interrupted cell may take to end before it is given up; null means 10
    /// s.</param>
    /// <param name="lateOutput">Whether what a thread that no cell started writes between two cells belongs to the
    /// cell before; otherwise it goes to the process's own console.</param>
    public CellRunner(ICellEvaluator evaluator, TimeSpan? patience = null, bool lateOutput = false)
    {
        this.evaluator = evaluator;
        this.lateOutput = lateOutput;
        thread = new CellThread(patience ?? TimeSpan.FromSeconds(10));
        cellIn = new CellInput(() => Input("", secret: false));
        cellOut = new CellConsole("stdout", Stream, outBefore);
        cellError = new CellConsole("stderr", Stream, errorBefore);
        NotebookHost.Current = this;
    }

    /// <inheritdoc/>
    public CancellationToken Cancellation => interruptOfCell;

    /// <summary>The cell that was given up and is still running; null for none.</summary>
    public string? Abandoned => thread.IsAbandonedRunning ? abandoned : null;

    /// <summary>Receives what native code writes past the console; may be null.</summary>
    public NativeStreams? NativeStreams { get; set; }

    /// <summary>Runs one cell to its end.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="events">Receives its outputs.</param>
    /// <param name="interrupt">Stops the cell; what it did until then stays.</param>
    public ExecuteReply Execute(CellSource cell, IExecutionEvents events, CancellationToken interrupt) =>
        Run(cell.Name, () => evaluator.Evaluate(cell, interrupt), events, interrupt);

    /// <summary>Tells the language of a cell that is not run because one before it failed.</summary>
    /// <param name="code">Its text.</param>
    public void NotRun(string code) => evaluator.NotRun(code);

    /// <summary>Runs work as a cell runs: on the thread of the cells, with its outputs going to the front
    /// end.</summary>
    /// <param name="name">How errors name it.</param>
    /// <param name="work">The work.</param>
    /// <param name="events">Receives its outputs.</param>
    /// <param name="interrupt">Stops it.</param>
    public ExecuteReply Run(string name, Func<CellResult> work, IExecutionEvents events, CancellationToken interrupt)
    {
        Console.SetOut(cellOut);            // again for each cell: a cell may have set its own
        Console.SetError(cellError);
        Console.SetIn(cellIn);
        running = events;
        interruptOfCell = interrupt;
        var run = new CellRun();
        var since = Stopwatch.GetTimestamp();
        CellError? error = null;
        if (!told && Abandoned is { } cell)
        {
            told = true;
            Send(e => e.Stream("stderr", $"{cell} was given up, but is still running beside this cell.\n"));
        }

        var ended = thread.Run(
            () =>
            {
                Checkpoint.Current = run;
                target.Value = events;
                error = Evaluate(name, work, interrupt);
            },
            run, interrupt);
        if (!ended)
        {
            (abandoned, told) = (name, false);
            error = GivenUp(name);
        }

        NativeStreams?.Drain();
        if (error is not null)
        {
            Send(e => e.Error(error));
        }

        lock (delivery)
        {
            Deliver();          // what other threads of the cell have queued by now
        }

        if (!lateOutput)
        {
            running = null;
        }

        return new ExecuteReply(error, Stopwatch.GetElapsedTime(since));
    }

    /// <inheritdoc/>
    public void Display(MimeBundle bundle, string displayId) => Send(e => e.Display(bundle, displayId));

    /// <inheritdoc/>
    public void Update(MimeBundle bundle, string displayId) => Send(e => e.UpdateDisplay(bundle, displayId));

    /// <inheritdoc/>
    public void ClearOutput(bool wait) => Send(e => e.ClearOutput(wait));

    /// <inheritdoc/>
    public string Input(string prompt, bool secret)
    {
        var events = target.Value ?? running
            ?? throw new InvalidOperationException("No cell is running, so nobody can be asked.");
        Flush();        // the question comes after what was written before it
        return events.Input(prompt, secret, interruptOfCell);
    }

    /// <inheritdoc/>
    public void Page(MimeBundle bundle) => Send(e => e.Page(bundle));

    /// <summary>Takes text that native code wrote to a standard stream.</summary>
    /// <param name="name">stdout or stderr.</param>
    /// <param name="text">The text.</param>
    /// <returns>False when no cell is there to take it.</returns>
    internal bool Stream(string name, string text) => Send(e => e.Stream(name, text));

    /// <summary>Delivers what was written until now, native code's text too.</summary>
    internal void Flush()
    {
        NativeStreams?.Drain();
        lock (delivery)
        {
            Deliver();
        }
    }

    /// <summary>Gives host and console back.</summary>
    public void Dispose()
    {
        thread.Dispose();
        NotebookHost.Current = hostBefore;
        Console.SetOut(outBefore);
        Console.SetError(errorBefore);
        Console.SetIn(inBefore);
        cellOut.Dispose();
        cellError.Dispose();
        cellIn.Dispose();
    }

    private CellError? Evaluate(string name, Func<CellResult> work, CancellationToken interrupt)
    {
        try
        {
            var result = work();
            foreach (var warning in result.Warnings)
            {
                Stream("stderr", warning + "\n");
            }

            if (result.Error is null && result.HasValue && result.Value is not DisplayedValue)
            {
                var bundle = MimeBundles.Of(result.Value);
                Send(e => e.Result(bundle));
            }

            return result.Error is { } error && interrupt.IsCancellationRequested
                ? Interrupted(name, error)
                : result.Error;
        }
        catch (Exception error) when (error is OperationCanceledException or ThreadInterruptedException
                                      && interrupt.IsCancellationRequested)
        {
            return Interrupted(name, null);
        }
    }

    /// <summary>Whatever a cell throws once it was told to stop, it was stopped; only its own lines are of
    /// use.</summary>
    private static CellError Interrupted(string name, CellError? error)
    {
        const string Name = "Interrupted";
        var where = error?.Line is { } line ? $"{name}:line {line}" : name;
        var message = $"{where} was interrupted; what ran before it is kept.";
        var frames = (error?.Traceback ?? []).Skip(1)
            .TakeWhile(l => !l.Contains("caused by", StringComparison.Ordinal));
        return new CellError(CellFailure.Interrupted, Name, message, error?.Line, [message, .. frames]);
    }

    private static CellError GivenUp(string name)
    {
        var message = $"{name} did not stop: it is inside a library or native code, which may still be running.";
        return new CellError(CellFailure.Interrupted, "Interrupted", message, null, [message]);
    }

    /// <summary>Queues an event and delivers what is queued, unless another thread is at it. Nobody waits here: a
    /// thread that
    /// writes holds the console's own lock, and a front end that prints while it receives needs it.</summary>
    private bool Send(Action<IExecutionEvents> send)
    {
        if (sending || (target.Value ?? running) is not { } events)
        {
            return false;
        }

        pending.Enqueue((events, send));
        while (!pending.IsEmpty && delivery.TryEnter())
        {
            try
            {
                Deliver();
            }
            finally
            {
                delivery.Exit();
            }
        }

        return true;
    }

    private void Deliver()
    {
        sending = true;
        try
        {
            while (pending.TryDequeue(out var next))
            {
                next.Event(next.To);
            }
        }
        finally
        {
            sending = false;
        }
    }
}

/// <summary>How a cell ended.</summary>
/// <param name="Error">Why it failed; null when it did not.</param>
/// <param name="Time">How long it ran, with its compilation.</param>
public sealed record ExecuteReply(CellError? Error, TimeSpan Time);
