using NotebookKit.Models.CounterfactualGan;
using NotebookKit.Models.Tests;
using NotebookKit.Show;
using static TorchSharp.torch;
using Values = NotebookKit.Models.Tests.Weights;

namespace NotebookKit.Cuda.Tests;

/// <summary>The counterfactual GAN with its networks on the device: small and full ones, every figure and every claim,
/// and a training that goes on.</summary>
public sealed class CounterfactualTests : IDisposable
{
    private static readonly CounterfactualRecipe Tiny = CounterfactualRecipe.Smoke with { TrainCount = 40 };

    private readonly RunFolder folder = new();

    [Fact]
    public void Experiment_OnTheDevice_DrawsEveryFigureAndMeasuresWhatTheCpuDoes()
    {
        var (expected, _) = Run(CPU);
        var (actual, device) = Run(CUDA);

        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.StartsWith("cuda", device, StringComparison.Ordinal);

        static (float[] Losses, string Device) Run(Device device)
        {
            using var experiment = new CounterfactualExperiment(Tiny with { Device = device, Augments = true });
            var training = experiment.Train();
            var (saliency, robustness) = (experiment.Explain(), experiment.Attack());
            var doubt = experiment.Doubt();
            Figure[] figures =
            [
                training.FilmStrip(), saliency.Table(), saliency.PrecisionRecall(), saliency.Damaged(),
                saliency.Undamaged(), saliency.PasteCheck(), experiment.Ablate(), robustness.Chart(),
                robustness.StepSizeChart(), robustness.StrongerAttacks(), robustness.Examples(), doubt.Histogram(),
                doubt.Table(), doubt.RiskCoverageChart(),
            ];
            Assert.All(figures, figure => Assert.NotEmpty(figure.Text));
            var result = experiment.Conclude();
            Assert.All(
                result.Claims.Where(claim => claim.Bound is null), claim => Assert.True(double.IsFinite(claim.Here)));
            Assert.All(
                training.Game.Networks.Values.SelectMany(network => network.parameters()),
                parameter => Assert.Equal(device.type, parameter.device.type));
            return ([.. training.History.Rows.SelectMany(row => row)], result.Environment.Device);
        }
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("swin-t")]
    public void FullNetworks_OnTheDevice_StepAsOnTheCpu(string backend)
    {
        var recipe = CounterfactualRecipe.Full.WithBackend(backend);
        var (x, labels) = (rand(2, 3, 32, 32) * 1.9 - 0.95, tensor([0L, 1L]));

        // Adam's first step goes by the sign of each gradient, also of those that are nothing but rounding.
        Assert.Equal(Terms(CPU), Terms(CUDA), (a, b) => Math.Abs(a - b) < 0.05);

        float[] Terms(Device device)
        {
            using var scope = NewDisposeScope();
            using var game = new CounterfactualGame(recipe with { Device = device }, channels: 3, seed: 4);
            return
            [
                .. game.Plain.Judge(x).flatten().data<float>(),
                .. game.Step(x.to(device), labels.to(device)).Select(term => term.item<float>()),
                .. game.StepPlain(x.to(device), labels.to(device)).Select(term => term.item<float>()),
            ];
        }
    }

    [Fact]
    public void Training_StoppedAndResumedOnTheDevice_HasTheSameWeights()
    {
        var recipe = Tiny with { Device = CUDA };
        using var data = CounterfactualData.Load(recipe, seed: 3);
        using var whole = CounterfactualTraining.Run(data, recipe, seed: 3);

        folder.Enter();
        CounterfactualTraining.Run(data, recipe with { Steps = 3 }, seed: 3).Dispose();
        using var resumed = CounterfactualTraining.Run(data, recipe with { Resume = true }, seed: 3);

        foreach (var (name, network) in whole.Game.Networks)
        {
            Assert.Equal(
                Values.Of(network), Values.Of(resumed.Game.Networks[name]), (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    public void Dispose() => folder.Dispose();
}
