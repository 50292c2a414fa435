using NotebookKit.Models.CifakeGradCam;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.CifakeGradCam;

public sealed class CifakeTopologyTests
{
    [Fact]
    public void Winner_HasThePapersShapesAndParameters()
    {
        var winner = CifakeRecipe.Full.Winner;

        // 896 + 9,248 + 131,136 + 65, cifake.md section 2; 3.3 million multiply-accumulates, section 3.
        Assert.Equal(141_345, winner.Parameters);
        Assert.Equal(2_048, winner.FlatFeatures);
        Assert.Equal((32 * 32 * 27 * 32) + (16 * 16 * 288 * 32) + (2_048 * 64) + 64, winner.Macs);
        Assert.Equal("2 x 32 filters + 1 x 64 dense", winner.ToString());
    }

    [Fact]
    public void FullRecipe_Trains36Topologies()
    {
        var stageA = CifakeTopology.StageA(CifakeRecipe.Full);
        var stageB = CifakeTopology.StageB(CifakeRecipe.Full, stageA[0]);

        Assert.Equal(12, stageA.Count);
        Assert.Equal(24, stageB.Count);
        Assert.Equal(36, stageA.Concat(stageB).Distinct().Count());
    }

    [Theory]
    [InlineData(4, 1, 0, 0)]
    [InlineData(8, 3, 0, 0)]
    [InlineData(32, 2, 64, 1)]
    [InlineData(16, 3, 8, 3)]
    public void Network_HasTheParametersThatItsTopologySays(int filters, int convolutions, int width, int dense)
    {
        var topology = new CifakeTopology(filters, convolutions, width, dense);
        using var network = new CifakeNetwork(topology);
        using var images = rand(5, 3, 32, 32);

        using var logits = network.call(images);

        Assert.Equal(topology.Parameters, network.parameters().Sum(p => p.numel()));
        Assert.Equal([5L, 1L], logits.shape);
    }

    [Fact]
    public void LastActivation_IsBeforePoolingAndNotNegative()
    {
        using var network = new CifakeNetwork(new(8, 2, 16, 1));
        long[]? shape = null;
        var smallest = double.NaN;
        var hook = network.LastActivation.register_forward_hook((_, _, output) =>
        {
            shape = output.shape;
            smallest = output.min().ToDouble();
            return output;
        });

        using var logits = network.call(rand(2, 3, 32, 32));
        hook.remove();

        Assert.Equal([2L, 8L, 16L, 16L], shape!);
        Assert.True(smallest >= 0, $"The smallest activation after ReLU is {smallest}.");
    }

    [Fact]
    public void Weights_AreHeUniformAndBiasesZero()
    {
        manual_seed(5);
        using var network = new CifakeNetwork(CifakeRecipe.Full.Winner);

        foreach (var (name, parameter) in network.named_parameters())
        {
            var largest = parameter.abs().max().ToDouble();
            if (name.EndsWith("bias", StringComparison.Ordinal))
            {
                Assert.Equal(0, largest);
                continue;
            }

            var fanIn = parameter.numel() / parameter.shape[0];
            var bound = Math.Sqrt(6.0 / fanIn);
            Assert.InRange(largest, 0.9 * bound, bound);
        }
    }
}
