using NotebookKit.Kernel.Directives;
using Xunit;

namespace NotebookKit.Kernel.Tests.Language;

/// <summary>Cells that are compiled as libraries.</summary>
public sealed class LibraryCellTests
{
    private readonly DirectiveEvaluator evaluator = new(Evaluators.New(), [], ".");

    [Theory]
    [InlineData("namespace N.M { public class C { public int V => 4; } }", "new C().V", 4)]
    [InlineData("namespace N;\nclass C { public int V => 5; }", "new N.C().V", 5)]
    [InlineData("static class E { public static int Twice(this int v) => 2 * v; }", "3.Twice()", 6)]
    [InlineData("static class E { extension(int v) { public int Thrice => 3 * v; } }", "3.Thrice", 9)]
    [InlineData("file class F { public int V => 7; }\npublic class C { public int V => new F().V; }", "new C().V", 7)]
    [InlineData("#!library\ndelegate int D(int x);\nenum E { A = 8 }", "D d = x => x + (int)E.A; d(0)", 8)]
    public void Library_IsThereForLaterCells(string library, string use, int expected)
    {
        var result = evaluator.Run(library, use);
        Assert.True(result.Error is null, result.Error?.Message);
        Assert.Equal(expected, result.Value);
    }

    [Fact]
    public void Statements_BesideTypes_RunAsACellThatSeesThem()
    {
        var result = evaluator.Run(
            "using System.Numerics;",
            "var b = 7.Big();\nstatic class E { public static BigInteger Big(this int v) => v; }\nb", "(int)b");
        Assert.True(result.Error is null, result.Error?.Message);
        Assert.Equal(7, result.Value);
    }

    [Fact]
    public void Library_UsesEarlierLibrariesAndUsingsOfCells() => Assert.Equal("(1, 2)", evaluator.Run(
        "using System.Numerics;\nclass Own { }", "using static Own;",
        "namespace A { public class P { public Complex C => new(1, 2); } }",
        "namespace B { public class Q { public string S => new P().C.ToString().Trim('<', '>').Replace(';', ','); } }",
        "$\"({new Q().S})\"").Value);

    [Fact]
    public void Library_DeclaredAgain_TakesTheOldOnesPlace()
    {
        var result = evaluator.Run(
            "namespace N { public class C { public int V => 1; } }",
            "namespace N { public class D { public int V => 10; } }",
            "var old = new C();",
            "namespace N { public class C { public int V => 2; } public class D { public int V => 20; } }",
            "$\"{old.GetType().GetProperty(\"V\").GetValue(old)} {new C().V} {new D().V}\"");
        Assert.True(result.Error is null, result.Error?.Message);
        Assert.Equal("1 2 20", result.Value);
    }

    [Fact]
    public void Library_WithStatementsThatDoNotCompile_ChangesNothing()
    {
        var result = evaluator.Run("namespace N { public class C { } }\nint x = \"text\";", "typeof(N.C)");
        Assert.Contains("CS0246", result.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("// first\nnamespace N\n{\n    class C { int x = \"text\"; }\n}", "In[1]:4:23: CS0029")]
    [InlineData("namespace N { class C { void F() { } }\n class D { int F(Own o) => 1; } }", "a library sees packages")]
    public void Error_NamesTheLineOfTheCellAndWhatToDo(string code, string expected) => Assert.Contains(
        expected, evaluator.Run(code) is { Error: { } e } ? e.Message + string.Join('\n', e.Traceback) : "",
            StringComparison.Ordinal);

    [Fact]
    public void Exception_InALibrary_ShowsItsLine()
    {
        var error = evaluator.Run(
            "namespace N { public static class C {\n  public static int F(int x) => x == 0 ? throw new Exception(\"x\") : 1;\n} }",
            "C.F(0)").Error!;
        Assert.Contains("  at In[1]:line 2 in F", error.Traceback);
        Assert.Equal(1, error.Line);
    }
}
