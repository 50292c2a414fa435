using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Tensors;

/// <summary>Members without a value that PyTorch could be asked for.</summary>
public sealed class MemberTests
{
    [Fact]
    public void Empty_EachForm_HasShapeAndType()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3, dtype: float64);

        Tensor[] made = [empty(2), empty(2, 3), empty(2, 3, 1), empty(2, 3, 1, 4), empty(2L), empty([2, 3])];
        Assert.Equal([[2], [2, 3], [2, 3, 1], [2, 3, 1, 4], [2], [2, 3]], made.Select(t => t.shape));
        Assert.All(made, t => Assert.Equal(ScalarType.Float32, t.dtype));
        Tensor[] like = [empty_like(x), x.new_empty(2, 3), x.new_empty([2, 3])];
        Assert.All(like, t => Assert.Equal(ScalarType.Float64, t.dtype));
        Assert.All(like, t => Assert.Equal([2L, 3], t.shape));
        Assert.Equal([5L], x.new_empty(5).shape);
        Assert.Equal([1L, 2, 3], x.new_empty(1, 2, 3).shape);
        Assert.Equal([1L, 2, 3, 4], x.new_empty(1, 2, 3, 4, dtype: int32).shape);
    }

    [Fact]
    public void Equals_Object_ComparesValues()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f });

        Assert.True(x.Equals(tensor(new[] { 1f, 2f })));
        Assert.False(x.Equals(tensor(new[] { 1f, 3f })));
        Assert.False(x.Equals("no tensor"));
        Assert.Equal(x.GetHashCode(), x.GetHashCode());
        Assert.Equal(2, x[1].ToScalar().ToInt32());
    }

    [Fact]
    public void Finfo_Type_GivesPyTorchsLimits()
    {
        var half = finfo(ScalarType.Float16);
        var single = finfo();

        Assert.Equal((65504.0, 0.0009765625, 16), (half.max, half.eps, half.bits));
        Assert.Equal((float.MaxValue, 1.1920928955078125e-07, 32), ((float)single.max, single.eps, single.bits));
    }

    [Fact]
    public void Machine_WithoutGpu_SaysSo()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2);

        Assert.Equal(DeviceType.CPU, get_default_device().type);
        Assert.Equal((DeviceType.CUDA, 1), (device("cuda:1").type, device(DeviceType.CUDA, 1).index));
        Assert.Equal(DeviceType.CUDA, device(0).type);
        Assert.Equal(2, device("cuda", 2).index);
        Assert.True(TryInitializeDeviceType(DeviceType.CPU));
        InitializeDeviceType(DeviceType.CPU);
        InitializeDevice(CPU);
        Assert.Equal(cuda.is_available(), TryInitializeDeviceType(DeviceType.CUDA));
        Assert.False(mps_is_available());
        Assert.False(x.is_pinned());
        Assert.True(get_num_interop_threads() > 0);
    }

    [Fact]
    public void Data_GradientKnownToBeZero_IsRead()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, -2 }).requires_grad_();

        var gradient = autograd.grad([x.sgn().sum()], [x])[0];           // has no memory of its own

        Assert.Equal([0.0, 0], gradient.data<double>().ToArray());
        Assert.Equal(0.0, gradient.sum().item<double>());
    }
}
