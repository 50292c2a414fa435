using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Directives;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Tests.Execution;
using NotebookKit.Kernel.Tests.Language;
using Xunit;

namespace NotebookKit.Kernel.Tests.Directives;

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
        Assert.Contains("\"application/javascript\":[\"let x = 1;\"]", notebook.OutputOf(6), StringComparison.Ordinal);
        Assert.Matches("\"text/html\":.*script", notebook.OutputOf(6));
        Assert.Contains("\"text/vnd.mermaid\":[\"graph LR; a--\\u003Eb\"]", notebook.OutputOf(7), StringComparison.Ordinal);
        Assert.Contains("\"text/markdown\":[\"\\u0060\\u0060\\u0060mermaid\\n\"", notebook.OutputOf(7), StringComparison.Ordinal);
        Assert.Contains("int kept = 42", notebook.OutputOf(8), StringComparison.Ordinal);
        Assert.Contains("#!time", notebook.OutputOf(9), StringComparison.Ordinal);
        Assert.Contains("NotebookKit", notebook.OutputOf(10), StringComparison.Ordinal);
        Assert.Matches("\"43\".*\"44\"", notebook.OutputOf(11));
        Assert.Contains("execute_result", notebook.OutputOf(12), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var a = 1;\n#!tiem", 2, "Did you mean 'time'")]
    [InlineData("#!fsharp\nlet x = 1", 1, "C# cells alone")]
    [InlineData("#!time\nint x = ;", 2, "CS1525")]
    [InlineData("1\n#!who\n\nint x = ;", 4, "CS1525")]
    public void Mistakes_NameTheLine(string code, int line, string message)
    {
        var error = new DirectiveEvaluator(Evaluators.New(), [], ".").Run(code).Error!;
        Assert.Equal(("CompilationError", line), (error.Name, error.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ValueAndSet_PutTextIntoVariables()
    {
        var evaluator = New();
        Assert.Equal("a \"b\"\nc", evaluator.Run("#!value --name v\na \"b\"\nc", "v").Value);
        Assert.Equal("two words", evaluator.Run("#!set --name w --value \"two words\"", "w").Value);
        Assert.Equal(5, evaluator.Run("var n = 5;", "#!set --name m --value @csharp:n", "#!share m --from csharp --as k", "k").Value);
        Assert.Contains("--name is missing", evaluator.Run("#!set --value 1").Error!.Message, StringComparison.Ordinal);
        Assert.Contains("no name of a variable", evaluator.Run("#!set --value 1 --name a;b").Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Question_OfADirective_ThatNobodyAnswers_FailsTheCellAlone()
    {
        using var notebook = new NotebookInFolder("#!set --name who --value @input:\"who?\"");
        var outcome = NotebookRunner.Run(notebook.Options, CancellationToken.None);
        Assert.Equal(ExitCodes.CellFailed, outcome.ExitCode);
        Assert.Contains("DirectiveError: In[1]:1: A notebook run has no input", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reset_ForgetsVariables()
    {
        var evaluator = New();
        Assert.Equal(2, evaluator.Run("var x = 1;", "#!reset\nvar y = 2;\ny").Value);
        Assert.Contains("CS0103", evaluator.Run("x").Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_RunsTheCellsOfEveryKindOfFile()
    {
        var folder = Directory.CreateTempSubdirectory("nk-import");
        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);
        Write("a.csx", "var a = 1;\nint Next(int i) => i + 1;");
        Write("b.cs", "#load \"a.csx\"\nvar b = Next(a);");
        Write("c.dib", "#!meta\n{}\n#!markdown\n# Title\n#!csharp\nvar c = 3;\n#!html\n<b>x</b>\n#!csharp\nvar d = c + 1;");
        Write("e.ipynb", "{\"nbformat\":4,\"nbformat_minor\":2,\"metadata\":{},\"cells\":[{\"cell_type\":\"code\",\"source\":[\"var e = 5;\"]},"
            + "{\"cell_type\":\"code\",\"source\":[\"int bad = \\\"text\\\";\"]}]}");
        Write("loop.csx", "#load \"loop.csx\"");
        Write("page.md", "# Page");
        var evaluator = new DirectiveEvaluator(Evaluators.New(), [], folder.FullName);
        Assert.Equal(2, evaluator.Run("#!import b.cs", "b").Value);
        Assert.Equal(4, evaluator.Run("#!import \"c.dib\"\nd").Value);
        Assert.Null(evaluator.Run("#!import page.md").Error);
        Assert.StartsWith("e.ipynb[2]:1:11: CS0029", evaluator.Run("#!import e.ipynb").Error!.Message, StringComparison.Ordinal);
        Assert.Equal(5, evaluator.Run("e").Value);
        Assert.Contains("imports itself: loop.csx > loop.csx", evaluator.Run("#!import loop.csx").Error!.Message, StringComparison.Ordinal);
        Assert.Contains("There is no file gone.cs", evaluator.Run("#!import gone.cs").Error!.Message, StringComparison.Ordinal);
        Write("a.txt", "");
        Assert.Contains("reads .ipynb", evaluator.Run("#!import a.txt").Error!.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Assembly_IsReferencedByPath_AndAProjectLoadedAgainWhenItChanged()
    {
        var folder = Directory.CreateTempSubdirectory("nk-project");
        File.WriteAllText(Path.Combine(folder.FullName, "Lib.csproj"),
            $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net{Environment.Version.Major}.0</TargetFramework>"
            + "</PropertyGroup></Project>");
        void Write(int answer) => File.WriteAllText(Path.Combine(folder.FullName, "Lib.cs"),
            $"namespace Lib; /// <summary>x</summary>\npublic static class Answer {{ public static int Of() => {answer}; public static int Only{answer} => 1; }}");
        Write(1);
        var evaluator = new DirectiveEvaluator(Evaluators.New(), [], folder.FullName);
        var first = evaluator.Run("#r \"project: Lib.csproj\"\nLib.Answer.Of()");
        Assert.True(first.Error is null, first.Error?.Message);
        Assert.Equal(1, first.Value);
        Assert.Contains("has not changed", evaluator.Run("#r \"Lib.csproj\"").Warnings.Single(), StringComparison.Ordinal);
        Write(2);
        Assert.Equal(3, evaluator.Run("#r \"Lib.csproj\"\nLib.Answer.Of() + Lib.Answer.Only2").Value);

        var dll = Directory.GetFiles(Path.Combine(folder.FullName, "bin"), "Lib.dll", SearchOption.AllDirectories)[0];
        Assert.Equal(2, new DirectiveEvaluator(Evaluators.New(), [], Path.GetDirectoryName(dll)!).Run("#r \"Lib.dll\"\nLib.Answer.Of()").Value);
        File.WriteAllText(Path.Combine(folder.FullName, "Lib.cs"), "class {");
        var failed = evaluator.Run("#r \"Lib.csproj\"").Error!;
        Assert.Contains("does not build", failed.Message, StringComparison.Ordinal);
        Assert.Contains("CS1001", string.Join('\n', failed.Traceback), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void NoCheck_LeavesTheCheckpointsOut()
    {
        const string Code = "int F() { return new System.Diagnostics.StackTrace().GetFrame(0).GetMethod().GetMethodBody().GetILAsByteArray().Length; }\nF()";
        Assert.True((int)New().Run("#!nocheck\n" + Code).Value! < (int)New().Run(Code).Value!);
    }

    [Theory]
    [InlineData("#!ti|", "time")]
    [InlineData("1\n#!wh|", "whos")]
    [InlineData("#!set --na|", "--name")]
    [InlineData("#!import sub/|", "b.csx")]
    [InlineData("#!import su|", "sub/")]
    [InlineData("#load \"sub/b|", "b.csx")]
    [InlineData("#r \"nuget: x.|", "x.package")]
    [InlineData("#r \"nuget: x.package, |", "1.2.3")]
    [InlineData("#r \"nuget: A\"\nMath.Ab|", "Abs")]
    public void Complete_KnowsDirectivesPathsAndPackages(string code, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("nk-complete");
        File.WriteAllText(Path.Combine(folder.CreateSubdirectory("sub").FullName, "b.csx"), "");
        folder.CreateSubdirectory("packages/x.package/1.2.3");
        var before = Environment.GetEnvironmentVariable("NUGET_PACKAGES");
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", Path.Combine(folder.FullName, "packages"));
        try
        {
            var services = new DirectiveEvaluator(Shared, [], folder.FullName).Services;
            var list = services.Complete(code.Replace("|", "", StringComparison.Ordinal), code.IndexOf('|'), TestContext.Current.CancellationToken);
            Assert.Contains(expected, list.Items.Select(i => i.Text));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NUGET_PACKAGES", before);
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Services_OtherText_IsNotTakenForCode()
    {
        var services = New().Services;
        Assert.Equal(CompletenessState.Complete, services.Check("#!markdown\nIt's {open").State);
        Assert.Equal(CompletenessState.Complete, services.Check("#r \"nuget: A\"\n#i \"nuget: b\"\n1").State);
        Assert.Contains("how long", services.Inspect("#!time", 4, false, TestContext.Current.CancellationToken)!.Text, StringComparison.Ordinal);
    }

    private static readonly CSharpEvaluator Shared = Evaluators.New();

    private static DirectiveEvaluator New() => new(Evaluators.New(), [], ".");
}
