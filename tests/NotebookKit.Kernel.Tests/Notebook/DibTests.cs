using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;
using NotebookKit.Kernel.Tests.Execution;
using Xunit;

namespace NotebookKit.Kernel.Tests.Notebook;

/// <summary>.dib files, and cells in other languages.</summary>
public sealed class DibTests : IDisposable
{
    private const string Text = """
        #!meta
        {"kernelInfo":{"defaultKernelName":"csharp"}}

        #!markdown

        # Title

        #!csharp

        #!time
        var x = 40;

        #!fsharp

        let y = 1

        #!html

        <b>bold</b>

        #!csharp

        x + 2
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nk-dib");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Read_ADibFile_GivesItsCells()
    {
        var cells = NotebookDocument.Read(Dib()).Cells;
        Assert.Equal(
            [("markdown", "# Title"), ("code", "#!time\nvar x = 40;"), ("code", "let y = 1"), ("code", "<b>bold</b>"),
                ("code", "x + 2")],
            cells.Select(c => (c.Kind, c.Source)));
    }

    [Fact]
    public void Run_ADibFile_WithoutOtherLanguages_ShowsAndRuns()
    {
        var outcome = Run(skip: true);
        Assert.Equal((ExitCodes.Ok, (string?)null), (outcome.ExitCode, outcome.Message));
        var outputs = Ipynb.Read(outcome.NotebookPath!).Cells.Select(c => c.Outputs.ToJsonString()).ToList();
        Assert.Contains("Wall time", outputs[1], StringComparison.Ordinal);
        Assert.Equal("[]", outputs[2]);
        Assert.Contains("text/html", outputs[3], StringComparison.Ordinal);
        Assert.Contains("\"42\"", outputs[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ACellInAnotherLanguage_SaysWhichOneBeforeAnythingRuns()
    {
        var outcome = Run(skip: false);
        Assert.Equal(ExitCodes.Usage, outcome.ExitCode);
        Assert.Contains("Cell 2 of a is in fsharp", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("--skip-other-languages", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ACellWhoseFirstLineNamesAnotherLanguage_IsLeftOutToo()
    {
        using var notebook = new NotebookInFolder("#!pwsh\nGet-Item .", "1 + 1");
        var outcome = NotebookRunner.Run(notebook.Options with { SkipOtherLanguages = true }, CancellationToken.None);
        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.Equal([null, 1], notebook.Executed.Cells.Select(c => c.ExecutionCount));
    }

    private RunOutcome Run(bool skip) => NotebookRunner.Run(
        new RunnerOptions
        {
            NotebookPath = Dib(), OutputDirectory = Path.Combine(folder.FullName, "out"), SkipOtherLanguages = skip,
        },
        CancellationToken.None);

    private string Dib()
    {
        var path = Path.Combine(folder.FullName, "a.dib");
        File.WriteAllText(path, Text);
        return path;
    }
}
