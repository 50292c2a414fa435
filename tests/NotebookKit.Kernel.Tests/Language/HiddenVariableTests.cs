using NotebookKit.Kernel.Language;
using Xunit;

namespace NotebookKit.Kernel.Tests.Language;

/// <summary>What becomes of a value when a later cell declares its variable again.</summary>
public sealed class HiddenVariableTests
{
    private const string Collect =
        "for (var i = 0; i < 3; i++) { GC.Collect(); GC.WaitForPendingFinalizers(); }\nweak.IsAlive";

    private readonly CSharpEvaluator evaluator = Evaluators.New();

    [Theory]
    [InlineData("var x = new byte[1000]; var weak = new WeakReference(x);", "var x = new byte[1000];")]
    [InlineData("object x = new(); var weak = new WeakReference(x);", "int x = 1;")]
    [InlineData("static object x = new(); var weak = new WeakReference(x);", "class x { }")]
    [InlineData("var x = (new object(), 1); var weak = new WeakReference(x.Item1);", "var x = 2;")]
    [InlineData("var (x, y) = (new object(), 1); var weak = new WeakReference(x);", "var x = 2;")]
    [InlineData("var x = new object(); var weak = new WeakReference(x);\nFunc<int, int> f = x => x + 1;", "var x = 2;")]
    [InlineData("var x = new object(); var weak = new WeakReference(x);\nx.ToString()", "var x = 2; Func<int> f = () => x;")]
    public void Release_VariableDeclaredAgain_LetsItsValueGo(string first, string second)
    {
        Assert.Null(evaluator.Run(first, second).Error);
        Assert.Equal(false, evaluator.Run(Collect).Value);
        Assert.Empty(evaluator.HeldVariables());
    }

    [Theory]
    [InlineData("object Get() => x;", "Get()")]
    [InlineData("Func<object> get = () => x;", "get()")]
    [InlineData("Func<object> get = delegate { return x; };", "get()")]
    [InlineData("Func<object> get;\n{ object Inner() { return x; } get = Inner; }", "get()")]
    [InlineData("object P => x;", "P")]
    [InlineData("var q = from i in new[] { 1 } select x;", "q.First()")]
    public void Release_VariableThatAFunctionReads_KeepsItsValue(string function, string use)
    {
        var result = evaluator.Run(
            "object x = new(); var weak = new WeakReference(x);", function, "var x = 2;",
            $"object.ReferenceEquals({use}, weak.Target)");
        Assert.Equal(true, result.Value);
        Assert.Equal(true, evaluator.Run(Collect).Value);
        Assert.Equal("x (hidden, of In[1])", Assert.Single(evaluator.HeldVariables()).Name);
    }

    [Fact]
    public void Release_CellThatFails_WaitsForOneThatEndsWell()
    {
        evaluator.Run(
            "object x = new(); var weak = new WeakReference(x);", "object x = new(); throw new Exception();");
        Assert.Single(evaluator.HeldVariables());

        Assert.Null(evaluator.Run("1").Error);
        Assert.Empty(evaluator.HeldVariables());
        Assert.Equal(false, evaluator.Run(Collect).Value);
    }

    [Fact]
    public void Release_ConstantsAndReadOnlyStatics_DoNoHarm()
    {
        var result = evaluator.Run(
            "const string x = \"a\"; static readonly object y = new(); readonly object z = new();",
            "var x = 1; var y = 2; var z = 3;", "x + y + z");
        Assert.Equal(6, result.Value);
    }
}
