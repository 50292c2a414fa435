using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Tests.Execution;
using Xunit;

namespace NotebookKit.Kernel.Tests.Language;

/// <summary>Lines that start with #!.</summary>
public sealed class DirectiveTests
{
    [Fact]
    public void Directives_OfANotebook_DoWhatTheySay()
    {
        using var notebook = new NotebookInFolder(
            "#!time\nvar kept = 40 + 2;\nkept",
            "#!who",
            "#!whos",
            "#!markdown\n# Title \"unclosed\n#!csharp\nkept + 1",
            "#!html\n<b>bold</b>",
            "#!js\nlet x = 1;",
            "#!mermaid\ngraph LR; a-->b",
            "#!help kept",
            "#!lsmagic",
            "#!about",
            "kept + 1\n#!csharp\nkept + 2",
            "var s = @\"\n#!time is text here\";\ns.Length");
        var outcome = NotebookRunner.Run(notebook.Options, CancellationToken.None);

        Assert.Equal((ExitCodes.Ok, (string?)null), (outcome.ExitCode, outcome.Message));
        Assert.Matches("\"42\".*Wall time: [0-9.]+ms", notebook.OutputOf(1));
        Assert.Contains("\"kept\"", notebook.OutputOf(2), StringComparison.Ordinal);
        Assert.Contains("<td>kept</td><td>int</td><td>42</td>".Replace("<", "\\u003C").Replace(">", "\\u003E"), notebook.OutputOf(3), StringComparison.Ordinal);
        Assert.Matches("text/markdown.*# Title.*\"43\"", notebook.OutputOf(4));
        Assert.Contains("text/html", notebook.OutputOf(5), StringComparison.Ordinal);
        Assert.Contains("script", notebook.OutputOf(6), StringComparison.Ordinal);
        Assert.Contains("text/vnd.mermaid", notebook.OutputOf(7), StringComparison.Ordinal);
        Assert.Contains("int kept = 42", notebook.OutputOf(8), StringComparison.Ordinal);
        Assert.Contains("#!time", notebook.OutputOf(9), StringComparison.Ordinal);
        Assert.Contains("NotebookKit", notebook.OutputOf(10), StringComparison.Ordinal);
        Assert.Matches("\"43\".*\"44\"", notebook.OutputOf(11));
        Assert.Contains("execute_result", notebook.OutputOf(12), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var a = 1;\n#!tiem", 2, "Did you mean 'time'")]
    [InlineData("#!fsharp\nlet x = 1", 1, "cells are C# only")]
    [InlineData("#!time\nint x = ;", 2, "CS1525")]
    [InlineData("1\n#!who\n\nint x = ;", 4, "CS1525")]
    public void Mistakes_NameTheLine(string code, int line, string message)
    {
        var error = new DirectiveEvaluator(Evaluators.New()).Run(code).Error!;
        Assert.Equal(("CompilationError", line), (error.Name, error.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
