using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.TensorIndex;

namespace NotebookKit.Torch.Tests.Tensors;

public sealed class IndexTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // 0 1 2 3 / 4 5 6 7 / 8 9 10 11
    private static Tensor Grid => arange(12).reshape(3, 4);

    [Fact]
    public void Number_OnOneDimension_GivesAZeroDimensionalTensor()
    {
        var x = arange(3)[1];
        Assert.Empty(x.shape);
        Assert.Equal(1, x.item<long>());
        Assert.Equal(2, arange(3)[-1].item<long>());
        Assert.Equal(6, Grid[1, 2].item<long>());
    }

    [Fact]
    public void Ranges_WithAllForms_SelectAsWritten()
    {
        Check([1, 2], Grid[0, 1..3]);
        Check([2, 3], Grid[0, 2..]);
        Check([0, 1], Grid[0, ..^2]);
        Check([3, 7, 11], Grid[.., ^1]);
        Check([0, 2], Grid[0, Slice(step: 2)]);
        Check([4, 5, 6, 7], Grid[1, Colon]);
        Check([8], Grid[(2, null), 0]);
        Assert.Equal([3L, 1, 4], Grid[Colon, TensorIndex.None].shape);
        Assert.Equal([1L, 3, 4], Grid[TensorIndex.Null].shape);
        Check([3, 7, 11], Grid[TensorIndex.Ellipsis, 3]);
    }

    [Fact]
    public void Slice_IsAView_AndMaskACopy()
    {
        var x = Grid;
        var row = x[1];
        row[0] = 40L;
        Assert.Equal(40, x[1, 0].item<long>());
        var taken = x[x > 9];
        Check([40, 10, 11], taken);
        taken[0] = 0L;
        Assert.Equal(40, x[1, 0].item<long>());
    }

    [Fact]
    public void Mask_OverOneOfTwoDimensions_KeepsTheOther()
    {
        var rows = tensor(new[] { true, false, true });
        Assert.Equal([2L, 4], Grid[rows].shape);
        Check([1, 9], Grid[TensorIndex.Tensor(rows), 1]);
        Check([1, 3], Grid[0, TensorIndex.Tensor(tensor(new[] { false, true, false, true }))]);
    }

    [Fact]
    public void Bool_AddsADimension()
    {
        Assert.Equal([1L, 3, 4], Grid[TensorIndex.Bool(true)].shape);
        Assert.Equal([0L, 3, 4], Grid[TensorIndex.Bool(false)].shape);
        Assert.Equal([1L, 3, 4], Grid[TensorIndex.Tensor(tensor(true))].shape);
    }

    [Fact]
    public void Setters_WriteWhereTheGettersRead()
    {
        var x = zeros(3, 4);
        x[0] = 1f;
        x[1, 2] = 2f;
        x[2, 1..3] = tensor(new[] { 3f, 4f });
        Assert.Equal([1f, 1, 1, 1, 0, 0, 2, 0, 0, 3, 4, 0], x.data<float>().ToArray());
        x[x == 1] = -1f;
        Assert.Equal([-1f, -1, -1, -1], x[0].data<float>().ToArray());
        x[tensor(new long[] { 0, 2 }), tensor(new long[] { 3, 3 })] = tensor(new[] { 8f, 9f });
        Assert.Equal(8f, x[0, 3].item<float>());
        Assert.Equal(9f, x[2, 3].item<float>());
        x[.., 0] = ones(1, 3);                                             // a leading 1 too many fits
        Assert.Equal([1f, 1, 1], x[.., 0].data<float>().ToArray());
    }

    [Fact]
    public void IndexPut_Accumulating_AddsRepeatedly()
    {
        var x = zeros(3);
        x.index_put_(tensor(new[] { 1f, 2f, 4f }), [tensor(new long[] { 0, 2, 2 })], accumulate: true);
        Assert.Equal([1f, 0, 6], x.data<float>().ToArray());
        x.index_put_((Scalar)5, tensor(new long[] { 1 }));
        Assert.Equal([1f, 5, 6], x.data<float>().ToArray());
    }

    [Fact]
    public void Set_KeepsTheGradientOfTheRest()
    {
        var x = ones(3, requires_grad: true);
        var y = x * 2;
        y[1] = 10f;
        y.sum().backward();
        Assert.Equal([2f, 0, 2], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void TooManyIndices_SayHowMany()
    {
        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => Grid[1, 2, 3]);
        Assert.Contains("3 indices are too many for a tensor of 2 dimensions [3, 4]", error.Message, StringComparison.Ordinal);
    }

    private static void Check(long[] expected, Tensor actual) => Assert.Equal(expected, actual.data<long>().ToArray());
}
