using NotebookKit.Explain;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Explain;

public sealed class SaliencyOracleTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var name in Methods.Names)
        {
            cases.Add(name, 1);
            cases.Add(name, -1);
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Explain_OracleNetworkInFloat64_EqualsPyTorch(string method, int sign)
    {
        using var maps = Explain(method, sign, ScalarType.Float64);

        var (raw, resized, scaled) = SaliencyOracle.Map(method, sign);
        AssertClose(raw, maps.Raw, 1e-8);
        AssertClose(resized, maps.Raw.ResizeTo(8, 8), 1e-8);
        AssertClose(scaled, maps.Maps, 1e-8);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Explain_OracleNetworkInFloat32_EqualsPyTorchTo5Digits(string method, int sign)
    {
        using var maps = Explain(method, sign, ScalarType.Float32);

        var (raw, _, scaled) = SaliencyOracle.Map(method, sign);
        AssertClose(raw, maps.Raw, 1e-5 * raw.Max());
        AssertClose(scaled, maps.Maps, 1e-5);
    }

    // The table of the specification, 10 decimals: sum; max; sum after resize to 8x8 (NaN: not given); element [3, 4] of that.
    [Theory]
    [InlineData(nameof(GradCam), 1, 0.0277387912, 0.0054401020, 0.1109551650, 0.0010210528)]
    [InlineData(nameof(HiResCam), 1, 0.2091910123, 0.0459384439, 0.8367640491, 0.0131209790)]
    [InlineData(nameof(GradCamPlusPlus), 1, 1.9122097790, 0.1930512281, 7.6488391160, 0.0878768036)]
    [InlineData(nameof(GradCam), -1, 0.0041952227, 0.0021120414, double.NaN, 0.0002250174)]
    [InlineData(nameof(HiResCam), -1, 0.0977567707, 0.0584071330, double.NaN, 0)]
    [InlineData(nameof(GradCamPlusPlus), -1, 1.6585865370, 0.1753560618, double.NaN, 0.0785145867)]
    public void Explain_OracleNetwork_EqualsPublishedTable(
        string method, int sign, double sum, double max, double resizedSum, double element)
    {
        using var maps = Explain(method, sign, ScalarType.Float64);

        var raw = Methods.Doubles(maps.Raw);
        var resized = Methods.Doubles(maps.Raw.ResizeTo(8, 8));
        Assert.Equal(sum, raw.Sum(), 1e-8);
        Assert.Equal(max, raw.Max(), 1e-8);
        Assert.Equal(double.IsNaN(resizedSum) ? 4 * sum : resizedSum, resized.Sum(), 1e-8);
        Assert.Equal(element, resized[3 * 8 + 4], 1e-8);
    }

    [Fact]
    public void LayerTap_OracleNetwork_GivesActivationGradientAndGradCamWeightsOfTheTable()
    {
        using var model = new OracleNetwork(ScalarType.Float64);
        using var tap = new LayerTap(model.LayerA);

        var logit = model.call(OracleNetwork.Input(ScalarType.Float64));
        var gradient = tap.GradientOf(logit.sum());

        Assert.Equal(0.1373201783, logit.ToDouble(), 1e-8);
        Assert.Equal(18.3790715659, tap.Activation.sum().ToDouble(), 1e-8);
        Assert.Equal(-0.0624932772, gradient.sum().ToDouble(), 1e-8);
        AssertClose([0.0375113395, -0.0377362217, 0.0201356601, 0.0069763751, -0.0307929828], gradient.mean([2, 3]), 1e-8);
        AssertClose(SaliencyOracle.Values("activation"), tap.Activation, 1e-8);
        AssertClose(SaliencyOracle.Values("gradient"), gradient, 1e-8);
    }

    [Fact]
    public void InputGradient_OracleNetwork_HasThePublishedSum()
    {
        using var model = new OracleNetwork(ScalarType.Float64);
        var input = OracleNetwork.Input(ScalarType.Float64).requires_grad_();

        var gradient = autograd.grad([model.call(input).sum()], [input])[0];

        Assert.Equal(2.1447559439, gradient.abs().sum().ToDouble(), 1e-8);
    }

    [Theory]
    [InlineData(nameof(GradCam))]
    [InlineData(nameof(HiResCam))]
    public void Explain_OtherSign_HasOtherSupport(string method)
    {
        using var real = Explain(method, 1, ScalarType.Float64);
        using var fake = Explain(method, -1, ScalarType.Float64);

        Assert.False((real.Raw > 0).eq(fake.Raw > 0).all().ToBoolean());
    }

    public void Dispose() => scope.Dispose();

    private static SaliencyMaps Explain(string method, int sign, ScalarType dtype)
    {
        using var model = new OracleNetwork(dtype);
        return Methods.Create(method, model, model.LayerA).Explain(OracleNetwork.Input(dtype), tensor(new long[] { sign > 0 ? 1 : 0 }));
    }

    private static void AssertClose(double[] expected, Tensor actual, double tolerance)
    {
        var values = Methods.Doubles(actual);
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance, $"[{i}] is {values[i]}, not {expected[i]} +- {tolerance}");
        }
    }
}
