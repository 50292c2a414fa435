using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Tensors;

public sealed class PrintTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void ToString_IsOneLineOfMetadata() =>
        Assert.Equal("[2x2], type = Float32, device = cpu", zeros(2, 2).ToString());

    [Fact]
    public void Numpy_NestsRowsAndAligns() => Assert.Equal(
        "[[   1 -2.5]\n [  10    4]]", tensor(new[,] { { 1f, -2.5f }, { 10f, 4f } }).ToString(TorchSharp.TensorStringStyle.Numpy));

    [Fact]
    public void CSharp_IsAnInitialiser()
    {
        Assert.Equal("float [2x2] {{1f, 2f},\n {3f, 4.5f}}", tensor(new[,] { { 1f, 2f }, { 3f, 4.5f } }).str(style: csharp));
        Assert.Equal("long 5L", tensor(5L).str(style: csharp));
        Assert.Equal("bool [2] {true, false}", tensor(new[] { true, false }).str(style: csharp));
    }

    [Fact]
    public void Julia_IsTheDefault_WithMetadataFirst()
    {
        Assert.Equal("[2x2], type = Int32, device = cpu\n 1 2\n 3 4\n", tensor(new[,] { { 1, 2 }, { 3, 4 } }).str());
        Assert.Equal("[], type = Float64, device = cpu, value = 2.5", tensor(2.5).str());
        Assert.Contains("[1,..,..] =", arange(8).reshape(2, 2, 2).str(), StringComparison.Ordinal);
    }

    [Fact]
    public void LongDimensions_AreShortened()
    {
        var text = arange(1000).ToString(TorchSharp.TensorStringStyle.Numpy);
        Assert.Contains("...", text, StringComparison.Ordinal);
        Assert.EndsWith(" 999]", text, StringComparison.Ordinal);
        Assert.True(text.Length < 110, text);
    }

    [Fact]
    public void Values_OfParametersAndComplexNumbers_ArePrinted()
    {
        Assert.Equal("[1 1]", ones(2, requires_grad: true).ToString(TorchSharp.TensorStringStyle.Numpy));
        Assert.Equal("[1-2i]", tensor(new[] { (1f, -2f) }).ToString(TorchSharp.TensorStringStyle.Numpy));
        Assert.Equal("3.14", tensor(3.14159).ToString(TorchSharp.TensorStringStyle.Numpy, "F2"));
    }
}
