using System.Runtime.InteropServices;
using NotebookKit.Cli;

if (KernelCommand.TryRun(args) is { } ended)
{
    return ended;
}

using var interrupt = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return NkCommand.Run(args, Terminal.OfProcess(), () => Home.Find(AppContext.BaseDirectory), interrupt.Token);

// The first signal asks the running cell to stop, so that what was measured is kept; the second one ends at once.
void Stop(PosixSignalContext context)
{
    if (!interrupt.IsCancellationRequested)
    {
        context.Cancel = true;
        interrupt.Cancel();
    }
}
