using System.Text.Json;
using NotebookKit.Models.LayerAdaptivePruning;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.LayerAdaptivePruning;

/// <summary>Curves, joint distortions and baselines of the two tiny networks.</summary>
public sealed class CurveOracleTests
{
    public static TheoryData<int> Nets => [0, 1];

    public static TheoryData<int, string> Amounts => new(
        from net in Enumerable.Range(0, 2)
        from amount in Net(net).GetProperty("baselines").EnumerateObject()
        select (net, amount.Name));

    [Theory]
    [MemberData(nameof(Nets))]
    public void Measure_TinyNetwork_GivesTheStoredCurves(int index)
    {
        using var scope = NewDisposeScope();
        var net = Net(index);
        using var network = new TinyNetwork(net);

        var intervals = net.GetProperty("fractions").GetArrayLength() - 1;
        var curves = DistortionCurves.Measure(
            network, PrunableLayer.Of(network), TinyNetwork.Input(net), intervals, imagesPerPass: 2);

        Assert.Equal(["conv1", "conv2", "fc"], curves.Names);
        for (var layer = 0; layer < 3; layer++)
        {
            Near(net.GetProperty("curve_worst")[layer].Doubles(), curves.Worst[layer]);
            Near(net.GetProperty("curve_mean")[layer].Doubles(), curves.Mean[layer]);
            Assert.Equal(
                net.GetProperty("kept_weights")[layer].Longs(),
                Enumerable.Range(0, intervals + 1)
                    .Select(d => curves.Sizes[layer] - LayerCurves.PrunedAt(curves.Sizes[layer], d, intervals)));
        }
    }

    [Theory]
    [MemberData(nameof(Nets))]
    public void Joint_TinyNetwork_GivesTheStoredDistortions(int index)
    {
        using var scope = NewDisposeScope();
        var net = Net(index);
        using var network = new TinyNetwork(net);
        var layers = PrunableLayer.Of(network);
        var before = layers.Select(layer => layer.Weight.detach().clone()).ToArray();

        foreach (var sample in net.GetProperty("additivity").EnumerateArray())
        {
            var points = sample.GetProperty("fractions").Doubles().Select(f => (int)Math.Round(10 * f)).ToArray();
            long[] pruned = [.. layers.Zip(points, (layer, d) => LayerCurves.PrunedAt(layer.Count, d, 10))];

            var joint = DistortionCurves.Joint(network, layers, pruned, TinyNetwork.Input(net));

            Near([sample.GetProperty("joint_worst").GetDouble()], [joint.Worst]);
            Near([sample.GetProperty("joint_mean").GetDouble()], [joint.Mean]);
        }

        Assert.All(layers.Zip(before), pair => Assert.True(pair.First.Weight.eq(pair.Second).all().ToBoolean()));
    }

    [Theory]
    [MemberData(nameof(Amounts))]
    public void Survivors_TinyNetwork_AreThoseOfThePublishedCode(int index, string amount)
    {
        using var scope = NewDisposeScope();
        var net = Net(index);
        using var network = new TinyNetwork(net);
        var layers = PrunableLayer.Of(network).Select(layer => layer.ToWeights()).ToArray();
        var stored = net.GetProperty("baselines").GetProperty(amount);

        foreach (var (name, scheme) in new[]
        {
            ("uniform", PruningScheme.Uniform), ("lamp", PruningScheme.Lamp), ("erk", PruningScheme.Erk),
            ("uniform_plus", PruningScheme.UniformPlus), ("global", PruningScheme.Global),
        })
        {
            var value = double.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);
            if (stored.GetProperty(name).ValueKind == JsonValueKind.Object)
            {
                var error = Assert.Throws<ArgumentException>(() => BaselineAmounts.Survivors(scheme, layers, value));
                Assert.Contains("keeps the first convolution", error.Message);
                continue;
            }

            var kept = BaselineAmounts.Survivors(scheme, layers, value);

            var amounts = kept.Zip(layers, (k, layer) => 1 - ((double)k / layer.Weights.Length)).ToArray();
            if (name is "lamp" or "erk" or "global")
            {
                Oracle.Near(stored.GetProperty(name).Doubles(), amounts, 1e-6);
            }

            if (stored.GetProperty("survivors").TryGetProperty(name, out var survivors))
            {
                Assert.Equal(survivors.Longs(), kept);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Nets))]
    public void LampScores_FirstLayer_AreThePublished(int index)
    {
        using var scope = NewDisposeScope();
        var net = Net(index);
        using var network = new TinyNetwork(net);

        var scores = LampScores.Of(PrunableLayer.Of(network)[0].ToWeights());

        Oracle.Near(net.GetProperty("lamp_scores_conv1").Doubles(), [.. scores.Select(s => (double)s)], 3e-6);
    }

    private static JsonElement Net(int index) => PruningOracle.Baselines.GetProperty("nets")[index];

    // Sums of float32 in another order: 1e-4 of the value, as the distortions are differences of near numbers.
    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= (2e-4 * expected[i]) + 1e-11,
                $"[{i}]: expected {expected[i]:R}, got {actual[i]:R}");
        }
    }
}
