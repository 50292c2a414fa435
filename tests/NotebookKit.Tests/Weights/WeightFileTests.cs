using NotebookKit.Data;
using NotebookKit.Weights;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Weights;

public sealed class WeightFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("weights-");

    // One file has the state dict at its root, the other under "state_dict" beside an epoch and a loss.
    [Theory]
    [InlineData("state_dict.pt")]
    [InlineData("training.pt")]
    public void Read_FileOfPyTorch_FindsTheStateDict(string name)
    {
        using var weights = WeightFile.Read(Path.Combine(Checkpoints.Folder, name));

        Assert.Equal("0.weight", weights.Tensors.Keys.First());
        Assert.Equal(7, weights.Tensors.Count);
    }

    [Fact]
    public void Read_Safetensors_HasItsTensors()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(folder.FullName, "a.safetensors");
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["a"] = tensor(new[] { 1f, 2 }) });

        using var weights = WeightFile.Read(path);

        Assert.Equal([1f, 2], weights.Tensors["a"].data<float>().ToArray());
    }

    [Theory]
    [InlineData("none.pth")]
    [InlineData("none.safetensors")]
    public void Read_NoFile_SaysWhichIsMissing(string name) => Assert.Contains(
        name, Assert.Throws<DataException>(() => WeightFile.Read(Path.Combine(folder.FullName, name))).Message,
        StringComparison.Ordinal);

    public void Dispose() => folder.Delete(recursive: true);
}
