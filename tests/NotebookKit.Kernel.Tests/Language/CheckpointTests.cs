using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Language;
using Xunit;

namespace NotebookKit.Kernel.Tests.Language;

public sealed class CheckpointTests
{
    // Each sample ends in a value; together they hold every construct that the rewriter touches or must leave alone.
    public static TheoryData<string, object> Samples => new()
    {
        { "var s = 0;\nfor (var i = 0; i < 5; i++)\n    s += i;   // no braces\ns", 10 },
        { "var s = 0;\nfor (var i = 0; i < 5; i++)\n{   // comment at the brace\n    s += i;\n}\ns", 10 },
        { "var s = 0; foreach (var x in new[] { 1, 2 }) s += x; foreach (var (a, b) in new[] { (1, 2) }) { s += a * b; } s", 5 },
        { "var s = 3; while (s > 0) if (s == 1) break; else s--; do s++; while (s < 9); s", 9 },
        { "var s = 0;\nagain:\ns++;\nif (s < 5)\n    goto again;\ns", 5 },
        { "int Fib(int n)\n    => n < 2\n        ? n\n        : Fib(n - 1) + Fib(n - 2);\nFib(10)", 55 },
        { "var log = \"\"; void Add(string x) => log += x; Add(\"a\"); log", "a" },
        { "async Task<int> F() => await Task.FromResult(3);\nasync Task G() => await Task.Yield();\nawait G();\nawait F()", 3 },
        { "IEnumerable<int> Count() { for (var i = 0; i < 3; i++) yield return i; }\nstring.Join(\",\", Count())", "0,1,2" },
        { "using System.Linq.Expressions;\nExpression<Func<int, int>> e = x => x + 1;\ne.Compile()(4)", 5 },
        { "Func<int, int> f = x => { return x * 2; }; Func<int> g = delegate { return 1; }; f(3) + g()", 7 },
        { "class C { int v; public C(int v) { this.v = v; } public int Get() => v; public int P => v; public ref int R() => ref v; }\nvar c = new C(1);\nc.R() = 8;\nc.Get() + c.P", 16 },
        { "struct S { public int X; public S(int x) { X = x; } public readonly int Twice() { return 2 * X; } }\nnew S(4).Twice()", 8 },
        { "unsafe int First(int[] a) { fixed (int* p = a) { for (var i = 0; ; ) { return p[i]; } } }\nFirst(new[] { 6 })", 6 },
        { "string Kind(int x) { switch (x) { case 0: goto case 1; case 1: return \"small\"; default: return \"big\"; } }\nKind(0)", "small" },
        { "#pragma warning disable CS0162\nvar s = 0; while (true) { s++; if (s > 3) { break; } continue; }\n#pragma warning restore CS0162\ns", 4 },
        { "int Never() => throw new NotSupportedException();\ntry { Never(); } catch (NotSupportedException) { }\n1", 1 },
        { "T Id<T>(T x) => x;\nlong Sum(params long[] xs) { var s = 0L; foreach (var x in xs) { s += x; } return s; }\nId(Sum(1, 2))", 3L },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Insert_AnySample_KeepsResultAndLines(string code, object expected)
    {
        var tree = SubmissionChain.Parse(new CellSource("In[1]", code));
        var guarded = Checkpoints.Insert((CompilationUnitSyntax)tree.GetRoot(TestContext.Current.CancellationToken)).ToFullString();

        // the rewritten text is what gets compiled, not the way out for a text that the rewriter broke
        var chain = new SubmissionChain(References.For([typeof(Checkpoint).Assembly]), CSharpEvaluator.DefaultUsings);
        var submission = chain.Compile(tree, CancellationToken.None);
        Assert.False(submission.HasErrors);
        Assert.Equal(guarded, submission.Tree.ToString());
        Assert.Equal(expected, Evaluators.New().Run(code).Value);

        // the same lines: each still begins with what it began with, apart from the inserted words
        var before = code.Split('\n');
        var after = guarded.Split('\n');
        Assert.Equal(before.Length, after.Length);
        foreach (var (line, index) in before.Select((l, i) => (l, i)))
        {
            Assert.Equal(Words(line), Words(after[index]));
        }

        static string Words(string text) => text
            .Replace("global::NotebookKit.Interactive.Checkpoint.Pass();", "", StringComparison.Ordinal)
            .Replace("return", "", StringComparison.Ordinal).Replace("=>", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal)
            .Replace("}", "", StringComparison.Ordinal).Replace(";", "", StringComparison.Ordinal);
    }

    [Fact]
    public void Insert_LoopsAndFunctions_EachHaveACheckpoint()
    {
        const string Code = "while (a) b(); do { } while (a); for (;;) { } foreach (var x in y) ; void F() { } int G() => 1; goto l; l: ;";
        var tree = SubmissionChain.Parse(new CellSource("In[1]", Code));
        var guarded = Checkpoints.Insert((CompilationUnitSyntax)tree.GetRoot(TestContext.Current.CancellationToken)).ToFullString();
        Assert.Equal(7, guarded.Split("Checkpoint.Pass()").Length - 1);
    }

    [Fact]
    public void Pass_OtherRunStopped_GoesOn()
    {
        var (mine, other) = (new CellRun(), new CellRun());
        Checkpoint.Current = mine;
        other.Stop();
        Checkpoint.Pass();

        mine.Stop();
        Assert.Throws<CellInterruptedException>(Checkpoint.Pass);
        Assert.Throws<CellInterruptedException>(Checkpoint.Pass);     // and again, for a cell that caught the first
        Checkpoint.Current = null;
        Checkpoint.Pass();
    }
}
