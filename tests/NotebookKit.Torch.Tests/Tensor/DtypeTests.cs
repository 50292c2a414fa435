using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Tensors;

// Types of new tensors and of results: rules of TorchSharp, seen by running it.
public sealed class DtypeTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Factories_WithoutAType_TakeTheTypeOfTheNumber()
    {
        Assert.Equal(ScalarType.Int32, tensor(1).dtype);
        Assert.Equal(ScalarType.Int64, tensor(1L).dtype);
        Assert.Equal(ScalarType.Float64, tensor(1.0).dtype);
        Assert.Equal(ScalarType.Float32, tensor(1f).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1.0, 2.0 }).dtype);
        Assert.Equal(ScalarType.Bool, tensor(true).dtype);
        Assert.Equal(ScalarType.Byte, tensor((byte)1).dtype);
        Assert.Equal(ScalarType.Float16, tensor((Half)1).dtype);
        Assert.Equal(ScalarType.BFloat16, tensor((BFloat16)1f).dtype);
        Assert.Equal(ScalarType.ComplexFloat64, tensor(new Complex(1, 2)).dtype);
        Assert.Equal(ScalarType.ComplexFloat32, tensor((1f, 2f)).dtype);
        Assert.Equal(ScalarType.Int64, arange(5).dtype);
        Assert.Equal(ScalarType.Float32, arange(5.0).dtype);
        Assert.Equal(ScalarType.Int64, full(2, 1).dtype);
        Assert.Equal(ScalarType.Float32, full(2, 1.5).dtype);
        Assert.Equal(ScalarType.Float32, zeros(2).dtype);
        Assert.Equal(ScalarType.Float32, rand(2).dtype);
        Assert.Equal(ScalarType.Int64, randint(10, [2L]).dtype);
        Assert.Equal(ScalarType.Int64, randperm(3).dtype);
        Assert.Equal(ScalarType.Int64, ones(3).argmax().dtype);
    }

    [Fact]
    public void Operators_OnMixedTypes_FollowPromotion()
    {
        Assert.Equal(ScalarType.Float32, (tensor(3) / tensor(2)).dtype);
        Assert.Equal(1.5f, (tensor(3) / tensor(2)).item<float>());
        Assert.Equal(ScalarType.Float32, (ones(2) + 1.0).dtype);
        Assert.Equal(ScalarType.Int64, (arange(3) + 1).dtype);
        Assert.Equal(ScalarType.Float32, (arange(3) + 1.5).dtype);
        Assert.Equal(ScalarType.Float64, (ones(2) + ones(2, dtype: float64)).dtype);
        Assert.Equal(ScalarType.Float32, (1 / tensor(4)).dtype);
        Assert.Equal(0.25f, (1 / tensor(4)).item<float>());
        Assert.Equal(ScalarType.Bool, (ones(2) > 0).dtype);
        Assert.Equal(ScalarType.Float64, promote_types(float32, float64));
    }

    [Fact]
    public void DefaultType_Set_IsUsedByFactories()
    {
        set_default_dtype(float64);
        try
        {
            Assert.Equal(ScalarType.Float64, get_default_dtype());
            Assert.Equal(ScalarType.Float64, zeros(2).dtype);
        }
        finally
        {
            set_default_dtype(float32);
        }
    }

    [Fact]
    public void Item_OfAnotherType_IsRefused_AndToConverts()
    {
        var x = tensor(2.7);
        Assert.Contains("Float64", Assert.Throws<ArgumentException>(() => x.item<float>()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => x.data<float>());
        Assert.Throws<ArgumentException>(() => ones(2).item<float>());
        Assert.Equal(2, (int)x);
        Assert.Equal(2, x.ToInt32());
        Assert.Equal(2.7f, x.ToSingle());
        Assert.Equal(2.7, (double)x);
        Assert.True(x.ToBoolean());
        Assert.Equal(2.7, x.item<double>());
    }

    [Fact]
    public void Numbers_AsOperatorArguments_KeepTheirKind()
    {
        Assert.Equal(ScalarType.Int64, (arange(3) * 2).dtype);
        Assert.Equal(ScalarType.Float32, (arange(3) * 2f).dtype);
        Assert.Equal(ScalarType.ComplexFloat64, (ones(2, dtype: float64) * new Complex(0, 1)).dtype);
        Assert.Equal([0.0, 2.0], (tensor(2.0) * new Complex(0, 1)).view_as_real().data<double>().ToArray());
        Assert.Equal(ScalarType.Int64, (tensor(true) + 1L).dtype);
    }

    [Fact]
    public void BFloat16_Conversion_RoundsToNearestEven()
    {
        foreach (var value in new[] { 1f, 1.00390625f, 1.01171875f, -3.14159f, 65504f, 1e-30f, float.PositiveInfinity })
        {
            Assert.Equal(tensor(value).bfloat16().@float().item<float>(), (float)(BFloat16)value);
        }

        Assert.True(float.IsNaN((BFloat16)float.NaN));
    }

    [Fact]
    public void Equals_ComparesValues_AndOperatorsCompareElements()
    {
        var a = tensor(new[] { 1f, 2f });
        Assert.True(a.Equals(tensor(new[] { 1f, 2f })));
        Assert.False(a.Equals(tensor(new[] { 1f, 3f })));
        Assert.Equal([true, false], (a == tensor(new[] { 1f, 3f })).data<bool>().ToArray());
        Assert.Equal([true, false], a.equal(tensor(new[] { 1f, 3f })).data<bool>().ToArray());
        Assert.Equal([false, true], (1.5 < a).data<bool>().ToArray());
        Assert.True(a.allclose(a + 1e-9));
    }

    [Fact]
    public void To_SameType_SharesStorage_AndDisposeAfterFreesTheSource()
    {
        var x = ones(2);
        var same = x.to(float32);
        same[0] = 5f;
        Assert.Equal(5f, x[0].item<float>());
        var copy = x.to(float32, copy: true);
        copy[0] = 7f;
        Assert.Equal(5f, x[0].item<float>());
        var wide = x.to(float64, disposeAfter: true);
        Assert.True(x.IsInvalid);
        Assert.Equal([5.0, 1.0], wide.data<double>().ToArray());
    }

    [Fact]
    public void Limits_OfTypes_AreIeees()
    {
        Assert.Equal(Math.BitIncrement(1.0) - 1, finfo(float64).eps);
        Assert.Equal(MathF.BitIncrement(1f) - 1, finfo(float32).eps);
        Assert.Equal((double)Half.MaxValue, finfo(float16).max);
        Assert.Equal(-float.MaxValue, finfo(float32).min);
        Assert.Throws<ArgumentException>(() => finfo(int32));
    }
}
