using System.Text.Json.Nodes;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Hosting;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Transport;

namespace NotebookKit.Kernel.Protocol;

/// <summary>What a kernel is made of.</summary>
public sealed record KernelSetup
{
    /// <summary>What it says of itself before its language is loaded.</summary>
    public required KernelInfo Info { get; init; }

    /// <summary>Loads the language; called once, in the background.</summary>
    public required Func<KernelLanguage> Load { get; init; }

    /// <summary>Where it listens, for connect_request; null when nobody may ask.</summary>
    public ConnectionFile? Connection { get; init; }

    /// <summary>The file of the history, shared by kernels; null keeps it in memory.</summary>
    public string? HistoryFile { get; init; }

    /// <summary>Notes which cell is running; null keeps no note.</summary>
    public CrashNote? Note { get; init; }

    /// <summary>How long an interrupted cell may take to end before it is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>A language of cells.</summary>
/// <param name="Evaluator">Runs cells.</param>
/// <param name="Services">Answers questions about code.</param>
public sealed record KernelLanguage(ICellEvaluator Evaluator, ILanguageServices Services);

/// <summary>The kernel behind the sockets: gives each request to the queue that serves it, and its answer to the front
/// end, between busy and idle. Knows nothing of sockets or of C#.</summary>
public sealed class KernelServer : IDisposable
{
    private readonly KernelSetup setup;
    private readonly IMessageSink sink;
    private readonly TextWriter log;
    private readonly Lazy<Task<KernelLanguage>> language;
    private readonly CellRunner runner;
    private readonly InputBroker input;
    private readonly HistoryLog history;
    private readonly ExecuteService execute;
    private readonly LanguageService questions;
    private readonly RequestQueue cells, asides, controls;
    private bool? restart;      // set by a shutdown request
    private readonly TaskCompletionSource<bool> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes a kernel; it takes over host and console of the process.</summary>
    /// <param name="setup">What it is made of.</param>
    /// <param name="sink">Takes its messages.</param>
    /// <param name="log">Takes lines for whoever started it; never seen by the front end.</param>
    public KernelServer(KernelSetup setup, IMessageSink sink, TextWriter log)
    {
        (this.setup, this.sink, this.log) = (setup, sink, TextWriter.Synchronized(log));
        language = new(() => Task.Factory.StartNew(setup.Load, TaskCreationOptions.LongRunning));
        runner = new CellRunner(new LoadedEvaluator(language), setup.Patience, lateOutput: true);
        input = new InputBroker(sink);
        history = new HistoryLog(setup.HistoryFile, this.log);
        execute = new ExecuteService(sink, runner, input, history.Add, setup.Note);
        questions = new LanguageService(() => language.Value.GetAwaiter().GetResult().Services);
        cells = new RequestQueue("requests of cells", r => Serve(r, ServeCell));
        TaskScheduler.UnobservedTaskException += TellOfTask;
        asides = new RequestQueue("requests beside cells", r => Serve(r, ServeAside));
        controls = new RequestQueue("control requests", ServeControlOrEnd);
    }

    /// <summary>Ends when a front end asks for the end; true for a restart.</summary>
    public Task<bool> Ended => ended.Task;

    /// <summary>Catches native output for the running cell; set once, before the first request.</summary>
    public NativeStreams? NativeStreams
    {
        get => runner.NativeStreams;
        set => runner.NativeStreams = value;
    }

    /// <summary>Says that the kernel is there, and loads its language in the background.</summary>
    public void Start()
    {
        Status("starting", null);
        _ = language.Value;
    }

    /// <summary>Takes text that native code wrote.</summary>
    /// <param name="name">stdout or stderr.</param>
    /// <param name="text">The text.</param>
    /// <returns>False when no cell has run yet.</returns>
    public bool WriteNative(string name, string text) => runner.Stream(name, text);

    /// <summary>Takes a request; never waits.</summary>
    /// <param name="request">The request.</param>
    public void Receive(Request request)
    {
        switch (request.Type)
        {
            case InputBroker.ReplyType:
                TakeInput(request);
                break;
            case "shutdown_request":
                controls.Add(request);
                break;
            case var _ when request.Channel == Channel.Control:
                controls.Add(request);
                break;
            case ExecuteRequest.Type:
            case var type when CommMessages.IsComm(type):
                cells.Add(request);
                break;
            default:
                if (LanguageService.IsOvertaken(request.Type))
                {
                    questions.Announce(request);
                }

                asides.Add(request);
                break;
        }
    }

    /// <summary>Stops the running cell; its variables stay.</summary>
    public void Interrupt() => execute.Interrupt();

    /// <summary>Ends the kernel as a shutdown request does.</summary>
    /// <param name="restart">What <see cref="Ended"/> tells.</param>
    public void End(bool restart = false)
    {
        Interrupt();
        ended.TrySetResult(restart);
    }

    /// <summary>Tells the front end of an exception that ends the process.</summary>
    /// <param name="error">The exception.</param>
    public void ReportFatal(Exception error) => execute.ReportFatal(
        error, "This was thrown on a thread of its own, where nothing can catch it: the kernel ends.");

    /// <summary>Answers the cell that ends the process (Environment.Exit); nothing when the kernel has ended in
    /// order.</summary>
    /// <param name="code">The exit code.</param>
    public void ReportExit(int code)
    {
        if (ended.Task.IsCompleted)
        {
            return;
        }

        if (execute.Answer(cell => Exited(cell, code)) is { } request)
        {
            Status("idle", request);
        }

        setup.Note?.End();          // asked for: no crash

        static CellError Exited(string cell, int code)
        {
            var why = $"{cell} ended the kernel's process with exit code {code}.";
            return new CellError(CellFailure.Runtime, "Exited", why, null, [why]);
        }
    }

    /// <summary>Gives host and console back; what runs is left behind.</summary>
    public void Dispose()
    {
        End();
        cells.Dispose();
        asides.Dispose();
        controls.Dispose();
        CommRegistry.Connect(null);
        TaskScheduler.UnobservedTaskException -= TellOfTask;
        history.Dispose();
        runner.Dispose();
        setup.Note?.Dispose();      // a restart that was asked for is no crash
    }

    /// <summary>A task that failed and that nobody awaited: one line, once.</summary>
    private void TellOfTask(object? sender, UnobservedTaskExceptionEventArgs task)
    {
        task.SetObserved();
        var error = task.Exception.InnerException ?? task.Exception;
        if (error is not OperationCanceledException)
        {
            execute.TellOfTask(error);
        }
    }

    private static string Line(Exception error) => error.ToString().ReplaceLineEndings(" | ");

    /// <summary>One bad request must not end the kernel: what goes wrong is told to who asked.</summary>
    private void Serve(Request request, Func<Request, Outgoing?> answer)
    {
        Status("busy", request);
        try
        {
            if (answer(request) is { } reply)
            {
                sink.Send(reply);
            }
        }
        catch (InvalidRequestException error)
        {
            sink.Send(Fault(request, "InvalidRequest", $"{request.Type}: {error.Message}"));
        }
        catch (Exception error)
        {
            log.WriteLine($"kernel: {request.Type} failed: {Line(error)}");
            sink.Send(Fault(request, "KernelFault", $"{request.Type}: {error.GetType().Name}: {error.Message}"));
        }
        finally
        {
            Status("idle", request);
        }
    }

    private Outgoing? ServeCell(Request request)
    {
        if (request.Type == ExecuteRequest.Type)
        {
            return execute.Execute(request);
        }

        execute.Serve(request);
        return null;
    }

    private Outgoing? ServeAside(Request request)
    {
        switch (request.Type)
        {
            case "kernel_info_request":
                return Reply(request, setup.Info.ToContent());
            case LanguageMessages.Complete or LanguageMessages.Inspect or LanguageMessages.IsComplete:
                return Reply(request, questions.Answer(request));
            case HistoryMessages.Type:
                return Reply(request, history.Ask(store => HistoryMessages.Answer(request.Content, store)));
            case CommMessages.Info:
                return Reply(request, CommMessages.Known(request.Content.OptionalText("target_name")));
            case "connect_request" when setup.Connection is { } c:
                return Reply(request, new JsonObject
                {
                    ["status"] = "ok",
                    ["shell_port"] = c.ShellPort,
                    ["iopub_port"] = c.IopubPort,
                    ["stdin_port"] = c.StdinPort,
                    ["control_port"] = c.ControlPort,
                    ["hb_port"] = c.HeartbeatPort,
                });
            default:
                log.WriteLine($"kernel: no answer to '{request.Type}' on {request.Channel}: the type is unknown.");
                return null;
        }
    }

    private void ServeControlOrEnd(Request request)
    {
        Serve(request, ServeControl);
        if (restart is { } again)
        {
            End(again);
        }
    }

    private Outgoing? ServeControl(Request request)
    {
        switch (request.Type)
        {
            case "interrupt_request":
                Interrupt();
                return Reply(request, Replies.Ok());
            case "shutdown_request":
                restart = request.Content.Flag("restart", false);
                return Reply(request, new JsonObject { ["status"] = "ok", ["restart"] = restart });
            case "debug_request":
                return Reply(request, new JsonObject
                {
                    ["type"] = "response",
                    ["request_seq"] = request.Content.Number("seq") ?? 0,
                    ["success"] = false,
                    ["command"] = request.Content.OptionalText("command") ?? "",
                    ["message"] = "This kernel has no debugger.",
                });
            default:
                return ServeAside(request);
        }
    }

    private void TakeInput(Request request)
    {
        try
        {
            input.Answer(request);
        }
        catch (InvalidRequestException error)
        {
            log.WriteLine($"kernel: an input_reply was dropped: {error.Message}");
        }
    }

    private void Status(string state, Request? request) =>
        sink.Send(new Outgoing(Channel.Iopub, "status", new JsonObject { ["execution_state"] = state }, request));

    private static Outgoing Reply(Request request, JsonObject content) =>
        new(request.Channel, Replies.TypeFor(request.Type), content, request);

    private static Outgoing Fault(Request request, string name, string message) =>
        Reply(request, Replies.Error(name, message, [message]));

    /// <summary>Runs cells as soon as the language is loaded.</summary>
    private sealed class LoadedEvaluator(Lazy<Task<KernelLanguage>> language) : ICellEvaluator
    {
        public CellResult Evaluate(CellSource cell, CancellationToken interrupt)
        {
            language.Value.Wait(interrupt);
            return language.Value.Result.Evaluator.Evaluate(cell, interrupt);
        }

        public void NotRun(string code)
        {
            if (language.Value.IsCompletedSuccessfully)
            {
                language.Value.Result.Evaluator.NotRun(code);
            }
        }
    }
}
