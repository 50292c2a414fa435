using System.Runtime.InteropServices;

namespace NotebookKit.Kernel.Hosting;

/// <summary>Ends the kernel when the process that started it is gone: no orphan stays.</summary>
internal sealed partial class ParentWatch : IDisposable
{
    private const string Variable = "JPY_PARENT_PID";       // set by Jupyter
    private const int Init = 1;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly int named;
    private readonly int first = ParentOfThis();
    private readonly Timer timer;

    /// <summary>Begins to watch.</summary>
    /// <param name="gone">Called once the parent has ended.</param>
    public ParentWatch(Action gone)
    {
        _ = int.TryParse(Environment.GetEnvironmentVariable(Variable), out named);
        timer = new Timer(
            _ =>
            {
                if (IsGone())
                {
                    gone();
                }
            },
            null, Interval, Interval);
    }

    public void Dispose() => timer.Dispose();

    /// <summary>The named parent, where the system lists processes; else the parent itself, unless it was always
    /// init.</summary>
    private bool IsGone() => named > Init && Directory.Exists("/proc/self")
        ? !Directory.Exists($"/proc/{named}")
        : ParentOfThis() == Init && first != Init;

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentOfThis();
}
