using NotebookKit.Models.LayerAdaptivePruning;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.LayerAdaptivePruning;

/// <summary>The real ResNet-32 on the oracle's 16 noise images: those of generator seed 0.</summary>
public sealed class ResNetOracleTests
{
    [Fact]
    public void Measure_ResNet32_GivesTheStoredCurves()
    {
        using var scope = NewDisposeScope();
        using var network = PruningOracle.ResNet32();
        var layers = PrunableLayer.Of(network);
        var stored = PruningOracle.ResNetCurves();
        Assert.Equal(stored.Names, layers.Select(layer => layer.Name));
        Assert.Equal(stored.Sizes, layers.Select(layer => layer.Count));

        // Every fifth point of the grid D = 20 is a point of D = 4.
        var curves = DistortionCurves.Measure(network, layers, Noise(), intervals: 4, channelsLast: true);

        for (var l = 0; l < layers.Count; l++)
        {
            for (var d = 0; d <= 4; d++)
            {
                Near(stored.Worst[l][5 * d], curves.Worst[l][d]);
                Near(stored.Mean[l][5 * d], curves.Mean[l][d]);
            }
        }
    }

    [Fact]
    public void Joint_ResNet32_GivesTheStoredDistortions()
    {
        using var scope = NewDisposeScope();
        using var network = PruningOracle.ResNet32();
        var layers = PrunableLayer.Of(network);
        var curves = PruningOracle.ResNetCurves();
        var images = Noise();
        foreach (var stored in PruningOracle.ResNet.GetProperty("allocations_on_worst_case_curve").EnumerateArray())
        {
            var joint = stored.GetProperty("joint_output_distortion_worst_mean");
            foreach (var (name, points) in new[]
            {
                ("reference", stored.GetProperty("reference_option_index").Ints()),
                ("exact", stored.GetProperty("exact").GetProperty("option_index").Ints()),
                ("uniform", [.. Enumerable.Repeat(
                    (int)Math.Round(20 * stored.GetProperty("target_sparsity").GetDouble()), 32)]),
            })
            {
                var measured = DistortionCurves.Joint(network, layers, curves.Pruned(points), images);
                Near(joint.GetProperty(name)[0].GetDouble(), measured.Worst);
                Near(joint.GetProperty(name)[1].GetDouble(), measured.Mean);
            }
        }
    }

    private static Tensor Noise()
    {
        manual_seed(0);
        return randn(16, 3, 32, 32);
    }

    // Distortions of 1e-5 are differences of logits near 10 in float32.
    private static void Near(double expected, double actual) => Assert.True(
        Math.Abs(expected - actual) <= (1e-3 * expected) + 1e-9, $"expected {expected:R}, got {actual:R}");
}
