using NotebookKit.Kernel.Directives;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Packages;
using NotebookKit.Kernel.Tests.Language;
using Xunit;

namespace NotebookKit.Kernel.Tests.Packages;

/// <summary>#r "nuget: ..." with packages of the feed; skipped where it cannot be reached.</summary>
public sealed class PackageTests
{
    private const string Csv = "#r \"nuget: CsvHelper, 34.0.0\"\n";

    private static readonly Lazy<string?> Unreachable = new(() =>
        New().Run(Csv).Error is { } error ? $"The feed has no CsvHelper 34.0.0 here: {error.Message}" : null);

    [Fact]
    public void Package_IsCompiledAgainstLoadedAndKept()
    {
        RequireFeed();
        var evaluator = New();
        var result = evaluator.Run(
            Csv + "using CsvHelper;\ntypeof(CsvReader).Assembly.GetName().Name",
            "typeof(CsvHelper.CsvWriter).Name", Csv + "1");
        Assert.Null(result.Error);
        Assert.Equal("CsvWriter", evaluator.Run("typeof(CsvHelper.CsvWriter).Name").Value);
    }

    [Fact]
    public void Package_WithNativeLibrary_LoadsIt()
    {
        RequireFeed();
        var result = New().Run(
            "#r \"nuget: Microsoft.Data.Sqlite, 10.0.14\"\nusing Microsoft.Data.Sqlite;\n"
            + "var c = new SqliteConnection(\"Data Source=:memory:\"); c.Open();\nc.ServerVersion.Length > 0");
        Assert.Null(result.Error);
        Assert.Equal(true, result.Value);
    }

    [Fact]
    public void Failure_NamesPackageAndChangesNothing()
    {
        RequireFeed();
        var evaluator = New();
        var error = evaluator.Run("#r \"nuget: NotebookKit.No.Such.Package, 1.0.0\"\nvar x = 1;").Error!;
        Assert.Equal(("PackageError", 1), (error.Name, error.Line));
        var text = string.Join('\n', error.Traceback);
        Assert.Contains("NotebookKit.No.Such.Package 1.0.0 could not be restored; nothing has changed", text, StringComparison.Ordinal);
        Assert.Contains("NU1101", text, StringComparison.Ordinal);
        Assert.Contains("hint: no source has a package of this name", text, StringComparison.Ordinal);
        Assert.NotNull(evaluator.Run("x").Error);
        Assert.Equal(true, evaluator.Run(Csv + "typeof(CsvHelper.CsvReader).Name.Length > 0").Value);
    }

    [Fact]
    public void SecondVersion_IsRefusedWithTheWayOut_AndResetForgets()
    {
        RequireFeed();
        var evaluator = New();
        var error = evaluator.Run(Csv, "#r \"nuget: CsvHelper, [33.0.0,34.0.0)\"").Error!;
        Assert.Contains("PackageError", error.Name, StringComparison.Ordinal);
        Assert.Equal(1, evaluator.Run("#!reset\n1").Value);
        Assert.NotNull(evaluator.Run("typeof(CsvHelper.CsvReader)").Error);
    }

    [Fact]
    public void Interrupt_EndsTheRestore()
    {
        using var interrupt = new CancellationTokenSource();
        interrupt.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => New().Evaluate(
            new CellSource("In[1]", "#r \"nuget: NotebookKit.No.Such.Package.Either\""), interrupt.Token));
    }

    [Fact]
    public void BuiltIn_IsAnsweredWithoutASource()
    {
        var evaluator = new DirectiveEvaluator(Evaluators.New(), [new BuiltInPackage("Torch*", "here.")], ".");
        Assert.Equal(3, evaluator.Run("#r \"nuget: TorchSharp-cpu, 0.1\"\n3").Value);
    }

    [Fact]
    public void LocalSource_IsAskedAndAMissingOneIsNamed()
    {
        var error = New().Run("#i \"nuget: no-such-folder\"").Error!;
        Assert.Contains("There is no no-such-folder", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A", "A", null)]
    [InlineData(" A.B , 1.2.3-rc.1 ", "A.B", "1.2.3-rc.1")]
    [InlineData("A,1.*", "A", "1.*")]
    [InlineData("A,*-*", "A", "*-*")]
    [InlineData("A,[1.0,2.0)", "A", "[1.0,2.0)")]
    public void Parse_ReadsNameAndVersion(string text, string id, string? version) =>
        Assert.Equal(new PackageRequest(id, version), PackageRequest.Parse(text.Trim()));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("A, one")]
    [InlineData("A\"/><X, 1")]
    public void Parse_RefusesWhatIsNone(string text) =>
        Assert.Throws<PackageException>(() => PackageRequest.Parse(text));

    [Fact]
    public void Project_IsAQuestionByItsText()
    {
        var one = new PackageProject([new("A", "1")], []);
        Assert.Equal(one.Key, new PackageProject([new("A", "1")], []).Key);
        Assert.NotEqual(one.Key, new PackageProject([new("A", "2")], []).Key);
        Assert.NotEqual(one.Key, new PackageProject([new("A", "1")], ["/feed"]).Key);
    }

    [Theory]
    [InlineData("NU1102: Unable to find package A with version (>= 9)", "hint: the package is there")]
    [InlineData("NU1301: Unable to load the service index", "hint: a source could not be reached")]
    [InlineData("NU1605: Detected package downgrade", "hint: two packages want")]
    public void Failure_HasAHintForItsCode(string line, string hint)
    {
        var text = RestoreFailure.Describe($"/x/p.csproj : error {line} [/x/p.csproj]\n", [new("A", "9")]);
        Assert.Contains(line, text, StringComparison.Ordinal);
        Assert.Contains(hint, text, StringComparison.Ordinal);
        Assert.DoesNotContain("[/x/p.csproj]", text, StringComparison.Ordinal);
    }

    internal static DirectiveEvaluator New() => new(Evaluators.New(), [], ".");

    private static void RequireFeed() => Assert.SkipWhen(Unreachable.Value is not null, Unreachable.Value ?? "");
}
