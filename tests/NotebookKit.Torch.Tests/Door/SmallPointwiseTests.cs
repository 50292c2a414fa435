using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Door;

/// <summary>Sums, differences, products and quotients of small tensors pass by the dispatcher (src/native/pointwise.cpp):
/// nothing but the time may show it.</summary>
public sealed class SmallPointwiseTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string> Operators => ["+", "-", "*", "/"];

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(Operators))]
    public void SmallTensors_HaveTheBitsOfTheOperator(string op)
    {
        var (x, y) = (randn(30, 30), randn(30, 30));                      // 900 elements: the operator itself
        x[0, 0] = float.NaN;
        y[0, 1] = 0f;
        x[0, 2] = float.PositiveInfinity;

        var small = Apply(op, x.narrow(0, 0, 10), y.narrow(0, 0, 10));    // 300 elements
        var same = Bits(small).eq(Bits(Apply(op, x, y).narrow(0, 0, 10)));

        Assert.Equal([10, 30], small.shape);
        Assert.Equal(300, same.sum().item<long>());
        Assert.True(small.is_contiguous());
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void SmallTensors_WithOtherShapesOrTypesOrStrides_GoThroughTheOperator(string op)
    {
        var (x, y) = (rand(3, 4) + 1, rand(3, 4) + 1);

        var turned = Apply(op, x.t(), y.t());
        Assert.Equal(0, (turned.t() != Apply(op, x, y)).sum().item<long>());
        Assert.Equal([3, 4], Apply(op, x, y[0]).shape);
        Assert.Equal(ScalarType.Float64, Apply(op, x, y.to(float64)).dtype);
        Assert.Equal(0, Apply(op, zeros(0), zeros(0)).numel());
        Assert.Equal(ScalarType.Float32, Apply(op, tensor(2f), tensor(4f)).dtype);
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void SmallTensors_ThatRequireAGradient_AreRecorded(string op)
    {
        var (x, y) = (rand(2, 2) + 1, (rand(2, 2) + 1).requires_grad_());

        var recorded = Apply(op, x, y);
        recorded.sum().backward();
        Assert.True(recorded.requires_grad);
        Assert.NotNull(y.grad);

        using (no_grad())
        {
            Assert.False(Apply(op, x, y).requires_grad);
        }

        Tensor inference;
        using (inference_mode())
        {
            inference = Apply(op, x, x);
        }

        Assert.Throws<ExternalException>(() => inference.requires_grad_());
        var later = Apply(op, x, x).requires_grad_();                     // an ordinary tensor: it can become a leaf
        (later * later).sum().backward();
        Assert.NotNull(later.grad);
    }

    [Fact]
    public void Sum_WithAlpha_TakesIt() =>
        Assert.Equal([7f, 7f], ones(2).add(ones(2), 6).data<float>().ToArray());

    private static Tensor Apply(string op, Tensor x, Tensor y) => op switch
    {
        "+" => x + y,
        "-" => x - y,
        "*" => x * y,
        _ => x / y,
    };

    private static Tensor Bits(Tensor x) => x.contiguous().view(int32);
}
