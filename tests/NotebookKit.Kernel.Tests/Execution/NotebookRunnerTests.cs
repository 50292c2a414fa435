using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;
using Xunit;

namespace NotebookKit.Kernel.Tests.Execution;

public sealed class NotebookRunnerTests
{
    [Fact]
    public void Run_AllCellsGood_WritesExecutedNotebookAndPage()
    {
        using var notebook = new NotebookInFolder("var x = 2;\nConsole.WriteLine($\"x is {x}\");", "  ", "display(x);\nx * 3");
        var observer = new RecordingObserver();
        var outcome = NotebookRunner.Run(notebook.Options with { Observer = observer }, CancellationToken.None);

        Assert.Equal(new RunOutcome(ExitCodes.Ok, null, Path.Combine(notebook.OutputDirectory, "sample.ipynb"), Path.Combine(notebook.OutputDirectory, "sample.html")), outcome);
        Assert.Equal(["start 1/2 var x = 2;", "stdout x is 2", "end 1 ", "start 2/2 display(x);", "display 2", "display 6", "end 2 "], observer.Lines);
        Assert.Equal([1, null, 2], notebook.Executed.Cells.Select(c => c.ExecutionCount));
        Assert.Equal("""[{"name":"stdout","output_type":"stream","text":["x is 2\n"]}]""", notebook.OutputOf(1));
        Assert.Contains("\"output_type\":\"execute_result\"", notebook.OutputOf(3), StringComparison.Ordinal);
        Assert.Equal(".net-csharp", (string?)notebook.Executed.Metadata["kernelspec"]!["name"]);
        Assert.DoesNotContain("class=\"failed\"", notebook.Page, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(notebook.OutputDirectory).Length);
    }

    [Fact]
    public void Run_CellThrows_StopsWithCellLineAndMessage()
    {
        using var notebook = new NotebookInFolder("1", "var a = 1;\n\nthrow new InvalidOperationException(\"no <b>\");", "3");
        var outcome = NotebookRunner.Run(notebook.Options, CancellationToken.None);

        Assert.Equal(ExitCodes.CellFailed, outcome.ExitCode);
        Assert.Equal("Cell 2, line 3: System.InvalidOperationException: no <b>", outcome.Message);
        Assert.Equal((2, "c2", 3), (outcome.Failure!.Number, outcome.Failure.Id, outcome.Failure.Error.Line));
        Assert.Contains("\"output_type\":\"error\"", notebook.OutputOf(2), StringComparison.Ordinal);
        Assert.Equal([1, 2, null], notebook.Executed.Cells.Select(c => c.ExecutionCount));
        Assert.Contains("<a href=\"#cell-c2\">Cell 2: System.InvalidOperationException: no &lt;b&gt;</a>", notebook.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("no <b>", notebook.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_CellDoesNotCompile_StopsWithTheCompilersPlace()
    {
        using var notebook = new NotebookInFolder("var a = 1;\nb");
        var outcome = NotebookRunner.Run(notebook.Options, CancellationToken.None);
        Assert.Equal(ExitCodes.CellFailed, outcome.ExitCode);
        Assert.StartsWith("Cell 1, line 2: CompilationError: In[1]:2:1: CS0103:", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Parameters_AreSetBehindTheirCellAndSeenByTheRun()
    {
        using var notebook = new NotebookInFolder(
            [
                NotebookCell.NewCode("p", "double rate = 0.5; // share", Parameters.Tag),
                NotebookCell.NewCode("q", "$\"{rate / 2} {RunContext.Current.NotebookName} {RunContext.Current.Parameters[\"rate\"]}\""),
            ]);
        var outcome = NotebookRunner.Run(
            notebook.Options with { Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["rate"] = "1" } }, CancellationToken.None);

        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.Contains("0.5 sample 1", notebook.OutputOf(3), StringComparison.Ordinal);
        Assert.Null(RunContext.Current.NotebookName);
    }

    [Fact]
    public void Run_UnknownParameter_IsRefusedBeforeAnyCellRuns()
    {
        using var notebook = new NotebookInFolder([NotebookCell.NewCode("p", "int epochs = 1;", Parameters.Tag)]);
        var observer = new RecordingObserver();
        var outcome = NotebookRunner.Run(
            notebook.Options with { Observer = observer, Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["epoch"] = "1" } },
            CancellationToken.None);

        Assert.Equal(new RunOutcome(ExitCodes.Usage, "No parameter 'epoch' in sample. Did you mean 'epochs'? It has: epochs."), outcome);
        Assert.Empty(observer.Lines);
        Assert.False(Directory.Exists(notebook.OutputDirectory));
    }

    [Fact]
    public void Run_CellOfAnotherLanguage_IsRefusedBeforeAnyCellRuns()
    {
        var cell = NotebookCell.NewCode("p", "let x = 1");
        cell.Metadata["dotnet_interactive"] = new System.Text.Json.Nodes.JsonObject { ["language"] = "fsharp" };
        using var notebook = new NotebookInFolder([cell]);
        var outcome = NotebookRunner.Run(notebook.Options, CancellationToken.None);
        Assert.Equal(ExitCodes.Usage, outcome.ExitCode);
        Assert.Contains("Cell 1 of sample is in fsharp", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OutputFolderHoldsTheNotebook_IsRefused()
    {
        using var notebook = new NotebookInFolder("1");
        var outcome = NotebookRunner.Run(
            notebook.Options with { OutputDirectory = Path.GetDirectoryName(notebook.SourcePath)! }, CancellationToken.None);
        Assert.Equal(ExitCodes.Usage, outcome.ExitCode);
        Assert.Contains("would replace", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ResultCannotBeWritten_SaysSoAndLeavesNoHalfFile()
    {
        using var notebook = new NotebookInFolder("1");
        Directory.CreateDirectory(Path.Combine(notebook.OutputDirectory, "sample.ipynb"));      // in the way
        var outcome = NotebookRunner.Run(notebook.Options, CancellationToken.None);
        Assert.Equal(ExitCodes.Usage, outcome.ExitCode);
        Assert.Contains("sample.ipynb could not be written", outcome.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(notebook.OutputDirectory));
    }

    [Fact]
    public void Run_Progress_LeavesOneOutputWithItsFinalLine()
    {
        using var notebook = new NotebookInFolder("using (var p = Progress.Start(\"Work\", 3)) { for (var i = 1; i <= 3; i++) p.Report(i); }");
        NotebookRunner.Run(notebook.Options, CancellationToken.None);
        Assert.Single(notebook.Executed.Cells[0].Outputs);
        Assert.Contains("Work: 3 step in", notebook.OutputOf(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TaskThatOutlivesItsCell_WritesIntoTheCellThatStartedIt()
    {
        using var notebook = new NotebookInFolder(
            "var go = new TaskCompletionSource(); var late = Task.Run(async () => { await go.Task; Console.Write(\"late\"); });",
            "go.SetResult(); await late; Console.Write(\"own\");");
        NotebookRunner.Run(notebook.Options, CancellationToken.None);
        Assert.Contains("\"late\"", notebook.OutputOf(1), StringComparison.Ordinal);
        Assert.DoesNotContain("late\"", notebook.OutputOf(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_CellReplacesConsoleOut_NextCellIsStillHeard()
    {
        using var notebook = new NotebookInFolder("Console.SetOut(TextWriter.Null);", "Console.Write(\"heard\");");
        var before = Console.Out;
        NotebookRunner.Run(notebook.Options, CancellationToken.None);
        Assert.Contains("heard", notebook.OutputOf(2), StringComparison.Ordinal);
        Assert.Same(before, Console.Out);
    }

    [Fact]
    public void Run_CellAsksForInput_IsAnErrorAndNoEndlessWait()
    {
        using var notebook = new NotebookInFolder("Console.ReadLine()");
        var outcome = NotebookRunner.Run(notebook.Options, CancellationToken.None);
        Assert.Equal(ExitCodes.CellFailed, outcome.ExitCode);
        Assert.Contains("has no input", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ThreadsPrintWhileTheObserverPrints_NothingWaitsForEver()
    {
        using var notebook = new NotebookInFolder(
            "Parallel.For(0, 400, i => { Console.WriteLine(\"line\"); display(i); });");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var observer = new RecordingObserver();
        var outcome = NotebookRunner.Run(notebook.Options with { Observer = observer }, limit.Token);

        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.Equal(400, observer.Lines.Count(l => l.StartsWith("display", StringComparison.Ordinal)));
        Assert.Equal(400, notebook.OutputOf(1).Split("line\\n").Length - 1);
    }
}
