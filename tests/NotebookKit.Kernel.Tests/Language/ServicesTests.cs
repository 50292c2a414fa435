using NotebookKit.Interactive;
using NotebookKit.Kernel.Language;
using Xunit;

namespace NotebookKit.Kernel.Tests.Language;

/// <summary>Completion, inspection and completeness of C# cells; `|` is the cursor.</summary>
public sealed class ServicesTests
{
    private static readonly CSharpEvaluator Evaluator = Prepared();

    [Theory]
    [InlineData("1 + 1", CompletenessState.Complete)]
    [InlineData("", CompletenessState.Complete)]
    [InlineData("var x = 1;", CompletenessState.Complete)]
    [InlineData("undefined.Name", CompletenessState.Complete)]          // by syntax, never by meaning
    [InlineData("#!time\n1", CompletenessState.Complete)]
    [InlineData("class A { int F() => 1; }", CompletenessState.Complete)]
    [InlineData("for (int i = 0; i < 3; i++) {", CompletenessState.Incomplete)]
    [InlineData("if (true)", CompletenessState.Incomplete)]
    [InlineData("Console.WriteLine(", CompletenessState.Incomplete)]
    [InlineData("var s = @\"two\nlines", CompletenessState.Incomplete)]
    [InlineData("/* open", CompletenessState.Incomplete)]
    [InlineData("var s = \"\"\"\n a", CompletenessState.Incomplete)]
    [InlineData("int x = = 5;", CompletenessState.Invalid)]
    [InlineData("}", CompletenessState.Invalid)]
    [InlineData("int x = ) 5; foreach (", CompletenessState.Invalid)]
    public void Check_HasThreeAnswers(string code, CompletenessState state) =>
        Assert.Equal(state, Evaluator.Services.Check(code).State);

    [Theory]
    [InlineData("if (true) {", "    ")]
    [InlineData("class A { void F() {", "        ")]
    [InlineData("F(", "")]
    public void Check_Incomplete_IndentsForEachOpenBrace(string code, string indent) =>
        Assert.Equal(indent, Evaluator.Services.Check(code).Indent);

    [Theory]
    [InlineData("coun|", "counter", "instance")]
    [InlineData("Console.Wri|", "WriteLine", "function")]
    [InlineData("words.Wh|", "Where", "function")]               // extension
    [InlineData("words?.Cou|", "Count", "property")]
    [InlineData("System.Tex|", "Text", "module")]
    [InlineData("using System.Thr|", "Threading", "module")]
    [InlineData("new Poi|", "Point", "class")]
    [InlineData("var p = new Point(); p.|", "X", "property")]
    [InlineData("twi|", "Twice", "function")]
    [InlineData("fore|", "foreach", "keyword")]
    [InlineData("var inner = 3; { inn| }", "inner", "instance")]
    [InlineData("Math.|", "PI", "constant")]
    [InlineData("DayOfWeek.Mon|", "Monday", "constant")]
    [InlineData("words.Where(word => wor|", "word", "param")]                          // beside a name of a cell
    [InlineData("var q = from word in words where wor| select 1;", "word", "instance")]
    [InlineData("foreach (var word in words) { wor| }", "word", "instance")]
    [InlineData("class Dot : Point { int Y() => X| }", "X", "property")]               // inherited from a cell's class
    [InlineData("class Odd : Exception { string Y() { return Mess| } }", "Message", "property")]
    [InlineData("Cub|", "Cube", "function")]                                // by `using static` of a cell's class
    public void Complete_FindsTheName(string code, string expected, string kind)
    {
        var list = At(code);
        Assert.Contains(list.Items, i => i.Text == expected && i.Kind == kind);
        Assert.Equal(list.Items.Count, list.Items.Select(i => i.Text).Distinct().Count());
    }

    [Theory]
    [InlineData("new Stri|", "StringBuilder", "StringNormalizationExtensions")]
    [InlineData("new System.Text.|", "StringBuilder", "EncodingExtensions Encoder")]
    [InlineData("new |", "Point", "Console IDisposable counter foreach")]
    [InlineData("new List<|>()", "Point", "Console counter foreach")]
    [InlineData("class A : |", "IDisposable", "String Console counter DayOfWeek")]
    [InlineData("x as |", "Point", "Console counter")]
    [InlineData("typeof(|)", "DayOfWeek", "counter foreach")]
    [InlineData("new UriBuilder { | }", "Host", "ToString counter foreach Uri")]
    [InlineData("new UriBuilder { Host = \"a\", P| }", "Port", "Host Program")]
    [InlineData("UriBuilder u = new() { Po| }", "Port", "Path")]
    [InlineData("new List<int> { coun| }", "counter", "Count Capacity")]
    [InlineData("class A { public override | }", "string ToString()", "Type GetType() ToString foreach")]
    [InlineData("class A : Exception { public override Mess| }", "string Message", "Message string ToString()")]
    [InlineData("class A { public override string ToString() => \"\"; public override | }", "int GetHashCode()",
        "string ToString()")]
    public void Complete_KnowsWhatThePlaceTakes(string code, string expected, string others)
    {
        var texts = At(code).Items.Select(i => i.Text).ToList();
        Assert.Contains(expected, texts);
        Assert.DoesNotContain(others, texts);
        Assert.Empty(texts.Intersect(others.Split(' ')));
    }

    [Theory]
    [InlineData("\"coun|\"")]
    [InlineData("// coun|")]
    [InlineData("zzzz|")]
    [InlineData("nothing.X|")]
    public void Complete_WhereNothingFits_IsEmpty(string code) => Assert.Empty(At(code).Items);

    [Fact]
    public void Complete_ReplacesTheWord_AndShowsParameters()
    {
        var list = At("var y = Twi|");
        Assert.Equal((8, 11), (list.Start, list.End));
        Assert.Equal("(int n)", Assert.Single(list.Items, i => i.Text == "Twice").Signature);
        Assert.Equal("counter", At("c|").Items[0].Text);            // of the cells first
    }

    [Theory]
    [InlineData("int kept = 1;", "string kept() => \"\";", "kept|", "kept", "function", "()")]
    [InlineData(
        "int Half(int n) => n / 2;", "double Half(double n) => n / 2;", "Half|", "Half", "function", "(double n) +1")]
    [InlineData("int Half(int n) => n / 2;", "int Half(int m) => m >> 1; int Half(int n) => n / 2;", "Half|", "Half",
        "function", "(int n)")]
    [InlineData("class Console { }", "1", "Consol|", "Console", "class", "")]
    [InlineData("int one = 1;", "int two = nothing;", "on|", "one", "instance", "")]
    [InlineData("using System.Net.Http;", "1", "HttpCl|", "HttpClient", "class", "")]
    [InlineData("using System.Net.Http;\n1", "nothing", "HttpCl|", "HttpClient", "class", "")]
    [InlineData("namespace Shapes { public class Square { } }", "1", "Squa|", "Square", "class", "")]
    public void Complete_OfTwoCells_ShowsWhatTheNextOneSees(
        string first, string second, string code, string name, string kind, string signature)
    {
        var evaluator = Evaluators.New();
        evaluator.Run(first, second);
        Assert.Equal(
            new CompletionItem(name, kind, signature), Assert.Single(At(code, evaluator).Items, i => i.Text == name));
    }

    [Fact]
    public void Complete_OfNames_SearchesNoCell()
    {
        var evaluator = Evaluators.New();
        evaluator.Run([.. Enumerable.Range(0, 30).Select(i => $"using System.Net; int v{i} = {i};")]);
        var compilation = evaluator.Chain.BindAlone(SubmissionChain.Parse(new CellSource("", "v2"))).Compilation;
        Assert.Null(compilation.ScriptCompilationInfo!.PreviousScriptCompilation!.ScriptCompilationInfo!
            .PreviousScriptCompilation);
        Assert.Equal(11, At("v2|", evaluator).Items.Count);
    }

    [Fact]
    public void Complete_StaticsAndInstances_AreKeptApart()
    {
        Assert.DoesNotContain(At("\"a\".|").Items, i => i.Text == "Empty");
        Assert.DoesNotContain(At("string.|").Items, i => i.Text == "Length");
        Assert.DoesNotContain(At("words.|").Items, i => i.Text.StartsWith("op_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("coun|ter", "int counter = 42")]
    [InlineData("words|", "List<string> words = [\"a\", \"b\"] (2)")]
    [InlineData("counter |", "int counter = 42")]
    [InlineData("Tw|ice", "int Twice(int n)")]
    [InlineData("Twice(1|)", "int Twice(int n)")]
    [InlineData("new Point|()", "class Point")]
    public void Inspect_SaysWhatItIs(string code, string expected) =>
        Assert.StartsWith(expected, Seen(code).Split('\n')[0], StringComparison.Ordinal);

    [Fact]
    public void Inspect_AMethodOfTheFramework_HasDocumentationAndOverloads()
    {
        var text = Seen("Console.WriteLine(\"a\"|)");
        Assert.Contains("Writes the specified string value, followed by the current line terminator", text,
            StringComparison.Ordinal);
        Assert.Contains("Overloads: void Console.WriteLine()", text, StringComparison.Ordinal);
        Assert.Contains("System.Console.dll", text, StringComparison.Ordinal);
        Assert.Contains("Substring", Seen("\"abc\".Subst|ring(1)"), StringComparison.Ordinal);
        Assert.Contains("Summary:", Seen("\"abc\".Subst|ring(1)"), StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_Detailed_ShowsTheSourceOfACell() =>
        Assert.Contains("int Twice(int n) => 2 * n;", Seen("Twi|ce", detailed: true), StringComparison.Ordinal);

    [Theory]
    [InlineData("|")]
    [InlineData("1 + 1|")]
    [InlineData("unknown|")]
    public void Inspect_WhereNothingIsKnown_FindsNothing(string code) =>
        Assert.Null(Evaluator.Services.Inspect(code.Replace("|", "", StringComparison.Ordinal), code.IndexOf('|'),
            false, TestContext.Current.CancellationToken));

    [Fact]
    public void Inspect_EveryForm_IsThere()
    {
        var bundle = Evaluator.Services.Inspect("counter", 3, false, TestContext.Current.CancellationToken)!;
        Assert.Equal([MimeTypes.Html, MimeTypes.Markdown, MimeTypes.PlainText], bundle.Data.Keys.Order());
    }

    [Theory]
    [InlineData("short", "Probe p = a probe")]
    [InlineData("long", "Probe p = xxx")]
    [InlineData("failing", "Probe p = (Probe)")]
    [InlineData("slow", "Probe p = (Probe)")]
    [InlineData("foreign", "Own p = (Own)")]
    public void Inspect_ValueWithAFormatterOfItsOwn_TellsItInShort(string kind, string expected)
    {
        new RichFormatter<Probe>(p => throw new NotSupportedException(), p => p.Kind switch
        {
            "failing" => throw new InvalidOperationException(),
            "slow" => Slow(),
            "long" => new string('x', 300),
            _ => "a probe",
        }).Register();
        var evaluator = new CSharpEvaluator([typeof(Probe).Assembly], ["NotebookKit.Kernel.Tests.Language"]);
        var made = kind == "foreign" ? "class Own : Probe { }\nvar p = new Own();" : $"var p = new Probe {{ Kind = \"{kind}\" }};";
        Assert.Null(evaluator.Run(made).Error);

        var line = evaluator.Services.Inspect("p", 1, detailed: false, TestContext.Current.CancellationToken)!.Text.Split('\n')[0];
        Assert.StartsWith(expected, line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 1, 220);

        static string Slow()
        {
            Thread.Sleep(2000);
            return "at last";
        }
    }

    private static CSharpEvaluator Prepared()
    {
        var evaluator = Evaluators.New();
        var ended = evaluator.Run(
            "int counter = 42; var words = new List<string> { \"a\", \"b\" };",
            "int Twice(int n) => 2 * n;\nclass Point { public int X { get; set; } }",
            "static class Powers { public static int Cube(int n) => n * n * n; }",
            "using static Powers;");
        Assert.Null(ended.Error);
        return evaluator;
    }

    private static CompletionList At(string code, CSharpEvaluator? evaluator = null) =>
        (evaluator ?? Evaluator).Services.Complete(code.Replace("|", "", StringComparison.Ordinal), code.IndexOf('|'), default);

    private static string Seen(string code, bool detailed = false) => Evaluator.Services.Inspect(
        code.Replace("|", "", StringComparison.Ordinal), code.IndexOf('|'), detailed, default)!.Text;
}

/// <summary>A value of the host with a formatter of its own.</summary>
public class Probe
{
    /// <summary>What its formatter does.</summary>
    public string Kind { get; set; } = "";
}
