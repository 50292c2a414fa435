using NotebookKit.Kernel.Language;
using Xunit;

namespace NotebookKit.Kernel.Tests.Language;

public sealed class RuntimeErrorTests
{
    private readonly CSharpEvaluator evaluator = Evaluators.New();

    [Fact]
    public void Describe_ThrowInFunctionOfEarlierCell_ShowsBothCellsWithTheirLines()
    {
        var result = evaluator.Run(
            "int Fail(int k)\n{\n    if (k > 0) throw new ArgumentException(\"too big\");\n    return k;\n}",
            "// a comment\nvar a = 1;\nFail(a)");

        Assert.Equal("System.ArgumentException", result.Error!.Name);
        Assert.Equal("too big", result.Error.Message);
        Assert.Equal(3, result.Error.Line);
        Assert.Equal(
            [
                "System.ArgumentException: too big",
                "  at In[1]:line 3 in Fail",
                "  ---> if (k > 0) throw new ArgumentException(\"too big\");",
                "  at In[2]:line 3",
                "  ---> Fail(a)",
            ],
            result.Error.Traceback);
    }

    [Fact]
    public void Describe_AfterAwaitInLambda_HasNoCompilerNames()
    {
        var trace = evaluator.Run("Func<Task> f = async () =>\n{\n    await Task.Yield();\n    throw new Exception(\"x\");\n};\nawait f();").Trace();
        Assert.Contains("In[1]:line 4", trace, StringComparison.Ordinal);
        Assert.Contains("In[1]:line 6", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("MoveNext", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("<", trace.Replace("--->", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("NotebookKit.Kernel", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("TaskAwaiter", trace, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_InnerExceptions_AreIndentedAndAggregatesOfOneUnwrapped()
    {
        var result = evaluator.Run("Task.Run(() => { try { int.Parse(\"x\"); } catch (Exception e) { throw new InvalidOperationException(\"outer\", e); } }).Wait();");
        Assert.Equal("System.InvalidOperationException", result.Error!.Name);
        Assert.Contains("  caused by System.FormatException: ", result.Trace(), StringComparison.Ordinal);
        Assert.Equal(1, result.Error.Line);
    }

    [Fact]
    public void Describe_OldObjectOfRedeclaredClass_NamesTheCells()
    {
        var message = evaluator.Run("class P { }\nobject o = new P();", "class P { }\nvar p = (P)o;").Error!.Message;
        Assert.Contains("P (of In[1])", message, StringComparison.Ordinal);
        Assert.Contains("P (of In[2])", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_HostileException_IsStillTold()
    {
        var result = evaluator.Run("class Bad : Exception { public override string Message => throw new Exception(); }\nthrow new Bad();");
        Assert.Contains("its Message throws Exception", result.Error!.Message, StringComparison.Ordinal);

        result = evaluator.Run("throw new Exception(new string('x', 100_000));");
        Assert.InRange(result.Error!.Message.Length, 1, 11_000);
    }
}
