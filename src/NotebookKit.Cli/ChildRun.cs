using System.Diagnostics;
using System.IO.Pipes;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Hosting;

namespace NotebookKit.Cli;

/// <summary>A run whose cells have a process of their own: when one of them ends it (a crash of native code, a full
/// stack, no memory, Environment.Exit), this process still closes the notebook and says so.</summary>
internal static class ChildRun
{
    /// <summary>Hidden option of the process of the cells: the pipe to its parent.</summary>
    public const string Option = "--child";

    private static readonly int[] OrderlyEnds =
        [ExitCodes.Ok, ExitCodes.CellFailed, ExitCodes.Usage, ExitCodes.Timeout, ExitCodes.Interrupted];

    /// <summary>Runs a notebook so.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="arguments">The command line that says the same.</param>
    /// <param name="terminal">Where to print; the process of the cells prints there by itself.</param>
    /// <param name="interrupt">Stops the running cell.</param>
    /// <returns>The exit code.</returns>
    public static int Start(
        RunnerOptions options, IEnumerable<string> arguments, Terminal terminal, CancellationToken interrupt)
    {
        var note = NoteOf(options);
        _ = note.Take();        // of a run before this one
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
        using var child = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "nk.dll"), .. arguments, Option, pipe.GetClientHandleAsString()])
        {
            UseShellExecute = false,
        }) ?? throw new InvalidOperationException("The process of the cells could not be started.");
        pipe.DisposeLocalCopyOfClientHandle();
        using (interrupt.Register(() => Tell(pipe)))
        {
            child.WaitForExit();
        }

        var crashed = note.Take() is not null;
        if (!crashed && OrderlyEnds.Contains(child.ExitCode))
        {
            return child.ExitCode;
        }

        var outcome = NotebookRunner.Died(options, How(child.ExitCode));
        new RunDisplay(terminal, quiet: true).Close(outcome, metricsPath: null);
        return outcome.ExitCode;
    }

    /// <summary>The options of the process of the cells: it leaves what its parent needs to close the
    /// notebook.</summary>
    /// <param name="options">What to run.</param>
    public static RunnerOptions AsChild(RunnerOptions options) =>
        options with { Note = NoteOf(options), SaveInterval = TimeSpan.Zero };

    /// <summary>Listens to the parent: a byte interrupts the cell; when the parent is gone, this process ends
    /// too.</summary>
    /// <param name="handle">The end of the parent's pipe.</param>
    /// <param name="interrupt">What else interrupts.</param>
    public static CancellationToken Listen(string handle, CancellationToken interrupt)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        var parent = new AnonymousPipeClientStream(PipeDirection.In, handle);
        new Thread(() =>
        {
            while (parent.ReadByte() >= 0)
            {
                stop.Cancel();
            }

            Environment.Exit(ExitCodes.Interrupted);
        }) { IsBackground = true, Name = "parent" }.Start();
        return stop.Token;
    }

    private static CrashNote NoteOf(RunnerOptions options) =>
        new(options.OutputDirectory, options.NotebookPath, Console.Error);

    private static void Tell(AnonymousPipeServerStream pipe)
    {
        try
        {
            pipe.WriteByte(0);
        }
        catch (IOException)
        {
            // it has just ended
        }
    }

    /// <summary>In words that follow "the process ended".</summary>
    private static string How(int code) => (code - 128) switch
    {
        4 => "by signal SIGILL",
        6 => "by signal SIGABRT",
        7 => "by signal SIGBUS",
        8 => "by signal SIGFPE",
        9 => "by signal SIGKILL (as when memory runs out)",
        11 => "by signal SIGSEGV",
        > 0 and < 65 and var signal => $"by signal {signal}",
        _ => $"with exit code {code}",
    };
}
