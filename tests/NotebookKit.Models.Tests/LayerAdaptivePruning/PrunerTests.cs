using NotebookKit.Models.LayerAdaptivePruning;
using NotebookKit.Weights;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.LayerAdaptivePruning;

/// <summary>The public API on networks of people's own.</summary>
public sealed class PrunerTests
{
    [Fact]
    public void Apply_HundredOptimizerSteps_KeepsPrunedWeightsAtZero()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var images = randn(16, 1, 16, 16);
        using var masks = LayerAdaptivePruner.Fit(network, images, new() { Intervals = 10 }).Allocate(
            sparsity: 0.8).Apply();
        var zeros = PrunableLayer.Of(network).Select(layer => layer.Weight.eq(0).clone()).ToArray();
        var labels = arange(16, ScalarType.Int64).remainder(10);
        using var optimizer = optim.AdamW(network.parameters(), 1e-2, weight_decay: 0.1);

        network.train();
        for (var step = 0; step < 100; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(network.call(images), labels).backward();
            masks.Step(optimizer);
        }

        Assert.InRange(masks.Sparsity, 0.8, 0.9);
        Assert.All(PrunableLayer.Of(network).Zip(zeros), pair =>
        {
            Assert.Equal(0, pair.First.Weight.masked_select(pair.Second).count_nonzero().ToInt64());
            Assert.NotEqual(0, pair.First.Weight.count_nonzero().ToInt64());
        });
    }

    [Fact]
    public void Allocate_MasksOfAnEarlierRound_OnlyGrow()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var images = randn(8, 1, 16, 16);
        using var masks = LayerAdaptivePruner.Fit(network, images, new() { Intervals = 20 }).Allocate(0.5).Apply();
        var before = PrunableLayer.Of(network).Select(layer => masks[layer.WeightName].clone()).ToArray();

        var fitted = LayerAdaptivePruner.Fit(network, images, new() { Intervals = 20, Masks = masks });
        foreach (var scheme in PruningSchemes.All.Where(s => s != PruningScheme.UniformPlus))
        {
            Assert.All(
                fitted.Allocate(0.7, scheme).Pruned.Zip(fitted.Earlier),
                pair => Assert.InRange(pair.First, pair.Second, long.MaxValue));
        }

        var same = fitted.Allocate(0.7).Apply();
        Assert.Same(masks, same);
        Assert.All(PrunableLayer.Of(network).Zip(before), pair =>
            Assert.True((masks[pair.First.WeightName] <= pair.Second).all().ToBoolean()));
        Assert.Contains("what is pruned already", Assert.Throws<ArgumentException>(
            () => LayerAdaptivePruner.Fit(network, images, new() { Intervals = 20, Masks = masks })
                .Allocate(0.2, PruningScheme.Lamp)).Message);
    }

    [Fact]
    public void Allocate_EveryScheme_PrunesAsMuchAsAsked()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var fitted = LayerAdaptivePruner.Fit(network, randn(8, 1, 16, 16), new() { Intervals = 50 });

        foreach (var scheme in PruningSchemes.All)
        {
            var plan = fitted.Allocate(0.6, scheme);
            Assert.InRange(plan.Sparsity, 0.5999, 0.62);
            Assert.InRange(plan.MacsLeft, 0.01, 0.99);
            Assert.InRange(plan.FlopsLeft, plan.MacsLeft, 1);              // the bias of the linear layer stays
            Assert.Equal(5, plan.Densities.Length);
        }

        Assert.InRange(fitted.AllocateMacs(0.3).MacsLeft, 0.2, 0.3);
        Assert.All(fitted.Allocate(0.9, minKeep: 0.05).Densities, density => Assert.InRange(density, 0.05, 1));
    }

    [Fact]
    public void FitWithoutData_SameSeed_SameCurves()
    {
        using var scope = NewDisposeScope();
        using var network = Network();

        var first = LayerAdaptivePruner.FitWithoutData(
            network, [1, 16, 16], images: 4, seed: 3, new() { Intervals = 5 });
        var second = LayerAdaptivePruner.FitWithoutData(
            network, [1, 16, 16], images: 4, seed: 3, new() { Intervals = 5 });

        Assert.Equal(first.Curves.Worst, second.Curves.Worst);
        Assert.True(first.Curves.Worst[3][5] > 0);
    }

    [Fact]
    public void Measure_AnyGrouping_GivesTheSameCurvesAsWholePasses()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var layers = PrunableLayer.Of(network);
        var images = randn(6, 1, 16, 16);
        var curves = DistortionCurves.Measure(network, layers, images, intervals: 4);
        var grouped = DistortionCurves.Measure(
            network, layers, images, intervals: 4, imagesPerPass: 4, channelsLast: true);

        for (var l = 0; l < layers.Count; l++)
        {
            for (var d = 0; d <= 4; d++)
            {
                var pruned = new long[layers.Count];
                pruned[l] = LayerCurves.PrunedAt(layers[l].Count, d, 4);
                var joint = DistortionCurves.Joint(network, layers, pruned, images);
                Assert.Equal(joint.Worst, curves.Worst[l][d], 1e-6 + (1e-4 * joint.Worst));
                Assert.Equal(joint.Mean, curves.Mean[l][d], 1e-6 + (1e-4 * joint.Mean));
                Assert.Equal(joint.Worst, grouped.Worst[l][d], 1e-6 + (1e-3 * joint.Worst));
            }
        }
    }

    [Fact]
    public void Measure_NetworkThatWritesIntoItsActivations_IsNoticed()
    {
        using var scope = NewDisposeScope();
        using var network = new Overwriting();
        network.eval();
        var layers = PrunableLayer.Of(network);
        var images = randn(4, 3);

        var curves = DistortionCurves.Measure(network, layers, images, intervals: 2);

        var joint = DistortionCurves.Joint(network, layers, [0, layers[1].Count], images);
        Assert.Equal(joint.Worst, curves.Worst[1][2], 1e-5 * joint.Worst);
    }

    [Fact]
    public void Export_PrunedNetwork_ReadsBackWithItsZeros()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        using var masks = LayerAdaptivePruner.Fit(network, randn(4, 1, 16, 16), new() { Intervals = 10 })
            .Allocate(0.7, PruningScheme.Lamp).Apply();
        var path = Path.Combine(Directory.CreateTempSubdirectory("nk-pruned-").FullName, "pruned.safetensors");

        PruningPlan.Export(path, network);

        using var read = Safetensors.Read(path);
        using var copy = new LayerAdaptiveNetwork();
        read.LoadInto(copy);
        Assert.Equal("0.7", read.Metadata["sparsity"][..3]);
        Assert.All(PrunableLayer.Of(network).Zip(PrunableLayer.Of(copy)), pair =>
            Assert.True(pair.First.Weight.eq(pair.Second.Weight).all().ToBoolean()));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Theory]
    [InlineData(1.0, 0, "sparsity must lie in [0, 1), but is 1.")]
    [InlineData(-0.1, 0, "sparsity must lie in [0, 1), but is -0.1.")]
    [InlineData(double.NaN, 0, "sparsity must lie in [0, 1), but is NaN.")]
    [InlineData(0.5, 1.0, "minKeep must lie in [0, 1), but is 1.")]
    [InlineData(0.9, 0.5, "The budget must be at least")]
    public void Allocate_BadShare_IsRefused(double sparsity, double minKeep, string message)
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var fitted = LayerAdaptivePruner.Fit(network, randn(2, 1, 16, 16), new() { Intervals = 4 });

        Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => fitted.Allocate(sparsity, minKeep: minKeep)).Message);
    }

    [Fact]
    public void Fit_BadInput_IsRefused()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        using var none = nn.Sequential(nn.ReLU(), nn.Flatten());

        Assert.Contains(
            "must have a convolution or a linear layer", Message(() => LayerAdaptivePruner.Fit(none, randn(1, 4))));
        Assert.Contains("at least one image", Message(() => LayerAdaptivePruner.Fit(network, zeros(0, 1, 16, 16))));
        Assert.Contains("1 to 255 intervals, but has 256", Message(
            () => LayerAdaptivePruner.Fit(network, randn(1, 1, 16, 16), new() { Intervals = 256 })));
        Assert.Contains("must be finite", Message(
            () => LayerAdaptivePruner.Fit(network, full([1, 1, 16, 16], float.NaN))));
        Assert.Contains("macsLeft must lie in (0, 1], but is 0.", Message(
            () => LayerAdaptivePruner.Fit(network, randn(1, 1, 16, 16), new() { Intervals = 4 }).AllocateMacs(0)));

        static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    private static LayerAdaptiveNetwork Network()
    {
        manual_seed(5);
        var network = new LayerAdaptiveNetwork();
        network.eval();
        return network;
    }

    /// <summary>Adds to the output of its first layer in place.</summary>
    private sealed class Overwriting : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear first = nn.Linear(3, 4);
        private readonly TorchSharp.Modules.Linear second = nn.Linear(4, 2);

        public Overwriting()
            : base(nameof(Overwriting)) => RegisterComponents();

        public override Tensor forward(Tensor input) => second.call(first.call(input).add_(1));
    }
}
