using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Hosting;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Serves what runs code of the user: execute requests and messages of comms, one at a time.</summary>
internal sealed class ExecuteService
{
    /// <summary>What was sent before a failure and arrives so long after it is aborted too.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(50);

    private const int MostRecent = 100;     // cells whose tasks can still write into them by name

    private readonly IMessageSink sink;
    private readonly CellRunner runner;
    private readonly InputBroker input;
    private readonly Action<HistoryEntry> remember;
    private readonly CrashNote? note;
    private string? crash;      // what the kernel before this one left
    private readonly ConcurrentDictionary<string, bool> displays = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly ConcurrentQueue<RunningCell> recent = new();
    private CancellationTokenSource? running;
    private RunningCell? current;
    private volatile Request? latest;
    private DateTimeOffset? failed;
    private int counted;
    private int uncounted;

    /// <summary>Makes the service; it takes over the comms of the process.</summary>
    /// <param name="sink">Takes the messages.</param>
    /// <param name="runner">Runs the cells.</param>
    /// <param name="input">Asks the user.</param>
    /// <param name="remember">Takes each cell for the history.</param>
    /// <param name="note">Notes which cell is running; may be null.</param>
    public ExecuteService(
        IMessageSink sink, CellRunner runner, InputBroker input, Action<HistoryEntry> remember, CrashNote? note)
    {
        (this.sink, this.runner, this.input, this.remember) = (sink, runner, input, remember);
        (this.note, crash) = (note, note?.Take());
        CommRegistry.Connect(message => sink.Send(CommMessages.ToWire(message, latest)));
    }

    /// <summary>Stops what is running; when nothing runs but a cell that could not be stopped, says what to do.</summary>
    public void Interrupt()
    {
        lock (gate)
        {
            if (running is not null)
            {
                running.Cancel();
                return;
            }
        }

        if (runner.Abandoned is { } cell && latest is not null)
        {
            var advice = $"{cell} did not stop and is still running. Restart the kernel to end it.\n";
            sink.Send(new Outgoing(Channel.Iopub, "stream", OutputMessages.Stream("stderr", advice), latest));
        }
    }

    /// <summary>Shows an exception that ends the process: in the cell whose code threw it, as far as its stack says,
    /// else in the latest.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="why">Why it ends the process.</param>
    public void ReportFatal(Exception error, string why)
    {
        var codes = recent.ToDictionary(c => c.Name, c => c.Code, StringComparer.Ordinal);
        var described = RuntimeErrors.Describe(error, "", codes, number => $"cell {number}");
        described = described with { Traceback = [why, .. described.Traceback] };
        if (CellOf(error) is { } cell)
        {
            runner.Flush();
            cell.Outputs.Error(described);
        }
        else
        {
            sink.Send(new Outgoing(Channel.Iopub, "error", OutputMessages.Error(described), latest));
        }
    }

    /// <summary>Answers in place of the running cell, which does not come back.</summary>
    /// <param name="why">Why not.</param>
    /// <returns>Its request; null when no cell is running.</returns>
    public Request? Answer(Func<string, CellError> why)
    {
        if (Interlocked.Exchange(ref current, null) is not { } cell)
        {
            return null;
        }

        runner.Flush();
        var error = why(cell.Name);
        cell.Outputs.Error(error);
        var content = ExecuteRequest.Failed(cell.Count, error, cell.Outputs.Payload);
        sink.Send(Reply(cell.Request, content, cell.Started, failed: true));
        return cell.Request;
    }

    /// <summary>Tells of a task that failed and that nobody awaits: in the cell whose code it runs, as far as its stack
    /// says, else in the latest.</summary>
    /// <param name="error">What the task threw.</param>
    public void TellOfTask(Exception error)
    {
        var cell = CellOf(error);
        var of = cell is null ? "" : $" of {cell.Name}";
        var text = $"A task{of} that nobody awaits failed: {error.GetType().Name}: {error.Message}\n";
        if (cell is null)
        {
            runner.Stream("stderr", text);
        }
        else
        {
            cell.Outputs.Stream("stderr", text);
        }
    }

    /// <summary>Runs a cell and gives the content of the reply.</summary>
    public Outgoing Execute(Request request)
    {
        var started = DateTimeOffset.UtcNow;
        if (failed is { } failure)
        {
            if (request.Arrived <= failure || (request.Sent < failure && request.Arrived < failure + OnItsWay))
            {
                runner.NotRun(request.Content.OptionalText("code") ?? "");
                return Reply(request, ExecuteRequest.Aborted(counted), started, failed: true);
            }

            failed = null;
        }

        var execute = ExecuteRequest.Read(request.Content);
        var count = execute.StoreHistory ? ++counted : counted + 1;
        if (!execute.Silent)
        {
            var content = new JsonObject { ["code"] = execute.Code, ["execution_count"] = count };
            sink.Send(new Outgoing(Channel.Iopub, "execute_input", content, request));
        }

        return Interruptible(request, interrupt =>
        {
            var outputs = new CellOutputs(
                sink, request, displays, execute.AllowStdin ? input : null, count, execute.Silent, interrupt);
            var name = execute.StoreHistory ? $"In[{count}]" : $"uncounted[{++uncounted}]";
            Begin(new RunningCell(name, execute.Code, request, count, started, outputs));
            var error = string.IsNullOrWhiteSpace(execute.Code)
                ? null
                : Run(new CellSource(name, execute.Code), request.CellId, outputs, interrupt);
            outputs.Flush();
            if (execute.StoreHistory)
            {
                remember(new HistoryEntry(0, count, execute.Code, outputs.ResultText));
            }

            if (error is null)
            {
                var values = Evaluate(execute, outputs, interrupt);
                current = null;
                return Reply(request, ExecuteRequest.Ok(count, values, outputs.Payload), started);
            }

            current = null;
            if (execute.StopOnError || error.Failure == CellFailure.Interrupted)
            {
                failed = DateTimeOffset.UtcNow;
            }

            return Reply(request, ExecuteRequest.Failed(count, error, outputs.Payload), started, failed: true);
        });
    }

    private RunningCell? CellOf(Exception error) => RuntimeErrors.PlacesOf(error)
        .Select(place => recent.LastOrDefault(c => c.Name == place)).LastOrDefault(c => c is not null);

    private void Begin(RunningCell cell)
    {
        current = cell;
        recent.Enqueue(cell);
        if (recent.Count > MostRecent)
        {
            _ = recent.TryDequeue(out _);
        }
    }

    private CellError? Run(CellSource cell, string id, CellOutputs outputs, CancellationToken interrupt)
    {
        if (Interlocked.Exchange(ref crash, null) is { } left)
        {
            outputs.Stream("stderr", left);
        }

        note?.Begin(id.Length > 0 ? $"{cell.Name} (cell {id})" : cell.Name, cell.Code);
        var error = runner.Execute(cell, outputs, interrupt).Error;
        note?.End();
        return error;
    }

    /// <summary>Hands a message of a comm to the code that waits for it.</summary>
    public void Serve(Request request)
    {
        var message = CommMessages.Read(request);
        var known = Interruptible(request, interrupt =>
        {
            var outputs = new CellOutputs(sink, request, displays, input, counted, silent: false, interrupt);
            var name = $"comm {message.CommId}";
            var delivered = true;
            runner.Run(name, () => Deliver(message, name, out delivered), outputs, interrupt);
            outputs.Flush();
            return delivered;
        });
        if (!known && message.Action == CommAction.Open)
        {
            var close = message with { Action = CommAction.Close, Data = default, Metadata = null, Buffers = [] };
            sink.Send(CommMessages.ToWire(close, request));
        }
    }

    private static Outgoing Reply(Request request, JsonObject content, DateTimeOffset started, bool failed = false)
    {
        var metadata = new JsonObject
        {
            ["started"] = started.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
        };
        if (failed)
        {
            metadata["dependencies_met"] = true;
        }

        return new Outgoing(request.Channel, ExecuteRequest.ReplyType, content, request) { Metadata = metadata };
    }

    private static CellResult Deliver(CommMessage message, string name, out bool known)
    {
        known = true;
        try
        {
            known = CommRegistry.Deliver(message);
            return CellResult.Nothing;
        }
        catch (Exception error)         // whatever a handler throws is shown where its message came from
        {
            return CellResult.Failed(RuntimeErrors.Describe(error, name));
        }
    }

    /// <summary>Does work that an interrupt can stop.</summary>
    private T Interruptible<T>(Request request, Func<CancellationToken, T> work)
    {
        latest = request;
        using var interrupt = new CancellationTokenSource();
        lock (gate)
        {
            running = interrupt;
        }

        try
        {
            return work(interrupt.Token);
        }
        finally
        {
            lock (gate)
            {
                running = null;
            }
        }
    }

    /// <summary>Evaluates the user's expressions; one that fails spoils nothing else.</summary>
    private JsonObject Evaluate(ExecuteRequest execute, CellOutputs outputs, CancellationToken interrupt)
    {
        var values = new JsonObject();
        foreach (var (name, code) in execute.UserExpressions)
        {
            var value = new ExpressionOutputs(outputs);
            runner.Execute(new CellSource($"expression {name}", code), value, interrupt);
            values[name] = value.Content;
        }

        outputs.Flush();
        return values;
    }

    /// <summary>A cell that was begun.</summary>
    private sealed record RunningCell(
        string Name, string Code, Request Request, int Count, DateTimeOffset Started, CellOutputs Outputs);

    /// <summary>Keeps the value of an expression; what it writes is an output of its cell.</summary>
    private sealed class ExpressionOutputs(IExecutionEvents cell) : IExecutionEvents
    {
        public JsonObject Content { get; private set; } =
            BundleJson.Fill(Replies.Ok(), MimeBundle.OfText(""));

        public void Stream(string name, string text) => cell.Stream(name, text);

        public void Display(MimeBundle bundle, string displayId) => cell.Display(bundle, displayId);

        public void UpdateDisplay(MimeBundle bundle, string displayId) => cell.UpdateDisplay(bundle, displayId);

        public void ClearOutput(bool wait) => cell.ClearOutput(wait);

        public void Result(MimeBundle bundle) => Content = BundleJson.Fill(Replies.Ok(), bundle);

        public void Error(CellError error) => Content = Replies.Error(error.Name, error.Message, error.Traceback);
    }
}
