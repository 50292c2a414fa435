using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;
using Xunit;

namespace NotebookKit.Kernel.Tests.Execution;

public sealed class ParametersTests
{
    private const string Cell = """
        // What a reader may change.
        string mode = "small";     // smoke, small or full
        int epochs = 6; long seed = 17;   // any whole number
        double learningRate = 2e-4, decay = -0.5;
        bool augment = true;
        int? limit = null;         // images, or all
        """;

    [Fact]
    public void Of_ParametersCell_ListsTypeDefaultAndComment() => Assert.Equal(
        [
            new Parameter("mode", "string", "\"small\"", "smoke, small or full"),
            new Parameter("epochs", "int", "6", ""),
            new Parameter("seed", "long", "17", "any whole number"),
            new Parameter("learningRate", "double", "2e-4", ""),
            new Parameter("decay", "double", "-0.5", ""),
            new Parameter("augment", "bool", "true", ""),
            new Parameter("limit", "int?", "null", "images, or all"),
        ],
        Parameters.Of(Notebook(Cell), "02-bagan"));

    [Fact]
    public void Of_TaggedCellInAnotherLanguage_IsNone()
    {
        var notebook = Notebook("const x = 1;");
        notebook.Cells[1].Metadata["dotnet_interactive"] = new System.Text.Json.Nodes.JsonObject { ["language"] = "javascript" };
        Assert.Empty(Parameters.Of(notebook, "old"));
    }

    [Theory]
    [InlineData("mode", "a \"b\"\n\\", "mode = \"a \\\"b\\\"\\n\\\\\";")]
    [InlineData("epochs", "-3", "epochs = -3;")]
    [InlineData("seed", "9000000000", "seed = 9000000000L;")]
    [InlineData("learningRate", "1", "learningRate = 1d;")]
    [InlineData("learningRate", "1e-3", "learningRate = 0.001d;")]
    [InlineData("augment", "False", "augment = false;")]
    [InlineData("limit", "null", "limit = null;")]
    [InlineData("limit", "5", "limit = 5;")]
    public void Inject_Value_BecomesALiteralOfTheDeclaredType(string name, string value, string line)
    {
        var notebook = Notebook(Cell);
        Parameters.Inject(notebook, "02-bagan", Values(name, value));

        var injected = notebook.Cells[2];
        Assert.Equal([Parameters.InjectedTag], injected.Tags);
        Assert.Equal($"// Set by this run.\n{line}", injected.Source);
    }

    [Theory]
    [InlineData("epoch", "1", "No parameter 'epoch' in 02-bagan. Did you mean 'epochs'? It has: mode, epochs, seed, learningRate, decay, augment, limit.")]
    [InlineData("epochs", "1.5", "Parameter 'epochs' is int and needs a whole number from -2147483648 to 2147483647, but got '1.5'. Its default is 6.")]
    [InlineData("epochs", "9000000000", "Parameter 'epochs' is int and needs a whole number from -2147483648 to 2147483647, but got '9000000000'. Its default is 6.")]
    [InlineData("learningRate", "fast", "Parameter 'learningRate' is double and needs a number, such as 0.5 or 2e-4, but got 'fast'. Its default is 2e-4.")]
    [InlineData("learningRate", "NaN", "Parameter 'learningRate' is double and needs a number, such as 0.5 or 2e-4, but got 'NaN'. Its default is 2e-4.")]
    [InlineData("augment", "yes", "Parameter 'augment' is bool and needs true or false, but got 'yes'. Its default is true.")]
    public void Inject_WrongNameOrType_IsRefused(string name, string value, string message) => Assert.Equal(
        message, Assert.Throws<UsageException>(() => Parameters.Inject(Notebook(Cell), "02-bagan", Values(name, value))).Message);

    [Fact]
    public void Inject_NotebookOfAnEarlierRun_ReplacesItsCell()
    {
        var notebook = Notebook(Cell);
        Parameters.Inject(notebook, "n", Values("epochs", "1"));
        Parameters.Inject(notebook, "n", Values("epochs", "2"));
        Assert.Equal("// Set by this run.\nepochs = 2;", Assert.Single(notebook.Cells, c => c.Tags.Contains(Parameters.InjectedTag)).Source);
        Parameters.Inject(notebook, "n", new Dictionary<string, string>(StringComparer.Ordinal));
        Assert.DoesNotContain(notebook.Cells, c => c.Tags.Contains(Parameters.InjectedTag));
    }

    [Theory]
    [InlineData("var mode = 1;", "'var' is no type for a parameter")]
    [InlineData("int a = 1;\nint b = a + 1;", "line 2: 'b' needs a literal")]
    [InlineData("int a;", "'a' needs a literal")]
    [InlineData("Console.WriteLine();", "only declarations may stand here")]
    [InlineData("DateTime t = default;", "'DateTime' is no type for a parameter")]
    [InlineData("int a = ;", "line 1")]
    public void Of_SomethingElseInTheCell_IsRefusedWithItsLine(string code, string message) => Assert.Contains(
        message, Assert.Throws<UsageException>(() => Parameters.Of(Notebook(code), "n")).Message, StringComparison.Ordinal);

    [Fact]
    public void Inject_NotebookWithoutParameters_SaysItHasNone()
    {
        var notebook = new NotebookDocument([], []);
        Assert.Empty(Parameters.Of(notebook, "n"));
        Assert.EndsWith("It has none.", Assert.Throws<UsageException>(() => Parameters.Inject(notebook, "n", Values("a", "1"))).Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Values(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    private static NotebookDocument Notebook(string parameters) => new([],
    [
        NotebookCell.NewCode("a", "// before"),
        NotebookCell.NewCode("b", parameters, Parameters.Tag),
        NotebookCell.NewCode("c", "mode"),
    ]);
}
