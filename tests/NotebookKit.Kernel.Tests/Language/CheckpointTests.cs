using Microsoft.CodeAnalysis;
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
        { "new[] { 3, 4 }\n    .Select(x =>   // twice\n        x * 2)   // comment\n    .Sum()", 14 },
        { "Func<int, int> f = null;\nf = n => n < 2 ? n : f(n - 1) + f(n - 2);\nf(10)", 55 },
        { "var log = new List<int>();\nnew List<int> { 1, 2 }.ForEach(x => log.Add(x));\nAction<int> more = x => log.Add(x), none = x => { };\nmore(5);\nlog.Sum()", 8 },
        { "var n = 0;\nFunc<Task> go = async () => await Task.Yield();\nFunc<int, Task<int>> get = async x => await Task.FromResult(x);\nFunc<Task> plain = () => Task.CompletedTask;\nAction fire = async () => await Task.Yield();\nfire();\nawait go();\nawait plain();\nawait Task.Run(() => n++);\nawait Task.Run(async () => await Task.Delay(1));\nn + await get(4) + await Task.Run(() => 1)", 6 },
        { "var v = (int x, ref int y) => x + y;\nvar name = v.GetType().Name;\nint z = 2;\nv(1, ref z)", 3 },
        { "Func<int> never = () => throw new NotSupportedException();\nFunc<Func<int>> two = () => () => 7;\ntwo()()", 7 },
        { "delegate ref T Ref<T>();\nint[] a = { 1, 2 };\nRef<int> first = () => ref a[0];\nfirst() = 9;\na[0]", 9 },
        { "using System.Linq.Expressions;\nvar q = new[] { 1, 2, 3 }.AsQueryable().Where(x => x > 1 && new[] { 2 }.Any(y => y == x));\nvar p = from x in new[] { 5 }.AsQueryable() where x > 1 select x * 2;\nExpression<Func<int, Func<int, int>>> e = x => y => x + y;\nq.Single() + p.Single() + e.Compile()(1)(2)", 15 },
        { "var q = from x in new[] { 3, 1, 2 }\n        let y = x * 2\n        where y > 2   // comment\n        orderby y descending, x\n        from z in new[] { 1 }\n        group (x, sum: y + z) by x > 2 into g\n        select new { g.Key, Sum = g.Sum(t => t.sum) };\nq.Sum(x => x.Sum)", 12 },
        { "class C\n{\n    int[] v = new int[2];\n    public C() => v[0] = 1;\n    public C(int x) : this()\n    {\n        v[1] = x;\n    }\n    public int this[int i] => v[i];\n    public int P { get => field; set => field = value; }\n    public int Q { get { return P; } init { P = value; } }\n    public ref int R => ref v[0];   // comment\n    public static C operator +(C a, C b) => new C(a.v[1] + b.v[1]);\n    public static implicit operator int(C c) => c.v[0] + c.v[1];\n    public int N => throw new Exception();\n}\nvar c = new C(2) + new C(3) { Q = 4 };\nc.R = 7;\nc.P = 1;\nc[1] + c + c.P", 18 },
        { "struct S { public int X; public S() => X = 3; public readonly int Y => X; }\nint P => new S().Y;\nP", 3 },
        { "int F(Func<int> f) => 1;\nint F(Action f) => 2;\nint F(Func<Task> f) => 3;\nint F(Func<Task<int>> f) => 4;\nvar i = 0;\nF(() => i++) * 1000 + F(() => Console.Write(\"\")) * 100 + F(async () => await Task.Yield()) * 10 + F(async () => await Task.FromResult(1))", 1234 },
        { "long G(Func<int, long> f) => f(1);\nbyte b = new Func<byte>(() => 200)();\nG(x => x) + b + new[] { 1 }.Aggregate(0.5, (s, x) => s + x) > 201 ? \"yes\" : \"no\"", "yes" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Insert_AnySample_KeepsResultAndLines(string code, object expected)
    {
        var tree = SubmissionChain.Parse(new CellSource("In[1]", code));
        var chain = new SubmissionChain(References.For([typeof(Checkpoint).Assembly]), CSharpEvaluator.DefaultUsings);
        var plain = chain.Compile(tree, CancellationToken.None, checkpoints: false);
        var guarded = Checkpoints.Insert(
            (CompilationUnitSyntax)tree.GetRoot(TestContext.Current.CancellationToken),
            new Lazy<SemanticModel>(() => plain.Compilation.GetSemanticModel(tree))).ToFullString();

        // the rewritten text is what gets compiled, not the way out for a text that the rewriter broke
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
            .Replace("global::NotebookKit.Interactive.Checkpoint.Through", "", StringComparison.Ordinal)
            .Replace("return", "", StringComparison.Ordinal).Replace("get", "", StringComparison.Ordinal)
            .Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).Replace("=>", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal)
            .Replace("}", "", StringComparison.Ordinal).Replace(";", "", StringComparison.Ordinal);
    }

    [Fact]
    public void Insert_LoopsAndFunctions_EachHaveACheckpoint()
    {
        const string Code = "while (a) b(); do { } while (a); for (;;) { } foreach (var x in y) ; void F() { } int G() => 1; goto l; l: ;";
        var tree = SubmissionChain.Parse(new CellSource("In[1]", Code));
        var guarded = Checkpoints.Insert((CompilationUnitSyntax)tree.GetRoot(TestContext.Current.CancellationToken), null).ToFullString();
        Assert.Equal(7, guarded.Split("Checkpoint.Pass()").Length - 1);
    }

    [Fact]
    public void Insert_NoLambdaAndNoQuery_AsksForNoModel()
    {
        const string Code = "for (;;) { } int F() { return 1; } Func<int> f = delegate { return 1; };";
        var tree = SubmissionChain.Parse(new CellSource("In[1]", Code));
        var model = new Lazy<SemanticModel>(() => throw new InvalidOperationException("dear"));
        _ = Checkpoints.Insert((CompilationUnitSyntax)tree.GetRoot(TestContext.Current.CancellationToken), model);
        Assert.False(model.IsValueCreated);
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
