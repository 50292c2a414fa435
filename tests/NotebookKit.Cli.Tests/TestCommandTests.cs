using NotebookKit.Kernel;
using NotebookKit.Kernel.Execution;

namespace NotebookKit.Cli.Tests;

/// <summary><c>nk test</c> over programs that stand in for test executables.</summary>
public sealed class TestCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Close_PrintsReasonsAndMessagesBeforeTheCounts_AloneOnTheLastLine()
    {
        using var output = new StringWriter();
        var tally = new TestTally(2, [new("A.Fails", "1 is not 2\nat line 7")], [new("B.Skips", "no browser"), new("C.Skips", "no browser")]);

        var code = tally.Close(new Terminal(output, TextWriter.Null, live: false));

        Assert.Equal(ExitCodes.CellFailed, code);
        Assert.Equal(
            """
            skipped: no browser
                B.Skips
                C.Skips
            FAILED: A.Fails
                1 is not 2
                at line 7
            2 passed, 1 failed, 2 skipped

            """,
            output.ToString());
    }

    [Fact]
    public void All_FindsTheTestProjectsAndRunsTheNotebooksLast()
    {
        foreach (var name in new[] { "Kit.Notebooks.Tests", "Kit.Torch.Tests", "Kit.Cli.Tests" })
        {
            folder.Write($"tests/{name}/{name}.csproj", "");
        }

        folder.Write("tests/oracles/values.json", "{}");

        Assert.Equal(
            ["Kit.Cli.Tests", "Kit.Torch.Tests", "Kit.Notebooks.Tests"],
            TestExecutable.All(new Home(folder.Root)).Select(executable => executable.Name));
    }

    [Fact]
    public void Run_OfAnExecutableThatWasNotBuilt_IsAFailure()
    {
        folder.Write("tests/Kit.Tests/Kit.Tests.csproj", "");

        var ended = InProcess.Run(new Home(folder.Root), "test");

        Assert.Equal(ExitCodes.CellFailed, ended.Code);
        Assert.Contains("was not built", ended.Output, StringComparison.Ordinal);
        Assert.EndsWith("0 passed, 1 failed, 0 skipped\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OfAProgramThatReportsNothing_IsAFailure()
    {
        // nk itself stands in for a test executable: it refuses the reporter's options and ends with code 2.
        folder.Write("tests/Kit.Tests/Kit.Tests.csproj", "");
        var executable = new TestExecutable("Kit.Tests", typeof(NkCommand).Assembly.Location);
        using var output = new StringWriter();

        var code = TestCommand.RunTests(
            [executable], new Home(folder.Root), [], new Terminal(output, TextWriter.Null, live: false), CancellationToken.None);

        Assert.Equal(ExitCodes.CellFailed, code);
        Assert.Contains("Kit.Tests ended with exit code 2", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OfRealTests_CountsThoseThatTheFilterNames()
    {
        var executable = new TestExecutable("NotebookKit.Cli.Tests", typeof(TestCommandTests).Assembly.Location);
        using var output = new StringWriter();

        var code = TestCommand.RunTests(
            [executable], new Home(folder.Root), ["testlogtests"], new Terminal(output, TextWriter.Null, live: false), CancellationToken.None);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.EndsWith("5 passed, 0 failed, 0 skipped\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithAFilterThatFitsNoTest_IsRefused()
    {
        var executable = new TestExecutable("NotebookKit.Cli.Tests", typeof(TestCommandTests).Assembly.Location);

        var error = Assert.Throws<UsageException>(() => TestCommand.RunTests(
            [executable], new Home(folder.Root), ["NoTestHasThisName" + "AtAll"], new Terminal(TextWriter.Null, TextWriter.Null, live: false),
            CancellationToken.None));

        Assert.Contains("No test has a name that contains", error.Message, StringComparison.Ordinal);
    }
}
