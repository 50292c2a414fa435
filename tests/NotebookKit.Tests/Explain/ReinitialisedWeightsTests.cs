using NotebookKit.Explain.Faithfulness;
using NotebookKit.Train;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Explain;

public sealed class ReinitialisedWeightsTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    [Fact]
    public void Dispose_AfterReinitialisation_GivesTheLearnedWeightsBackBitForBit()
    {
        using var model = new OracleNetwork(ScalarType.Float32);
        var images = rand(4, 3, 8, 8);
        var before = model.call(images).detach();

        Tensor during;
        using (new ReinitialisedWeights(model, seed: 1))
        {
            during = model.call(images).detach();
        }

        Assert.False(during.allclose(before));
        Assert.True(model.call(images).eq(before).all().ToBoolean());
    }

    [Fact]
    public void Constructor_Seed_DecidesTheWeightsAndLeavesOtherDrawsAlone()
    {
        using var model = new OracleNetwork(ScalarType.Float32);
        var weight = model.parameters().First();
        Seed.All(3);
        var expected = rand(5);
        Seed.All(3);

        var drawn = new List<Tensor>();
        foreach (var seed in new long[] { 1, 1, 2 })
        {
            using var random = new ReinitialisedWeights(model, seed);
            drawn.Add(weight.detach().clone());
        }

        Assert.True(drawn[0].eq(drawn[1]).all().ToBoolean());
        Assert.False(drawn[0].eq(drawn[2]).any().ToBoolean());
        Assert.True(rand(5).eq(expected).all().ToBoolean());
    }

    [Fact]
    public void Constructor_Layers_DrawsHeUniformAndResetsNormalisation()
    {
        var linear = Linear(600, 100);
        var norm = BatchNorm2d(4);
        var model = Sequential(linear, norm);
        norm.running_mean!.fill_(7);
        norm.running_var!.fill_(7);

        using var random = new ReinitialisedWeights(model, seed: 4);

        var weight = linear.weight!.detach();
        Assert.Equal(2.0 / 600, weight.@var().ToDouble(), 1e-4);            // He: variance 2 / fan-in
        Assert.True(weight.abs().max().ToDouble() <= Math.Sqrt(6.0 / 600));
        Assert.Equal(0, linear.bias!.abs().sum().ToDouble());
        Assert.Equal(4, norm.weight!.sum().ToDouble());
        Assert.Equal(0, norm.running_mean!.abs().sum().ToDouble());
        Assert.Equal(4, norm.running_var!.sum().ToDouble());
    }

    public void Dispose() => scope.Dispose();
}
