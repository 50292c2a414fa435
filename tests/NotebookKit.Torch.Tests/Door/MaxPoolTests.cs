using NotebookKit.Torch.Door;
using NotebookKit.Torch.Generated;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Torch.Tests.Door;

/// <summary>The operator for windows of 2x2 beside libtorch's own: the same bits.</summary>
public sealed class MaxPoolTests
{
    [Theory]
    [InlineData(1, 1, 2, 2)]
    [InlineData(2, 3, 7, 5)] // rows of two windows, and a line and a column over
    [InlineData(2, 3, 6, 8)]
    [InlineData(64, 6, 28, 28)] // several threads
    [InlineData(3, 16, 10, 10)]
    [InlineData(2, 2, 9, 51)]
    [InlineData(1, 1, 2, 1027)]
    public void ValuesAndGradients_AreLibtorchs(long pictures, long channels, long height, long width)
    {
        using var input = randn(pictures, channels, height, width).round(decimals: 1); // many equal values
        AssertSame(input);
    }

    [Fact]
    public void NanAndInfinity_PassAsInLibtorch()
    {
        float[] special = [float.NaN, float.NegativeInfinity, float.PositiveInfinity, 0, -0f, 1];
        var random = new Random(5);
        var values = Enumerable.Range(0, 2 * 3 * 16 * 22).Select(_ => special[random.Next(special.Length)]).ToArray();
        using var input = tensor(values, [2, 3, 16, 22]);
        AssertSame(input);
    }

    [Fact]
    public void SecondDerivative_IsLibtorchs()
    {
        using var input = randn(2, 3, 7, 10);
        var ours = Second(x => F.max_pool2d(x, 2));
        var theirs = Second(x => Ops.max_pool2d(x, new long[] { 2 }));
        Assert.Equal(Bits(theirs), Bits(ours));
        Assert.True(ours.abs().sum().item<float>() > 0);

        Tensor Second(Func<Tensor, Tensor> pool)
        {
            var x = input.clone().requires_grad_();
            var first = autograd.grad([pool(x * x).square().sum()], [x], create_graph: true)[0];
            return autograd.grad([first.square().sum()], [x])[0];
        }
    }

    [Fact]
    public void OtherWindowsTypesAndOrders_AreLeftToLibtorch()
    {
        using var input = randn(2, 3, 9, 12);
        Same(F.max_pool2d(input, 3), Ops.max_pool2d(input, new long[] { 3 }));
        Same(F.max_pool2d(input, 2, stride: 1), Ops.max_pool2d(input, new long[] { 2 }, new long[] { 1 }));
        Same(F.max_pool2d(input, 2, padding: 1), Ops.max_pool2d(input, new long[] { 2 }, default, new long[] { 1 }));
        Same(F.max_pool2d(input, 2, dilation: 2), Ops.max_pool2d(input, new long[] { 2 }, default, default, new long[] { 2 }));
        Same(F.max_pool2d(input, 2, ceil_mode: true), Ops.max_pool2d(input, new long[] { 2 }, ceil_mode: true));
        Same(F.max_pool2d(input, (2, 3)), Ops.max_pool2d(input, new long[] { 2, 3 }));
        Same(F.max_pool2d(input[0], 2), Ops.max_pool2d(input[0], new long[] { 2 }));
        foreach (var other in new[] { input.to(float64), input.transpose(2, 3), input.slice(3, 0, 12, 2) })
        {
            Same(F.max_pool2d(other, 2), Ops.max_pool2d(other, new long[] { 2 }));
        }

        var last = TensorMemory.ToChannelsLast(input);
        Assert.True(TensorMemory.IsChannelsLast(F.max_pool2d(last, 2)));
        Same(F.max_pool2d(last, 2), F.max_pool2d(input, 2));
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => F.max_pool2d(randn(1, 1, 1, 4), 2));

        static void Same(Tensor ours, Tensor theirs)
        {
            Assert.Equal(theirs.shape, ours.shape);
            Assert.True(ours.eq(theirs).all().item<bool>());
        }
    }

    private static void AssertSame(Tensor input)
    {
        var bits = Bits(F.max_pool2d(input, 2));
        var (ours, gradient) = Backward(x => F.max_pool2d(x, 2));
        var (theirs, expected) = Backward(x => Ops.max_pool2d(x, new long[] { 2 }));
        Assert.Equal(theirs, ours);
        Assert.Equal(theirs, bits);
        Assert.Equal(expected, gradient);

        (int[] Values, int[] Gradient) Backward(Func<Tensor, Tensor> pool)
        {
            var x = input.clone().requires_grad_();
            var y = pool(x);
            y.backward([arange(1, y.numel() + 1, float32).reshape(y.shape)]);
            return (Bits(y.detach()), Bits(x.grad!));
        }
    }

    private static int[] Bits(Tensor values) =>
        Array.ConvertAll(values.contiguous().data<float>().ToArray(), BitConverter.SingleToInt32Bits);
}
