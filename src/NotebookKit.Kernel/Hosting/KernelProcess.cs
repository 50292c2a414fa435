using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Protocol;
using NotebookKit.Kernel.Transport;

namespace NotebookKit.Kernel.Hosting;

/// <summary>A process that is a kernel: sockets, signals, standard streams, and its end.</summary>
public static partial class KernelProcess
{
    /// <summary>An exit that user code delays longer than this is forced.</summary>
    private static readonly TimeSpan ExitLimit = TimeSpan.FromMilliseconds(700);

    /// <summary>One file for all kernels of the user; its folder need not exist yet.</summary>
    private static string HistoryFile => Path.Combine(UserFolder, "history.sqlite");

    private static string UserFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify),
        "notebookkit");

    /// <summary>Serves one connection until a front end asks for the end, or the parent process ends.</summary>
    /// <param name="connectionFile">Path of the connection file.</param>
    /// <param name="load">Loads the language.</param>
    /// <returns>The exit code of the process.</returns>
    /// <exception cref="UsageException">The connection file is wrong, or ZeroMQ is missing.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public static int Run(string connectionFile, Func<KernelLanguage> load)
    {
        // A background job of a shell (nohup nk lab &) makes its children deaf to SIGINT. First of all, since the
        // runtime respects an ignored signal for good as soon as the console is touched.
        Signal(Interrupt, 0);
        var connection = ConnectionFile.Read(connectionFile);
        KernelServer? server = null;
        using var native = new NativeStreams((name, text) => server?.WriteNative(name, text) ?? false);
        using var sockets = Bound(connection, native.Log);
        var setup = new KernelSetup
        {
            Info = KernelInfo.CSharp,
            Load = load,
            Connection = connection,
            HistoryFile = HistoryFile,
            Note = new CrashNote(Path.Combine(UserFolder, "running"), connectionFile, native.Log),
        };
        using var kernel = server = new KernelServer(setup, sockets, native.Log) { NativeStreams = native };
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            kernel.Interrupt();
        });
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            kernel.End();
        });
        // A thread that an interrupted cell has started ends with it; that is no reason to end the process.
        ExceptionHandling.SetUnhandledExceptionHandler(error => error is CellInterruptedException);
        AppDomain.CurrentDomain.UnhandledException += (_, e) =>
        {
            kernel.ReportFatal((Exception)e.ExceptionObject);
            sockets.Dispose();
            native.Dispose();       // what the runtime says last goes to the real stderr
        };
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (!kernel.Ended.IsCompleted)      // Environment.Exit in a cell
            {
                EndSoon(Environment.ExitCode);
                kernel.ReportExit(Environment.ExitCode);
                sockets.Dispose();
                native.Dispose();
            }
        };
        using var parent = new ParentWatch(() => kernel.End());
        sockets.Start(kernel.Receive);
        kernel.Start();
        kernel.Ended.Wait();
        EndSoon(ExitCodes.Ok);
        return ExitCodes.Ok;
    }

    private static KernelSockets Bound(ConnectionFile connection, TextWriter log)
    {
        if (connection.Transport == "tcp" && connection.Ip is not ("127.0.0.1" or "::1"))
        {
            log.WriteLine(
                $"kernel: listening on {connection.Ip}, as the connection file asks: other machines can reach it.");
        }

        return new KernelSockets(connection, log);
    }

    /// <summary>Handlers of the process's end may run, but not for ever.</summary>
    private static void EndSoon(int code) => new Thread(() =>
    {
        Thread.Sleep(ExitLimit);
        ExitNow(code);
    })
    { IsBackground = true }.Start();

    private const int Interrupt = 2;    // SIGINT; 0 is its default action

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int number, nint action);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);
}
