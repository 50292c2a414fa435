using NotebookKit.Models.Bagan;
using NotebookKit.Models.CifakeGradCam;
using NotebookKit.Models.CounterfactualGan;
using NotebookKit.Models.LabelErrors;
using NotebookKit.Models.LayerAdaptivePruning;
using NotebookKit.Models.Maeday;
using NotebookKit.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Cuda.Tests;

/// <summary>Each paper's experiment from its first to its last step on the device, beside the same on the CPU.</summary>
public sealed class PaperTests
{
    [Fact]
    public void Cifake_RunsOnTheDevice()
    {
        var recipe = CifakeRecipe.Smoke with
        {
            TrainCount = 480, Epochs = 4, Residue = 0.25, Filters = [4], Convolutions = [1], Reinitialisations = 1,
            ExplainCount = 24, DeletionCount = 6,
        };
        AssertSameClaims(Run(CPU), Run(CUDA), 0.05);

        PaperResult Run(Device device)
        {
            using var experiment = new CifakeExperiment(recipe with { Device = device });
            var detector = experiment.TrainWinner();
            Assert.Equal(device.type, detector.Network.parameters().First().device.type);
            var explanation = experiment.Explain(detector);
            _ = (explanation.Verdicts(), explanation.Methods(), explanation.Deletion(), experiment.TestRobustness(detector));
            return experiment.Conclude();
        }
    }

    [Fact]
    public void LayerAdaptivePruning_RunsOnTheDevice()
    {
        AssertSameClaims(Run(CPU), Run(CUDA), 0.1);

        static PaperResult Run(Device device)
        {
            using var experiment = new LayerAdaptiveExperiment(LayerAdaptiveRecipe.Smoke with { Device = device });
            return experiment.Conclude();
        }
    }

    [Fact]
    public void LabelErrors_RunsOnTheDevice()
    {
        AssertSameClaims(Run(CPU), Run(CUDA), 0.1);

        static PaperResult Run(Device device)
        {
            using var experiment = new LabelErrorsExperiment(LabelErrorsRecipe.Smoke with { Device = device });
            return experiment.Conclude();
        }
    }

    [Fact]
    public void FullModes_TakeTheGpu_TheOthersDoNot()
    {
        Assert.All(
            new[]
            {
                CifakeRecipe.Full.Device, BaganRecipe.Full.Device, CounterfactualRecipe.Full.Device,
                MaedayRecipe.Full.Device, LayerAdaptiveRecipe.Full.Device, LabelErrorsRecipe.Full.Device,
            },
            device => Assert.Equal(DeviceType.CUDA, device.type));
        Assert.All(
            new[]
            {
                CifakeRecipe.Small.Device, BaganRecipe.Small.Device, CounterfactualRecipe.Small.Device,
                MaedayRecipe.Small.Device, LayerAdaptiveRecipe.Small.Device, LabelErrorsRecipe.Small.Device,
                BaganRecipe.Smoke.Device, CounterfactualRecipe.Smoke.Device,
            },
            device => Assert.Equal(DeviceType.CPU, device.type));
    }

    // Rounding differs in sums of other order; a few verdicts of hundreds may.
    private static void AssertSameClaims(PaperResult cpu, PaperResult device, double tolerance)
    {
        Assert.Equal("cpu", cpu.Environment.Device);
        Assert.StartsWith("cuda", device.Environment.Device, StringComparison.Ordinal);
        foreach (var (expected, actual) in cpu.Claims.Zip(device.Claims))
        {
            Assert.Equal(expected.HerePerSeed.Length, actual.HerePerSeed.Length);
            if (!StandInCuda.DrawsAsTheCpu || expected.Name.StartsWith("time", StringComparison.Ordinal))
            {
                continue;                                                 // by other draws, or by the clock
            }

            foreach (var (here, there) in expected.HerePerSeed.Zip(actual.HerePerSeed))
            {
                Assert.True(
                    Math.Abs(here - there) <= tolerance * Math.Max(1, Math.Abs(here)) || (double.IsNaN(here) && double.IsNaN(there)),
                    $"{expected.Name}: {here} on the CPU, {there} on the device");
            }
        }
    }
}
