using NotebookKit.Kernel.Language;
using Xunit;

namespace NotebookKit.Kernel.Tests.Language;

public sealed class CSharpEvaluatorTests
{
    private readonly CSharpEvaluator evaluator = Evaluators.New();

    [Theory]
    [InlineData("1 + 1", 2)]
    [InlineData("1 + 1   // with a comment behind", 2)]
    [InlineData("var x = 3; x", 3)]
    [InlineData("return 7;", 7)]
    [InlineData("await Task.FromResult(4)", 4)]
    [InlineData("int Twice(int v) => 2 * v; Twice(5)", 10)]
    [InlineData("static int Twice(this int v) => 2 * v;\n6.Twice()", 12)]
    [InlineData("record P(int X);\nnew P(8).X", 8)]
    [InlineData("{ Span<int> s = stackalloc int[3]; s[1] = 9; x = s[1]; }\nint x; x", 9)]
    [InlineData("(int a, int b) = (1, 2); a + b", 3)]
    [InlineData("string.Concat(\"a\", \"#! is text\").Length", 11)]
    public void Evaluate_LastExpressionWithoutSemicolon_IsTheValue(string code, int expected)
    {
        var result = evaluator.Run(code);
        Assert.Null(result.Error);
        Assert.True(result.HasValue);
        Assert.Equal(expected, result.Value);
    }

    [Theory]
    [InlineData("var x = 1;")]
    [InlineData("Console.Write(\"\")")]
    [InlineData("// nothing")]
    [InlineData("using System.Net;")]
    [InlineData("class C { }")]
    public void Evaluate_NoExpressionOrVoid_HasNoValue(string code)
    {
        var result = evaluator.Run(code);
        Assert.Null(result.Error);
        Assert.False(result.HasValue);
    }

    [Fact]
    public void Evaluate_NullExpression_IsAValue()
    {
        var result = evaluator.Run("(string)null");
        Assert.True(result.HasValue);
        Assert.Null(result.Value);
    }

    [Fact]
    public void Evaluate_Redeclaration_HidesTheOldOne() =>
        Assert.Equal("now text", evaluator.Run("var x = 1; class C { }", "var x = \"now text\"; class C { }", "x").Value);

    [Fact]
    public void Evaluate_UsingInOneCell_HoldsInLaterOnes() =>
        Assert.Equal("1", evaluator.Run("using System.Numerics;", "BigInteger.One.ToString()").Value);

    [Fact]
    public void Evaluate_FunctionOfEarlierCell_SeesItsVariables() =>
        Assert.Equal(12, evaluator.Run("var a = 5; int Plus(int b) => a + b;", "a = 10;", "Plus(2)").Value);

    [Fact]
    public void Evaluate_CellThatThrows_KeepsWhatItDid()
    {
        evaluator.Run("var kept = 0;");
        var failed = evaluator.Evaluate(
            new CellSource("In[2]", "kept = 1; var made = 2; throw new Exception(\"stop\");"), CancellationToken.None);
        var after = evaluator.Evaluate(new CellSource("In[3]", "kept + made"), CancellationToken.None);

        Assert.Equal("stop", failed.Error!.Message);
        Assert.Equal(3, after.Value);
    }

    [Fact]
    public void Evaluate_CellThatDoesNotCompile_ChangesNothing()
    {
        var failed = evaluator.Run("using System.Numerics; var x = 1; int y = \"text\";");
        Assert.Equal(CellFailure.Compilation, failed.Error!.Failure);
        Assert.Equal("CS0103", Code(evaluator.Run("x")));
        Assert.Equal("CS0103", Code(evaluator.Run("BigInteger.One")));

        static string Code(CellResult result) => result.Error!.Message.Split(": ")[1];
    }

    [Fact]
    public void Evaluate_ForgottenAwait_IsAWarningWithItsLine()
    {
        var result = evaluator.Run("async Task Work() { await Task.Yield(); }\nasync Task Start()\n{\n    Work();\n}");
        Assert.Null(result.Error);
        Assert.StartsWith("In[1]:4:", result.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ReleaseOptimised_TestedByTheDebuggableAttribute()
    {
        var flags = "typeof(C).Assembly.GetCustomAttributes(false).OfType<System.Diagnostics.DebuggableAttribute>()"
                    + ".Any(a => a.IsJITOptimizerDisabled)";
        Assert.Equal(false, evaluator.Run($"class C {{ }}\n{flags}").Value);
    }

    [Fact]
    public void Constructor_UsingOfNothing_IsRefused()
    {
        var error = Assert.Throws<UsageException>(() => new CSharpEvaluator([], ["No.Such.Space"]));
        Assert.Contains("No", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ThreeHundredCells_MemoryStaysBounded()
    {
        for (var i = 0; i < 20; i++)
        {
            evaluator.Run($"var warm{i} = {i}; warm{i} + 1");
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 300; i++)
        {
            var result = evaluator.Evaluate(
                new CellSource($"In[{i}]", $"var x{i} = {i}; for (var j = 0; j < 3; j++) {{ x{i} += j; }} x{i}"), CancellationToken.None);
            Assert.Equal(i + 3, result.Value);
        }

        var growth = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / 1024.0 / 300;
        TestContext.Current.SendDiagnosticMessage($"300 cells: {growth:0.000} MiB a cell");
        Assert.InRange(growth, 0, 0.2);
    }
}
