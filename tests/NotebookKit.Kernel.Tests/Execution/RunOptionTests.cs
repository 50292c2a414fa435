using System.Xml.Linq;
using NotebookKit.Kernel.Execution;
using Xunit;

namespace NotebookKit.Kernel.Tests.Execution;

/// <summary>What the options of a run change.</summary>
public sealed class RunOptionTests
{
    private const string Endless = "while (true) { System.Threading.Thread.Sleep(10); }";

    [Fact]
    public void Inputs_AnswerTheQuestionsThatCellsAsk()
    {
        using var notebook = new NotebookInFolder(
            "input(\"Your name? \") + Console.ReadLine()", "#!set --name age --value @input:\"AGE:\"\nage");
        var outcome = Run(notebook.Options with { Inputs = Pairs(("your name", "Ada"), ("", "!"), ("age", "36")) });

        Assert.Equal((ExitCodes.Ok, (string?)null), (outcome.ExitCode, outcome.Message));
        Assert.Contains("Ada!", notebook.OutputOf(1), StringComparison.Ordinal);
        Assert.Contains("36", notebook.OutputOf(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_OfAnotherName_AreNamedByTheError()
    {
        using var notebook = new NotebookInFolder("input(\"colour: \")");
        var outcome = Run(notebook.Options with { Inputs = Pairs(("color", "red")) });

        Assert.Equal(ExitCodes.CellFailed, outcome.ExitCode);
        Assert.Contains("has no input for 'colour', and nobody is there to ask. Did you mean 'color'? ", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllowErrors_RunsOnAndStillTellsOfThem()
    {
        using var notebook = new NotebookInFolder("throw new Exception(\"one\");", "no such thing", "40 + 2");
        var outcome = Run(notebook.Options with { AllowErrors = true });

        Assert.Equal((ExitCodes.CellFailed, 1), (outcome.ExitCode, outcome.Failure!.Number));
        Assert.Equal("2 cells failed; the first: Cell 1, line 1: System.Exception: one", outcome.Message);
        Assert.Contains("42", notebook.OutputOf(3), StringComparison.Ordinal);
    }

    [Fact]
    public void StopAt_RunsTheFirstCellsOnly()
    {
        using var notebook = new NotebookInFolder("1", "2", "throw new Exception();");
        Assert.Equal(ExitCodes.Ok, Run(notebook.Options with { StopAt = 2 }).ExitCode);
        Assert.Equal([1, 2, null], notebook.Executed.Cells.Select(c => c.ExecutionCount));

        var refused = Run(notebook.Options with { StopAt = 4 });
        Assert.Equal((ExitCodes.Usage, "The run can stop at cell 1 to 3, the code cells of sample, but not at 4."), (refused.ExitCode, refused.Message));
    }

    [Fact]
    public void Timeout_OfTheRun_StopsTheCellThatRuns_ErrorsAllowedOrNot()
    {
        using var notebook = new NotebookInFolder("1", Endless, "3");
        var outcome = Run(notebook.Options with { Timeout = TimeSpan.FromSeconds(2), AllowErrors = true });

        Assert.Equal(ExitCodes.Timeout, outcome.ExitCode);
        Assert.Equal("The run took longer than 2 s and was stopped in cell 2.", outcome.Message);
        Assert.Equal([1, 2, null], notebook.Executed.Cells.Select(c => c.ExecutionCount));
    }

    [Fact]
    public void WorkingDirectory_HoldsForTheCellsAlone()
    {
        using var notebook = new NotebookInFolder("Environment.CurrentDirectory");
        var (before, folder) = (Environment.CurrentDirectory, Directory.CreateTempSubdirectory("nk-work"));
        try
        {
            Run(notebook.Options with { WorkingDirectory = folder.FullName });
            Assert.Contains(folder.Name, notebook.OutputOf(1), StringComparison.Ordinal);
            Assert.Equal(before, Environment.CurrentDirectory);
        }
        finally
        {
            folder.Delete();
        }
    }

    [Fact]
    public void StoreTimes_WritesThemIntoTheMetadata_AndARunWithoutTakesThemOut()
    {
        using var notebook = new NotebookInFolder("1", "");
        Run(notebook.Options with { StoreTimes = true });
        var times = notebook.Executed.Cells[0].Metadata["execution"]!.AsObject();
        var (start, end) = ((DateTimeOffset)times["iopub.execute_input"]!, (DateTimeOffset)times["shell.execute_reply"]!);
        Assert.InRange(end, start, start.AddHours(1));
        Assert.Equal(4, times.Count);
        Assert.DoesNotContain("execution", notebook.Executed.Cells[1].Metadata.Select(m => m.Key));

        File.Copy(Path.Combine(notebook.OutputDirectory, "sample.ipynb"), notebook.SourcePath, overwrite: true);
        Run(notebook.Options);
        Assert.DoesNotContain("execution", notebook.Executed.Cells[0].Metadata.Select(m => m.Key));
    }

    [Theory]
    [InlineData(RunFormat.Markdown, "sample.md")]
    [InlineData(RunFormat.Trx, "sample.trx")]
    [InlineData(RunFormat.JUnit, "sample.junit.xml")]
    [InlineData(RunFormat.Ipynb, null)]
    public void Format_StandsBesideTheNotebook(RunFormat format, string? file)
    {
        using var notebook = new NotebookInFolder("1");
        var outcome = Run(notebook.Options with { Format = format });

        Assert.Equal(file, Path.GetFileName(outcome.ReportPath));
        Assert.Equal(
            new[] { "sample.ipynb", file }.OfType<string>().Order(),
            Directory.GetFiles(notebook.OutputDirectory).Select(f => Path.GetFileName(f)).Order());
    }

    [Fact]
    public void Reports_HaveATestForEachCell()
    {
        using var notebook = new NotebookInFolder("// first\n1", "throw new Exception(\"<\\u0001é\");", "3");
        var junit = XDocument.Load(Run(notebook.Options with { Format = RunFormat.JUnit }).ReportPath!).Descendants("testsuite").Single();
        Assert.Equal(("3", "1", "1"), ((string?)junit.Attribute("tests"), (string?)junit.Attribute("failures"), (string?)junit.Attribute("skipped")));
        Assert.Equal(["In[1] 1", "In[2] throw new Exception(\"<\\u0001é\");", "In[3] 3"], junit.Elements().Select(t => (string?)t.Attribute("name")));
        Assert.Equal("<é", (string?)junit.Descendants("failure").Single().Attribute("message"));

        XNamespace vs = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        var trx = XDocument.Load(Run(notebook.Options with { Format = RunFormat.Trx }).ReportPath!).Root!;
        var results = trx.Descendants(vs + "UnitTestResult").ToList();
        Assert.Equal(["Passed", "Failed", "NotExecuted"], results.Select(r => (string?)r.Attribute("outcome")));
        Assert.Equal(
            results.Select(r => (string?)r.Attribute("testId")), trx.Descendants(vs + "UnitTest").Select(t => (string?)t.Attribute("id")));
        Assert.Contains("System.Exception: <é", trx.Descendants(vs + "Message").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Died_MarksTheCellThatRan_AndKeepsTheOutputsBefore()
    {
        using var notebook = new NotebookInFolder("1 + 1", "2", "3");
        string? left = null;
        var observer = new RecordingObserver(number => left = number == 2 ? File.ReadAllText(Path.Combine(notebook.OutputDirectory, "sample.ipynb")) : left);
        var options = notebook.Options with { SaveInterval = TimeSpan.Zero, Format = RunFormat.JUnit };
        Run(options with { Observer = observer });
        File.WriteAllText(Path.Combine(notebook.OutputDirectory, "sample.ipynb"), left);       // as a crash in cell 2 leaves it

        var outcome = NotebookRunner.Died(options, "by signal SIGSEGV");

        const string Message = "The process of the cells ended by signal SIGSEGV while In[2] ran.";
        Assert.Equal((ExitCodes.KernelDied, Message, 2), (outcome.ExitCode, outcome.Message, outcome.Failure!.Number));
        Assert.Contains("\"2\"", notebook.OutputOf(1), StringComparison.Ordinal);
        Assert.Contains(Message, notebook.OutputOf(2), StringComparison.Ordinal);
        Assert.Equal([1, 2, null], notebook.Executed.Cells.Select(c => c.ExecutionCount));
        Assert.Equal("1", (string?)XDocument.Load(outcome.ReportPath!).Descendants("testsuite").Single().Attribute("skipped"));
    }

    [Fact]
    public void Died_BeforeAnyCell_SaysSo()
    {
        using var notebook = new NotebookInFolder("1");
        var outcome = NotebookRunner.Died(notebook.Options, "with exit code 7");
        Assert.Equal(new RunOutcome(ExitCodes.KernelDied, "The process of the cells ended with exit code 7 before the first."), outcome);
    }

    private static RunOutcome Run(RunnerOptions options) => NotebookRunner.Run(options, CancellationToken.None);

    private static Dictionary<string, string> Pairs(params (string Key, string Value)[] pairs) =>
        pairs.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
}
