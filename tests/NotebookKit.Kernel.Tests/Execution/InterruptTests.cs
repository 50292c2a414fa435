using System.Diagnostics;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using Xunit;

namespace NotebookKit.Kernel.Tests.Execution;

public sealed class InterruptTests
{
    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("var s = \"\"; for (;;) s = s.Length > 1000 ? \"\" : s + \"x\";")]
    [InlineData("again: goto again;")]
    [InlineData("long Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);\nFib(90)")]
    [InlineData("while (true) { try { while (true) { } } catch (Exception) { } }")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("Task.Delay(-1).Wait();")]
    [InlineData("new System.Threading.ManualResetEvent(false).WaitOne();")]
    [InlineData("while (true) { try { System.Threading.Thread.Sleep(10); } catch (Exception) { } }")]
    [InlineData("while (true) Console.WriteLine(\"flood\");")]
    [InlineData("Parallel.For(0, 1_000_000_000, i => { while (true) { } });")]
    [InlineData("Enumerable.Range(0, int.MaxValue).Select(x => x * 2).Count(x => { for (var i = 0; i < 100; i++) x += i; return x > 0; })")]
    [InlineData("Enumerable.Repeat(1, int.MaxValue).Select(x => Math.Sqrt(Math.Sin(x))).Where(x => x > 2).Count()")]
    [InlineData("Func<int, long> f = null; f = n => n < 2 ? n : f(n - 1) + f(n - 2); f(90)")]
    [InlineData("var q = from x in Enumerable.Repeat(1, int.MaxValue) where Math.Sin(x) > 2 select x; q.Count()")]
    [InlineData("class C { public int P { get { try { return P2; } finally { } } } int P2 => ++n > 1000 ? n = 0 : P; int n; }\nvar c = new C(); Enumerable.Repeat(c, int.MaxValue).Sum(x => (long)x.P)")]
    [InlineData("while (true) { NotebookHost.Current.Cancellation.ThrowIfCancellationRequested(); }")]
    public void Run_Interrupted_KeepsThePartialNotebookAndTheState(string code)
    {
        using var notebook = new NotebookInFolder("var kept = 7;\nkept", code, "kept");
        using var interrupt = new CancellationTokenSource();
        var since = 0L;
        var observer = new RecordingObserver(number =>
        {
            if (number == 2)
            {
                interrupt.Token.Register(() => since = Stopwatch.GetTimestamp());
                interrupt.CancelAfter(TimeSpan.FromSeconds(1));        // the cell compiles and runs by then
            }
        });
        var outcome = NotebookRunner.Run(notebook.Options with { Observer = observer }, interrupt.Token);
        var took = Stopwatch.GetElapsedTime(since);

        Assert.Equal(ExitCodes.Interrupted, outcome.ExitCode);
        Assert.Equal("Interrupted", outcome.Failure!.Error.Name);
        TestContext.Current.SendDiagnosticMessage($"stopped after {took.TotalMilliseconds:0} ms: {code}");
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(3));   // generous: the machine may be busy
        Assert.Contains("\"7\"", notebook.OutputOf(1), StringComparison.Ordinal);
        Assert.Contains("was interrupted", notebook.OutputOf(2), StringComparison.Ordinal);
        Assert.Empty(notebook.Executed.Cells[2].Outputs);
        Assert.Contains("Cell 2: Interrupted", notebook.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_CellTimeout_EndsWithItsOwnExitCode()
    {
        using var notebook = new NotebookInFolder("1", "while (true) { }");
        var outcome = NotebookRunner.Run(notebook.Options with { CellTimeout = TimeSpan.FromSeconds(1) }, CancellationToken.None);
        Assert.Equal(ExitCodes.Timeout, outcome.ExitCode);
        Assert.Equal("Cell 2 took longer than 1 s and was stopped.", outcome.Message);
    }

    [Fact]
    public void Run_InterruptedBeforeItBegins_RunsNothing()
    {
        using var notebook = new NotebookInFolder("1");
        var outcome = NotebookRunner.Run(notebook.Options, new CancellationToken(canceled: true));
        Assert.Equal(ExitCodes.Interrupted, outcome.ExitCode);
        Assert.Empty(notebook.Executed.Cells[0].Outputs);
    }

    [Fact]
    public void Run_LibraryThatDoesNotStop_IsGivenUpWithinItsPatience()
    {
        // a pattern that backtracks for ages: a library without checkpoints or waits
        const string Running = nameof(Run_LibraryThatDoesNotStop_IsGivenUpWithinItsPatience);
        using var notebook = new NotebookInFolder(
            $"AppDomain.CurrentDomain.SetData(\"{Running}\", true);\n"
            + "new System.Text.RegularExpressions.Regex(\"(x+x+)+y\", default, TimeSpan.FromSeconds(8)).IsMatch(new string('x', 60))");
        using var interrupt = new CancellationTokenSource();
        var interrupter = new Thread(() =>
        {
            SpinWait.SpinUntil(() => AppDomain.CurrentDomain.GetData(Running) is not null);
            interrupt.Cancel();
        });
        interrupter.Start();
        var outcome = NotebookRunner.Run(
            notebook.Options with { Patience = TimeSpan.FromMilliseconds(500) }, interrupt.Token);
        interrupter.Join();
        Assert.Equal(ExitCodes.Interrupted, outcome.ExitCode);
        Assert.Contains("did not stop", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LibraryThatTheLastResortReaches_IsStoppedAndNotGivenUp()
    {
        const string Library = nameof(Run_LibraryThatTheLastResortReaches_IsStoppedAndNotGivenUp);
        using var interrupt = new CancellationTokenSource();
        var asked = new System.Collections.Concurrent.ConcurrentQueue<bool>();
        AppDomain.CurrentDomain.SetData(Library, (Action)(() =>
        {
            interrupt.Cancel();
            while (asked.IsEmpty)
            {
                Thread.SpinWait(20);        // no wait that an interrupt could end
            }

            Checkpoint.Pass();
        }));
        Checkpoint.LastResort = asked.Enqueue;
        try
        {
            using var notebook = new NotebookInFolder($"((Action)AppDomain.CurrentDomain.GetData(\"{Library}\"))();");
            var outcome = NotebookRunner.Run(
                notebook.Options with { Patience = TimeSpan.FromMilliseconds(100) }, interrupt.Token);
            Assert.Equal(ExitCodes.Interrupted, outcome.ExitCode);
            Assert.Contains("was interrupted", outcome.Message, StringComparison.Ordinal);
            Assert.Equal([true, false], asked);
        }
        finally
        {
            Checkpoint.LastResort = null;
            AppDomain.CurrentDomain.SetData(Library, null);
        }
    }
}
