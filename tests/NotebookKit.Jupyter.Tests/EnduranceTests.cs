using System.Globalization;
using Xunit;

namespace NotebookKit.Jupyter.Tests;

/// <summary>Many cells, many interrupts, many restarts, a parent that dies. $NOTEBOOKKIT_RESTARTS sets how many restarts (20).</summary>
public sealed class EnduranceTests(JupyterKernel kernel) : IClassFixture<JupyterKernel>
{
    private const int Cells = 1000;
    private const int Interrupts = 300;

    private static readonly int Restarts =
        int.Parse(Environment.GetEnvironmentVariable("NOTEBOOKKIT_RESTARTS") ?? "20", CultureInfo.InvariantCulture);

    [Fact]
    public void Cells_KeepMemoryAndCompletion() => Tell(kernel.Drive("endurance.py", "cells", Cells.ToString(CultureInfo.InvariantCulture)));

    [Fact]
    public void Interrupts_AllStop_AndKeepTheState() =>
        Tell(kernel.Drive("endurance.py", "interrupts", Interrupts.ToString(CultureInfo.InvariantCulture)));

    [Fact]
    public void Restarts_LeaveNoProcess() => Tell(kernel.Drive("endurance.py", "restarts", Restarts.ToString(CultureInfo.InvariantCulture)));

    [Fact]
    public void ParentThatIsKilled_TakesItsKernelAlong() => Tell(kernel.Drive("endurance.py", "orphan"));

    private static void Tell(string output) => TestContext.Current.SendDiagnosticMessage(output.Trim());
}
