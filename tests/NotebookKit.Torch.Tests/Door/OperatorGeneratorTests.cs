using NotebookKit.Torch.Door;

namespace NotebookKit.Torch.Tests.Door;

// operators.txt, the stored schemas, the written files and the loaded libtorch must tell one story.
public sealed class OperatorGeneratorTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "generated");
    private static readonly string[] s_list = File.ReadAllLines(Path.Combine(s_folder, "operators.txt"));
    private static readonly string[] s_schemas = File.ReadAllLines(Path.Combine(s_folder, "schemas-1.13.txt"));

    [Fact]
    public void WrittenFiles_AgainstListAndSchemas_AreUpToDate()
    {
        var files = OperatorGenerator.Generate(s_list, s_schemas);

        Assert.Equal(
            files.Keys.Order(StringComparer.Ordinal),
            Directory.GetFiles(s_folder, "Ops.*.g.cs").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        foreach (var (name, text) in files)
        {
            Assert.True(
                text == File.ReadAllText(Path.Combine(s_folder, name)),
                $"{name} is not what operators.txt gives: run dotnet run src/NotebookKit.Torch/Generated/generate.cs");
        }
    }

    [Fact]
    public void UsedOperators_InLoadedLibrary_TakeTheSameArguments()
    {
        var stored = s_schemas.Select(OperatorSchema.Parse).ToDictionary(s => s.Key, StringComparer.Ordinal);
        var loaded = TorchInfo.OperatorSchemas.Select(OperatorSchema.Parse).ToDictionary(s => s.Key, StringComparer.Ordinal);

        var differences = new List<string>();
        foreach (var name in OperatorGenerator.Names(s_list))
        {
            if (!loaded.TryGetValue(name, out var schema))
            {
                differences.Add($"{name} is not in libtorch {TorchInfo.Version}.");
            }
            else if (!Fits(stored[name], schema))
            {
                differences.Add($"{stored[name].Text} became {schema.Text} in libtorch {TorchInfo.Version}.");
            }
        }

        Assert.Empty(differences);
    }

    [Fact]
    public void Generate_UnknownName_NamesItsOverloads()
    {
        var error = Assert.Throws<InvalidOperationException>(() => OperatorGenerator.Generate(["add.Tensr"], s_schemas));
        Assert.Contains("'add.Tensr'", error.Message, StringComparison.Ordinal);
        Assert.Contains("add.Tensor", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_NameTwice_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => OperatorGenerator.Generate(["relu", "relu # again"], s_schemas));

    [Fact]
    public void Parse_Schema_ReadsTypesDefaultsAndMarks()
    {
        var schema = OperatorSchema.Parse(
            "aten::index_put_(Tensor(a!) self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor(a!)");

        Assert.Equal("index_put_", schema.Key);
        Assert.Equal(["Tensor", "Tensor?[]", "Tensor", "bool"], schema.Arguments.Select(a => a.Type));
        Assert.True(schema.Arguments[0].Written);
        Assert.Equal("False", schema.Arguments[3].Default);
        Assert.True(Assert.Single(schema.Returns).Written);
    }

    // Arguments are passed by place: a new name is no matter. Newer ones at the end are none either when they have
    // defaults: the door fills them; and a Scalar takes the whole number that was an int.
    private static bool Fits(OperatorSchema used, OperatorSchema loaded) =>
        loaded.Arguments.Count >= used.Arguments.Count
        && loaded.Returns.Count == used.Returns.Count
        && used.Arguments.Zip(loaded.Arguments).All(pair => Takes(Core(pair.Second.Type), Core(pair.First.Type)))
        && loaded.Arguments.Skip(used.Arguments.Count).All(a => a.Default is not null);

    private static bool Takes(string wanted, string given) =>
        wanted == given || (wanted.TrimEnd('?') == "Scalar" && given.TrimEnd('?') == "int" && wanted.EndsWith('?') == given.EndsWith('?'));

    private static string Core(string type) =>
        System.Text.RegularExpressions.Regex.Replace(type, @"\[\d*\]", "[]", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
