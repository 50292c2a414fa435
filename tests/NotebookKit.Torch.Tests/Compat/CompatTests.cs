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
        "TensorIndex op_Implicit((int, int) range)")]
    [InlineData("Tensor? grad {get;set}", "Tensor grad")]
    [InlineData("Tensor this[params TensorIndex[] indices] {get;set}", "Tensor this(TensorIndex[] indices)")]
    [InlineData("ModuleList<T> ModuleList<T>(params T[] modules) where T : nn.Module",
        "ModuleList<T> ModuleList(T[] modules)")]
    [InlineData("(Tensor Values, Tensor Indices) f(Func<nn.Module, (long, long)?> x = null)",
        "(Tensor, Tensor) f(Func<Module, (long, long)> x)")]
    [InlineData("Size(long[] shape)", "new(long[] shape)")]
    public void Parse_Line_GivesTheComparedForm(string line, string expected) =>
        Assert.Equal(expected, Signature.Parse(line).ToString());

    [Fact]
    public void Of_Type_ShowsItsMembersAlike()
    {
        var members = Signature.Of(typeof(Tensor)).Select(s => s.ToString()).ToArray();

        Assert.Contains("Tensor op_Add(Tensor left, Tensor right)", members);
        Assert.Contains("Tensor grad", members);
        Assert.Contains("(Tensor, Tensor) max(long dim, bool keepdim)", members);
    }
}
