using NotebookKit.Data;
using NotebookKit.Models.Backbones;
using NotebookKit.Models.Maeday;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Cuda.Tests;

/// <summary>Every step of notebook 04 with network, pictures, maps and memory on the device: weights, masks and crops
/// are drawn on the CPU, so the figures are the CPU's up to rounding.</summary>
public sealed class MaedayTests
{
    private static readonly MaedayRecipe Tiny = MaedayRecipe.Smoke with
    {
        Steps = 4, FilmEvery = 2, BatchSize = 4, TestCount = 4, Masks = 2, MaskSeeds = 1, SweepMasks = [1, 2],
        SweepRatios = [0.5], Shots = [1, 2], SupportDraws = 2, FewShotSteps = 2, FewShotBatch = 4,
        FewShotCrops = SupportCropping.Resized, FewShotOptimizer = FewShotOptimizer.Sgd, FewShotLearningRate = 1e-2,
    };

    [Fact]
    public void Experiment_OnTheDevice_HasTheFiguresOfTheCpu()
    {
        using var here = new MaedayExperiment(Tiny);
        using var there = new MaedayExperiment(Tiny with { Device = CUDA });

        var (expected, actual) = (here.Conclude(), there.Conclude());

        Assert.Equal(DeviceType.CUDA, there.Pretrain().Network.parameters().First().device.type);
        Assert.Equal("cuda:0", actual.Environment.Device);
        Assert.Equal(here.Pretrain().History!.Rows[^1][0], there.Pretrain().History!.Rows[^1][0], 1e-4);
        foreach (var (mine, theirs) in there.Detect().Maps.Zip(here.Detect().Maps))
        {
            Assert.Equal(DeviceType.CPU, mine.device_type);
            Assert.True((mine - theirs).abs().max().item<float>() < 1e-3 * theirs.max().item<float>());
        }

        Assert.Equal(expected.Claims.Count, actual.Claims.Count);
        Assert.All(actual.Claims.Zip(expected.Claims), pair => Assert.Equal(pair.Second.Here, pair.First.Here, 0.02));
    }

    [Fact]
    public void Figures_OnTheDevice_AreReadBack()
    {
        using var experiment = new MaedayExperiment(Tiny with { Device = CUDA });
        var gallery = experiment.Gallery();
        var (zero, few, both) = (experiment.Detect(), experiment.Tune(), experiment.Combine());

        Show.Figure[] figures =
        [
            experiment.Pretrain().FilmStrip()!, gallery.Reconstructions(), gallery.Query(), gallery.Maps(zero),
            gallery.Agreement(), gallery.Failures(zero), zero.Histogram(), zero.Kinds(), experiment.Vary().Table(),
            experiment.Sweep().MasksChart(), few.BeforeAfter(), few.Table(), both.Scatter(), both.PixelRoc(),
            both.ProCurve(),
        ];

        Assert.All(figures, figure => Assert.NotEmpty(figure.Text));
    }

    [Fact]
    public void Embedding_OnTheDevice_HasTheMapsOfTheCpu()
    {
        var images = rand(3, 1, 32, 32);
        using var network = new ResNet(18);
        var expected = Maps(CPU);

        var actual = Maps(CUDA);

        Assert.True((actual - expected).abs().max().item<float>() < 1e-3 * expected.max().item<float>());

        Tensor Maps(Device device)
        {
            var source = new DataUse("embedding", "", "drawn", StandIn: true);
            var features = new WideResNetFeatures(network.to(device), PixelScale.Textures, 64, source);
            var support = images.narrow(0, 0, 2).to(device);
            using var memory = PatchMemory.Fit(features, support, sigma: 1.4);
            return cat([memory.Maps(images.narrow(0, 2, 1).to(device)), memory.SupportMaps(support)]).cpu();
        }
    }

    [Fact]
    public void Coreset_OnTheDevice_IsTheOneOfTheCpu()
    {
        var rows = randn(50, 4);

        var there = PatchMemory.Coreset(rows.to(CUDA), 9);

        Assert.Equal(DeviceType.CUDA, there.device_type);
        Assert.True(PatchMemory.Coreset(rows, 9).eq(there.cpu()).all().item<bool>());
    }
}
