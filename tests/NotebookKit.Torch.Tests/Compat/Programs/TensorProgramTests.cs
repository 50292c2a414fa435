using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.TensorExtensionMethods;

namespace NotebookKit.Torch.Tests.Programs;

/// <summary>Programs over plain tensors in the manner of TorchSharp's tutorials: indices, numbers of all kinds, printing,
/// random numbers, distributions.</summary>
public sealed class TensorProgramTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Indices_OfEveryKind_ReadAndWrite()
    {
        var t = arange(24).reshape(2, 3, 4);

        Assert.Equal(17, t[1, 1, 1].ToInt32());
        Assert.Equal([8L, 9, 10, 11], Longs(t[0, ^1]));
        Assert.Equal([4L, 8, 16, 20], Longs(t[.., 1..3, 0]));
        Assert.Equal([1L, 3, 13, 15], Longs(t[TensorIndex.Colon, TensorIndex.Single(0), TensorIndex.Slice(1, null, 2)]));
        Assert.Equal([3L, 7, 11, 15, 19, 23], Longs(t[TensorIndex.Ellipsis, 3]));
        Assert.Equal([2L, 1, 3, 4], t[.., TensorIndex.None].shape);
        Assert.Equal([20L, 21, 22, 23], Longs(t[t.gt(19)]));
        Assert.Equal([12L, 0], Longs(t[TensorIndex.Tensor(tensor(new[] { 1L, 0 })), 0, 0]));
        Assert.Equal([0L, 8], Longs(t[0, (0, 3), 0][TensorIndex.Slice(0, 3, 2)]));

        t[0] = tensor(-1L);
        t[1, 0, ..2] = tensor(new[] { 7L, 8 });
        t.index_put_(tensor(5L), TensorIndex.Ellipsis, TensorIndex.Single(3));
        Assert.Equal([-1L, -1, -1, 5, -1, -1, -1, 5, -1, -1, -1, 5, 7, 8, 14, 5, 16, 17, 18, 5, 20, 21, 22, 5], Longs(t));
    }

    [Fact]
    public void Numbers_OfEveryKind_GoInAndComeOut()
    {
        Tensor half = 0.5f, three = 3, list = new[] { 1f, 2.5f };
        var t = tensor(new[] { 2.5f });

        Assert.Equal([2f, 5f], (list * (three - 1) * (half + 0.5)).data<float>().ToArray());
        Assert.Equal((2.5f, 2.5, 2, 2L, (short)2, (byte)2, (sbyte)2, true),
            (t.ToSingle(), t.ToDouble(), t.ToInt32(), t.ToInt64(), t.ToInt16(), t.ToByte(), t.ToSByte(), t.ToBoolean()));
        Assert.Equal(((Half)2.5f, (BFloat16)2.5f), (t.ToHalf(), t.ToBFloat16()));
        Assert.Equal(2.5f, (float)t);
        Assert.Throws<ArgumentException>(() => t.item<double>());

        var z = tensor(new Complex[] { new(3, 4), new(0, -1) });
        Assert.Equal([5.0, 1], z.abs().data<double>().ToArray());
        Assert.Equal([4.0, -1], z.imag.data<double>().ToArray());
        Assert.Equal([ScalarType.ComplexFloat32, ScalarType.ComplexFloat64], new[] { tensor(1f, 2f), tensor((1.0, 2.0)) }
            .Select(number => number.dtype));
        Assert.Equal(tensor(new Complex(1, 2)), tensor(1.0, 2.0));
        Assert.Equal([2L, 1, 1, 2], tensor(new[] { 1, 2, 3, 4 }, 2, 1, 1, 2).shape);
        Assert.Equal(ScalarType.ComplexFloat32, rand(2, dtype: complex64).dtype);

        var weight = ones(2).AsParameter();
        Assert.True(weight.requires_grad);
        Assert.IsType<TorchSharp.Modules.Parameter>(weight);
        Assert.Equal(8, Enumerable.Range(0, 8).Select(k => (Tensor)k).Select(k => k.ToInt32()).Distinct().Count());
    }

    [Fact]
    public void Devices_AreNamedByStringsAndEnums()
    {
        Device cpu = "cpu", second = "cuda:1";

        Assert.Equal((DeviceType.CPU, DeviceType.CUDA, 1), (cpu.type, second.type, second.index));
        Assert.Equal(CPU, cpu);
        Assert.Equal("cuda:1", second.ToString());
        Assert.Equal(DeviceType.CPU, zeros(2, device: "cpu").device.type);
        Assert.Equal(DeviceType.META, zeros(2, device: META).device_type);
    }

    [Fact]
    public void Print_InEveryStyle_WritesToTheConsole()
    {
        var t = tensor(new[,] { { 1f, 2.25f }, { -3f, 4f } });
        var console = Console.Out;
        using var text = new StringWriter { NewLine = "\n" };
        var style = torch.TensorStringStyle;
        Console.SetOut(text);
        try
        {
            Assert.Same(t, t.print(style: numpy, newLine: "\n"));
            t.print(style: csharp, fltFormat: "F2", newLine: "\n");
            set_printoptions(style: numpy, floatFormat: "F2", newLine: "\n");
            Assert.Equal(TorchSharp.TensorStringStyle.Numpy, torch.TensorStringStyle);
            t.print(fltFormat: null, newLine: null);
        }
        finally
        {
            Console.SetOut(console);
            set_printoptions(style: style, floatFormat: "g5", newLine: Environment.NewLine);
        }

        Assert.Equal(
            "[[   1 2.25]\n [  -3    4]]\nfloat [2x2] {{1.00f, 2.25f},\n {-3.00f, 4.00f}}\n[[ 1.00  2.25]\n [-3.00  4.00]]\n",
            text.ToString());
        Assert.Equal(TorchSharp.TensorStringStyle.Julia, torch.TensorStringStyle);
        Assert.Equal("[2x2], type = Float32, device = cpu", t.ToString());
        Assert.StartsWith("[2x2], type = Float32, device = cpu\n", t.str(newLine: "\n"));
    }

    [Fact]
    public void Distributions_DrawAndScoreAsTheirFormulasSay()
    {
        using var generator = new Generator(12);
        var normal = distributions.Normal(tensor(new[] { 0f, 10 }), tensor(new[] { 1f, 2 }), generator);
        var uniform = distributions.Uniform(tensor(-1f), tensor(3f), generator);
        var coin = distributions.Bernoulli(tensor(new[] { 0.2f, 0.9f }), generator: generator);
        var die = distributions.Categorical(tensor(new[] { 0.5f, 0.25f, 0.25f }), generator: generator);
        var urns = distributions.Multinomial(12, tensor(new[] { 0.5f, 0.5f }), generator: generator);

        var x = normal.sample(4000);                                                                 // [4000, 2]
        Assert.Equal([4000L, 2], x.shape);
        Assert.True(x.mean([0L]).allclose(tensor(new[] { 0f, 10 }), atol: 0.15));
        Assert.True(x.std(0L).allclose(tensor(new[] { 1f, 2 }), rtol: 0.1));
        Assert.Equal(-0.9189f - 0.5f, normal.log_prob(tensor(new[] { 1f, 10 }))[0].item<float>(), 1e-3f);
        var u = uniform.sample(1000);
        Assert.True(u.min().ToSingle() >= -1 && u.max().ToSingle() < 3 && Math.Abs(u.mean().ToSingle() - 1) < 0.15);
        Assert.True(coin.sample(3000).mean([0L]).allclose(tensor(new[] { 0.2f, 0.9f }), atol: 0.05));
        Assert.Equal([0L, 1, 2], Longs(die.sample(200).unique().output));
        Assert.Equal(Math.Log(0.25), die.log_prob(tensor(2L)).ToDouble(), 1e-5);
        Assert.Equal(1.5 * Math.Log(2), die.entropy().ToDouble(), 1e-5);
        Assert.Equal(12, urns.sample().sum().ToSingle());
    }

    [Fact]
    public void Generator_StateTakenAndGivenBack_RepeatsTheNumbers()
    {
        using var generator = new Generator(13);
        using var _ = rand(3, generator: generator);
        var state = generator.get_state();

        var first = randn(5, generator: generator);
        var second = randn(5, generator: generator);
        generator.set_state(state);

        Assert.Equal(13, generator.initial_seed());
        Assert.NotEqual(first, second);
        Assert.Equal(first, randn(5, generator: generator));
        Assert.Equal(second, randn(5, generator: generator));
        Assert.Equal(rand(4, generator: new Generator(7)), rand(4, generator: generator.manual_seed(7)));
    }

    private static long[] Longs(Tensor values) => values.to(int64).flatten().data<long>().ToArray();
}
