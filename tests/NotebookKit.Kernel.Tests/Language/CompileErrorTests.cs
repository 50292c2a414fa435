using NotebookKit.Kernel.Language;
using Xunit;

namespace NotebookKit.Kernel.Tests.Language;

public sealed class CompileErrorTests
{
    private readonly CSharpEvaluator evaluator = Evaluators.New();

    [Fact]
    public void Describe_WrongName_PointsAtLineAndColumnWithCaret()
    {
        var result = evaluator.Run("var length = 1;\n\nfor (var i = 0; i < 2; i++) { var y = lenght + i; }");

        Assert.Equal("CompilationError", result.Error!.Name);
        Assert.Equal(3, result.Error.Line);
        Assert.StartsWith("In[1]:3:39: CS0103:", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal("    for (var i = 0; i < 2; i++) { var y = lenght + i; }", result.Error.Traceback[1]);
        Assert.Equal(new string(' ', 4 + 38) + "^^^^^^", result.Error.Traceback[2]);
        Assert.Equal("    hint: did you mean 'length'?", result.Error.Traceback[3]);
    }

    [Theory]
    [InlineData("using var s = new System.IO.MemoryStream();", "using (var x = ...)")]
    [InlineData("using System.IO.MemoryStream s = new();", "using (var x = ...)")]
    [InlineData("Span<int> s = new int[3];", "Put the lines into braces")]
    [InlineData("[1, 2, 3]", "new[] { 1, 2, 3 }")]
    [InlineData("var x = 1;\nx;", "leave the semicolon out")]
    [InlineData("var r = new Regex(\"a\");", "'using System.Text.RegularExpressions;'")]
    [InlineData("\"text\".Lenght", "'Length'")]
    [InlineData("Math.Sqroot(2)", "'Sqrt'")]
    [InlineData("async Task<string> F() => await Task.FromResult(\"x\");\nF().Length", "write 'await'")]
    [InlineData("int i = Task.FromResult(1);", "write 'await'")]
    public void Describe_WhatCellsCannotDo_SaysWhatToWriteInstead(string code, string hint) =>
        Assert.Contains(hint, evaluator.Run(code).Trace(), StringComparison.Ordinal);

    [Fact]
    public void Describe_ClassDeclaredAgain_ExplainsTheTwoTypes()
    {
        var trace = evaluator.Run("class P { }\nvar p = new P();", "class P { }", "P q = p;").Trace();
        Assert.Contains("declared again", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("Submission#", trace, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var counted = 1; int wrong = \"a\";", "counted")]
    [InlineData("int counted() => 1; int wrong = \"a\";", "counted()")]
    [InlineData("class counted { } int wrong = \"a\";", "new counted()")]
    [InlineData("var (counted, other) = (1, 2); int wrong = \"a\";", "counted")]
    public void Describe_NameOfACellThatDidNotCompile_SaysWhichCell(string declaring, string use)
    {
        var hint = "hint: 'counted' is declared in In[1], which did not compile: mend it and run it first.";
        Assert.Contains(hint, evaluator.Run(declaring, use).Trace(), StringComparison.Ordinal);
        Assert.DoesNotContain(hint, evaluator.Run("class C { int counted; }", "countde").Trace(), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_NameOfACellThatWasNotRun_SaysSo()
    {
        evaluator.NotRun("#!time\nvar counted = 1;");
        Assert.Contains("in a cell that was not run", evaluator.Run("counted").Trace(), StringComparison.Ordinal);
        Assert.Equal(2, evaluator.Run("var counted = 2;", "counted").Value);
    }

    [Fact]
    public void Describe_ManyErrors_ShowsTwentyAndCounts()
    {
        var trace = evaluator.Run(string.Join('\n', Enumerable.Range(0, 30).Select(i => $"int a{i} = \"x\";"))).Trace();
        Assert.Contains("... and 10 more errors", trace, StringComparison.Ordinal);
    }
}
