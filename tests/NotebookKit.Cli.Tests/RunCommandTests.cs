using System.Diagnostics;
using NotebookKit.Kernel.Execution;

namespace NotebookKit.Cli.Tests;

/// <summary><c>nk run</c>, through the built program.</summary>
public sealed class RunCommandTests(ITestOutputHelper log) : IDisposable
{
    private const string Declared = "int n = 3;   // how many\nstring mode = \"small\"; // the recipe\nint seeds = 1;";

    private static readonly string Program = typeof(NkCommand).Assembly.Location;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_OfANotebook_PrintsALinePerCellAndWherePagesAre()
    {
        Book.Write(folder, "book", Declared, "n * 2", "Console.WriteLine(mode + seeds);");

        var ended = Nk("run", "book.ipynb", "-p", "n=21", "--mode", "smoke", "--seeds", "2");

        Assert.Equal((ExitCodes.Ok, ""), (ended.Code, ended.Error));
        Assert.Contains("[3/4]", ended.Output, StringComparison.Ordinal);
        Assert.Contains($"notebook          {folder["out", "book", "book.ipynb"]}\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains($"page              {folder["out", "book", "book.html"]}\n", ended.Output, StringComparison.Ordinal);
        Assert.Equal(["", "", "42", "smoke2\n"], Book.Outputs(folder["out", "book", "book.ipynb"]));
        Assert.DoesNotContain('\x1b', ended.Output);
    }

    [Fact]
    public void Run_WithOutAndQuiet_PrintsThePathsOnly()
    {
        Book.Write(folder, "book", Declared, "n");

        var ended = Nk("run", "book.ipynb", "--out", "my results", "--quiet");

        Assert.Equal(
            $"notebook          {folder["my results", "book.ipynb"]}\npage              {folder["my results", "book.html"]}\n", ended.Output);
    }

    [Fact]
    public void Run_OfLongWork_LogsALinePerTenthAndTheTotal()
    {
        Book.Write(folder, "book", Declared,
            "using (var p = Progress.Start(\"work\", 20)) { for (var i = 1; i <= 20; i++) { System.Threading.Thread.Sleep(60); p.Report(i); } }");

        var lines = Nk("run", "book.ipynb").Output.Split('\n').Where(line => line.Contains("work: ", StringComparison.Ordinal)).ToList();

        Assert.InRange(lines.Count, 2, 11);
        Assert.Contains("work: 20 step in", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m=3", "No parameter 'm' in book. Did you mean 'n'? It has: n, mode, seeds.")]
    [InlineData("n=three", "Parameter 'n' is int")]
    public void Run_WithAWrongParameter_IsRefusedBeforeAnyCellRuns(string parameter, string message)
    {
        Book.Write(folder, "book", Declared, $"File.WriteAllText(@\"{folder["ran"]}\", \"\");");

        var ended = Nk("run", "book.ipynb", "-p", parameter);

        Assert.Equal((ExitCodes.Usage, ""), (ended.Code, ended.Output));
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["ran"]));
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void Run_WhenACellFails_NamesCellAndLineAndKeepsWhatRan()
    {
        Book.Write(folder, "book", Declared, "n", "var x = n;\nthrow new InvalidOperationException(\"the lamp is off\");", "\"never\"");

        var ended = Nk("run", "book.ipynb");

        Assert.Equal(ExitCodes.CellFailed, ended.Code);
        Assert.Contains("Cell 3, line 2: System.InvalidOperationException: the lamp is off", ended.Error, StringComparison.Ordinal);
        Assert.Contains("partial notebook", ended.Output, StringComparison.Ordinal);
        Assert.Equal(["", "3", "the lamp is off", ""], Book.Outputs(folder["out", "book", "book.ipynb"]));
    }

    [Fact]
    public void Run_WhenACellTakesTooLong_EndsWithTimeout()
    {
        Book.Write(folder, "book", Declared, "while (true) { System.Threading.Thread.Sleep(10); }");

        var ended = Nk("run", "book.ipynb", "--cell-timeout", "3");

        Assert.Equal(ExitCodes.Timeout, ended.Code);
        Assert.Contains("Cell 2 took longer than 3 s", ended.Error, StringComparison.Ordinal);
    }

    // A program started in the background of a script ignores SIGINT, and so would its children; these must not.
    private static string[] Interruptible => ["--default-signal=INT", "dotnet", Program, "run", "book.ipynb"];

    [Fact]
    public void Run_Interrupted_WritesThePartialNotebookAndEndsWith130()
    {
        Book.Write(folder, "book", Declared, "\"kept\"",
            $"File.WriteAllText(@\"{folder["started"]}\", \"\"); while (true) {{ NotebookHost.Current.Cancellation.ThrowIfCancellationRequested(); System.Threading.Thread.Sleep(10); }}");

        var ended = Script.Run("env", Interruptible, folder.Root, whileRunning: process =>
        {
            Assert.True(SpinWait.SpinUntil(() => File.Exists(folder["started"]) || process.HasExited, TimeSpan.FromMinutes(1)));
            using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
            kill.WaitForExit();
        });

        Assert.Equal(ExitCodes.Interrupted, ended.Code);
        Assert.Contains("interrupted", ended.Error, StringComparison.Ordinal);
        Assert.Equal("kept", Book.Outputs(folder["out", "book", "book.ipynb"])[1]);
    }

    [Fact]
    public void Run_InterruptedTwice_EndsAtOnce()
    {
        Book.Write(folder, "book", Declared,
            $"File.WriteAllText(@\"{folder["started"]}\", \"\"); "
            + "new System.Text.RegularExpressions.Regex(\"(x+x+)+y\").IsMatch(new string('x', 60))");      // never ends, never asks
        var second = new Stopwatch();

        var ended = Script.Run("env", Interruptible, folder.Root, whileRunning: process =>
        {
            Assert.True(SpinWait.SpinUntil(() => File.Exists(folder["started"]) || process.HasExited, TimeSpan.FromMinutes(1)));
            for (var i = 0; i < 2; i++)
            {
                using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
                kill.WaitForExit();
                Thread.Sleep(500);
            }

            second.Start();
            process.WaitForExit(TimeSpan.FromSeconds(30));
            second.Stop();
        });

        Assert.NotEqual(ExitCodes.Ok, ended.Code);
        Assert.InRange(second.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));      // the first alone would wait 10 s for the cell
        Assert.DoesNotContain("partial notebook", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OfACellThatEndsItsProcess_EndsWith4AndKeepsWhatRanBefore()
    {
        Book.Write(folder, "book", Declared, "n * 2", "Environment.FailFast(\"the lamp fell\");", "\"never\"");

        var ended = Nk("run", "book.ipynb", "--format", "junit");

        Assert.Equal(ExitCodes.KernelDied, ended.Code);
        Assert.Contains("nk: The process of the cells ended by signal SIGABRT while In[3] ran.", ended.Error, StringComparison.Ordinal);
        Assert.Contains($"partial notebook  {folder["out", "book", "book.ipynb"]}\n", ended.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["", "6", "The process of the cells ended by signal SIGABRT while In[3] ran.", ""], Book.Outputs(folder["out", "book", "book.ipynb"]));
        Assert.Equal(["book.ipynb", "book.junit.xml"], Directory.GetFiles(folder["out", "book"]).Select(f => Path.GetFileName(f)).Order());
    }

    [Fact]
    public void Run_OfACellThatExits_EndsWith4()
    {
        Book.Write(folder, "book", Declared, "Environment.Exit(0);");

        var ended = Nk("run", "book.ipynb");

        Assert.Equal(ExitCodes.KernelDied, ended.Code);
        Assert.Contains("The process of the cells ended with exit code 0 while In[2] ran.", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Inline_ObeysTheOptionsOfARun()
    {
        Book.Write(folder, "book", Declared, "throw new Exception(\"first\");", "input(\"who? \") + Environment.CurrentDirectory", "\"never\"");
        Directory.CreateDirectory(folder["work"]);

        var ended = Nk("run", "book.ipynb", "--param", "n=4", "--input", "who=me", "--allow-errors", "--stop-at", "4", "--working-dir", "work",
            "--format", "ipynb", "--times", "--timeout", "170", "--kernel", "inline");

        Assert.Equal(ExitCodes.CellFailed, ended.Code);
        Assert.Matches(@"\[3/5\] .* <- System\.Exception: first\n", ended.Output);
        Assert.Equal(["", "", "first", $"me{folder["work"]}", ""], Book.Outputs(folder["out", "book", "book.ipynb"]));
        Assert.Contains("shell.execute_reply", File.ReadAllText(folder["out", "book", "book.ipynb"]), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder["out", "book"]));
    }

    [Theory]
    [InlineData("run", "book.ipynb")]
    [InlineData("data", "verify")]
    public void DataFolderOfTheEnvironment_ThatIsMissing_IsRefusedBeforeAnyCellRuns(params string[] arguments)
    {
        Book.Write(folder, "book", Declared, $"File.WriteAllText(@\"{folder["ran"]}\", \"\");");
        var environment = new Dictionary<string, string?> { ["NOTEBOOKKIT_DATA"] = "/no/such/data" };

        var ended = Script.Run("dotnet", [Program, .. arguments], folder.Root, environment);

        Assert.Equal((ExitCodes.Usage, ""), (ended.Code, ended.Output));
        Assert.StartsWith("nk: NOTEBOOKKIT_DATA must name an existing folder, but there is no /no/such/data.", ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["ran"]));
    }

    [Fact]
    public void Run_OntoAFullDisk_SaysSoAndLeavesNoHalfFile()
    {
        Book.Write(folder, "book", Declared, "new string('x', 200_000)");
        Directory.CreateDirectory(folder["disk"]);

        // A disk of 64 KiB that only this program sees.
        var ended = Script.Run(
            "unshare",
            ["-rm", "bash", "-c", "mount -t tmpfs -o size=64k tmpfs disk || exit 99; dotnet \"$1\" run book.ipynb --out disk; code=$?; ls -A disk; exit $code", "bash", Program],
            folder.Root);
        Assert.SkipWhen(ended.Code is 99 or 1 && ended.Error.Contains("unshare", StringComparison.Ordinal), "this system lets no user mount a small disk");

        log.WriteLine(ended.Error);
        Assert.Equal(ExitCodes.Usage, ended.Code);
        Assert.Contains("is full", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(".part", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithABrokenNotebookFile_IsRefused()
    {
        folder.Write("book.ipynb", "{ \"cells\": [");

        var ended = Nk("run", "book.ipynb");

        Assert.Equal(ExitCodes.Usage, ended.Code);
        Assert.Contains("book.ipynb", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--params")]
    [InlineData("--help")]
    public void Params_ListsNameTypeDefaultAndComment_AndRunsNothing(string option)
    {
        Book.Write(folder, "book", Declared, $"File.WriteAllText(@\"{folder["ran"]}\", \"\");");

        var ended = Nk("run", "book.ipynb", option);

        Assert.Equal(ExitCodes.Ok, ended.Code);
        Assert.Matches(@"n\s+int\s+3\s+how many", ended.Output);
        Assert.Matches("""mode\s+string\s+"small"\s+the recipe""", ended.Output);
        Assert.False(File.Exists(folder["ran"]));
    }

    private Ended Nk(params string[] arguments) => Script.Run("dotnet", [Program, .. arguments], folder.Root);
}
