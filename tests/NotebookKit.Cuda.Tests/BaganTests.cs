using NotebookKit.Models.Bagan;
using NotebookKit.Show;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Cuda.Tests;

/// <summary>The full mode of BAGAN, made tiny, on the GPU: nothing of it stays on the CPU, and its numbers are those of
/// a run there.</summary>
public sealed class BaganTests : IDisposable
{
    // The official networks with a sixteenth of the maps, and the successor: all that a full run has but ResNet-18, which
    // has a test of its own.
    private static readonly BaganRecipe Recipe = BaganRecipe.Smoke with
    {
        Architecture = BaganArchitecture.Official(16, 1, divideMaps: 16), GradientPenalty = true,
        TrainPerClass = 8, TestPerClass = 4, Kept = 4, AutoencoderSteps = 4, AdversarialSteps = 2, LookEvery = 1,
        LookCount = 8, ClassifierSteps = 1, ClassifierBatchSize = 8, BatchSize = 16,
    };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bagan-");

    [Fact]
    public void Experiment_OnTheGpu_MeasuresWhatOneOnTheCpuDoes()
    {
        using var here = new BaganExperiment(Recipe);
        using var there = new BaganExperiment(Recipe with { Device = CUDA });

        var (expected, actual) = (here.Conclude(), there.Conclude());

        Assert.Equal("cuda", actual.Environment.Device);
        Assert.Equal(DeviceType.CUDA, there.Data.Train.Images.device.type);
        Assert.Equal(DeviceType.CUDA, there.TrainBagan().Generator.Device.type);
        Assert.All(there.TrainBagan().History!.Rows, row => Assert.All(row, loss => Assert.True(float.IsFinite(loss))));
        if (StandInCuda.DrawsAsTheCpu)
        {
            Assert.All(
                there.TrainBagan().History!.Rows.Zip(here.TrainBagan().History!.Rows),
                pair => Assert.Equal(pair.Second, pair.First, (a, b) => Math.Abs(a - b) < 1e-3));
            Assert.Equal(
                expected.Claims.Select(claim => claim.Here), actual.Claims.Select(claim => claim.Here),
                (a, b) => Math.Abs(a - b) < 0.02);
        }

        Func<BaganExperiment, Figure>[] figures =
        [
            e => e.Settings(), e => e.Data.Histogram(), e => e.Data.Samples(),
            e => e.TrainAutoencoder().Reconstructions(e.Data), e => e.LatentSpace(), e => e.Gaussians(),
            e => e.InitialSamples(), e => e.Film(), e => e.Tradeoff(), e => e.SideBySide(), e => e.Quality(),
            e => e.NearestNeighbours(), e => e.Classification(), e => e.ClassificationOverSeeds(),
            e => e.Interpolation(),
        ];
        Assert.All(figures, draw => Assert.Equal(draw(here).Caption, draw(there).Caption));
    }

    [Fact]
    public void ResNetClassifier_OnTheGpu_MeasuresWhatOneOnTheCpuDoes()
    {
        using var data = BaganData.Load(Recipe with { TrainPerClass = 2, TestPerClass = 1, Kept = 1 }, 17, 2);
        var expected = Measure(data, CPU);
        using var there = data.To(CUDA);

        var actual = Measure(there, CUDA);

        Assert.InRange(actual.Accuracy, 0, 1);
        Assert.True(!StandInCuda.DrawsAsTheCpu || Math.Abs(expected.Accuracy - actual.Accuracy) <= 0.1);

        static BalancedAccuracy Measure(BaganData data, Device device) => BaganClassification.Measure(
            "plain", data.Train, data, Recipe with { ResNetClassifier = true, Device = device }, 4, mirror: true);
    }

    [Fact]
    public void Autoencoder_StoppedOnTheGpu_GoesOnThereAndOnTheCpu()
    {
        using var data = BaganData.Load(Recipe, 17, 2);
        using var whole = Train(Recipe, null);
        using var scope = NewDisposeScope();
        var expected = whole.Encode(data.Train);

        foreach (var device in new[] { CUDA, CPU })
        {
            var path = Path.Combine(folder.FullName, $"{device}.checkpoint");
            Train(Recipe with { AutoencoderSteps = 2, Device = CUDA }, path).Dispose();
            using var resumed = Train(Recipe with { Resume = true, Device = device }, path);
            using var there = data.Train.To(device);
            var latents = resumed.Encode(there);
            Assert.Equal(device.type, latents.device.type);
            var away = (latents.cpu() - expected).abs().max().item<float>();
            Assert.True(StandInCuda.DrawsAsTheCpu ? away < 1e-3 : float.IsFinite(away), $"away by {away}");
        }

        BaganAutoencoder Train(BaganRecipe recipe, string? checkpoint)
        {
            using var there = data.Train.To(recipe.Device);
            return BaganAutoencoder.Train(there, recipe, new StageOptions("one", 4, checkpoint));
        }
    }

    public void Dispose() => folder.Delete(recursive: true);
}
