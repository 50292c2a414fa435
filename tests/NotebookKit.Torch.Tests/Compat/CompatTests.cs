using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests;

/// <summary>COMPAT.md says what the built assembly has of TorchSharp.</summary>
public sealed class CompatTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "compat");

    [Fact]
    public void CompatMd_IsWhatTheAssemblyHas()
    {
        var text = CompatReport.Write(File.ReadAllText(Path.Combine(s_folder, "notes.md")),
            File.ReadLines(Path.Combine(s_folder, "signatures-0.106.txt")));
        var made = Path.Combine(s_folder, "COMPAT.made.md");
        File.WriteAllText(made, text);

        Assert.True(text == File.ReadAllText(Path.Combine(s_folder, "COMPAT.md")),
            $"src/NotebookKit.Torch/COMPAT.md does not say what the assembly has. " +
            $"Look at what changed, then copy {made} over it.");
    }

    [Theory]
    [InlineData("Tensor operator ==(Tensor left, Scalar right)", "Tensor op_Equality(Tensor left, Scalar right)")]
    [InlineData("implicit operator TensorIndex((int? start, int? end) range)",
        "TensorIndex op_Implicit((int?, int?) range)")]
    [InlineData("Tensor? grad {get;set}", "Tensor grad")]
    [InlineData("Tensor this[params TensorIndex[] indices] {get;set}", "Tensor this(params TensorIndex[] indices)")]
    [InlineData("ModuleList<T> ModuleList<T>(params T[] modules) where T : nn.Module",
        "ModuleList<T> ModuleList(params T[] modules)")]
    [InlineData("(Tensor Values, Tensor Indices) f(Func<nn.Module, (long, long)?> x = null)",
        "(Tensor, Tensor) f(Func<Module, (long, long)?> x = null)")]
    [InlineData("Tensor f(Tensor? a, nn.Reduction? r = null, double eps = 1E-08, float p = 2, string s = \"x\")",
        "Tensor f(Tensor a, Reduction? r = null, double eps = 1E-08, float p = 2, string s = \"x\")")]
    [InlineData("void g(ReadOnlySpan<long> dims = default(ReadOnlySpan<long>), Kind k = Mean)",
        "void g(ReadOnlySpan<long> dims = default, Kind k = Mean)")]
    [InlineData(": nn.Module<Tensor, (Tensor, Tensor)?, Tensor?>", ": Module<Tensor, (Tensor, Tensor)?, Tensor>")]
    [InlineData("Mean = 1", "Mean = 1")]
    [InlineData("Size(long[] shape)", "new(long[] shape)")]
    public void Parse_Line_GivesTheComparedForm(string line, string expected) =>
        Assert.Equal(expected, Signature.Parse(line).ToString());

    [Fact]
    public void Of_Type_ShowsItsMembersAlike()
    {
        var members = Signature.Of(typeof(Tensor)).Select(s => s.ToString()).ToArray();

        Assert.Contains("Tensor op_Add(Tensor left, Tensor right)", members);
        Assert.Contains("Tensor grad", members);
        Assert.Contains("(Tensor, Tensor) max(long dim, bool keepdim = false)", members);
        Assert.Contains("Tensor reshape(params long[] shape)", members);
        Assert.Contains(": IDisposable", members);
        Assert.Contains("Float32 = 6", Signature.Of(typeof(ScalarType)).Select(s => s.ToString()));
        Assert.Contains(
            "LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false)",
            Signature.Of(typeof(optim.lr_scheduler)).Select(s => s.ToString()));
    }
}
