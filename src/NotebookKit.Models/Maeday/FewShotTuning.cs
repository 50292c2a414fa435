using NotebookKit.Interactive;
using NotebookKit.Models.Backbones;
using NotebookKit.Train;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Maeday;

/// <summary>A network tuned on k normal pictures by low-rank weights (MAEDAY, few-shot).</summary>
/// <param name="Adaptation">The low-rank weights, attached to the network; disposing takes them off.</param>
/// <param name="History">The loss of every step.</param>
/// <param name="Before">Loss on fixed crops and masks of the support before the tuning.</param>
/// <param name="After">The same after it.</param>
public sealed record FewShotTuning(LowRankAdaptation Adaptation, StepHistory History, double Before, double After)
    : IDisposable
{
    private const int JudgedBatches = 8;

    /// <summary>Share by which the loss on the support fell.</summary>
    public double Fall => 1 - (After / Before);

    /// <summary>Tunes a network; only the low-rank weights move.</summary>
    /// <param name="network">The pre-trained network.</param>
    /// <param name="support">k normal pictures, [k, C, H, H], normalised.</param>
    /// <param name="recipe">Rank, steps, optimizer.</param>
    /// <param name="seed">Names A, crops and masks.</param>
    /// <param name="checkpoint">File that keeps the state; null for none. A recipe that resumes goes on from
    /// it.</param>
    /// <exception cref="TrainingDivergedException">The loss is no finite number any more; the network is as it
    /// was.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted; the state is kept, the network is as it
    /// was.</exception>
    public static FewShotTuning Run(
        MaskedAutoencoder network, Tensor support, MaedayRecipe recipe, long seed, string? checkpoint = null)
    {
        Seed.All(seed);
        var adaptation = new LowRankAdaptation(network, recipe.Rank);
        try
        {
            return Tune(network, adaptation, support, recipe, seed, checkpoint);
        }
        catch
        {
            adaptation.Dispose();                                         // takes it off the network
            throw;
        }
    }

    private static FewShotTuning Tune(
        MaskedAutoencoder network, LowRankAdaptation adaptation, Tensor support, MaedayRecipe recipe, long seed,
        string? checkpoint)
    {
        using var optimizer = Optimizer(adaptation, recipe);
        var before = Judge(network, support, recipe, seed);
        var history = new StepTraining(
            new Dictionary<string, Module> { ["adaptation"] = adaptation },
            new Dictionary<string, OptimizerHelper> { ["adaptation"] = optimizer },
            new StepOptions
            {
                Steps = recipe.FewShotSteps, Terms = ["loss"], Seed = seed, ShowProgress = false,
                Title = $"Few-shot tuning, k = {support.shape[0]}", CheckpointPath = checkpoint, Resume = recipe.Resume,
            })
            .Run(step =>
            {
                optimizer.zero_grad();
                var loss = Loss(
                    network, Crops(support, network.Encoder.Side, recipe.FewShotBatch, seed, step), recipe, seed, step);
                loss.backward();
                optimizer.step();
                return [loss];
            });
        NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();    // an interrupted tuning is not measured
        return new(adaptation, history, before, Judge(network, support, recipe, seed));
    }

    /// <summary>Random windows of the support, which is reflected beyond its borders by a quarter of the window and
    /// never
    /// rescaled: another scale would be another texture.</summary>
    /// <param name="support">[k, C, H, H].</param>
    /// <param name="side">Side of the windows.</param>
    /// <param name="count">Number of windows; the pictures come in turn.</param>
    /// <param name="seed">Names the draws.</param>
    /// <param name="step">Number of the draw.</param>
    /// <returns>[count, C, side, side].</returns>
    public static Tensor Crops(Tensor support, long side, int count, long seed, int step)
    {
        using var scope = NewDisposeScope();
        var pad = side / 4;
        var padded = F.pad(support, [pad, pad, pad, pad], PaddingModes.Reflect);
        using var generator = new Generator((ulong)((seed << 32) + step));
        var corners = rand(count, 2, generator: generator).data<float>().ToArray();
        var places = padded.shape[2] - side + 1;
        return cat([.. Enumerable.Range(0, count).Select(i => padded.narrow(0, i % support.shape[0], 1)
            .narrow(2, (long)(corners[2 * i] * places), side).narrow(3, (long)(corners[(2 * i) + 1] * places), side))])
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => Adaptation.Dispose();

    private static Tensor Loss(MaskedAutoencoder network, Tensor crops, MaedayRecipe recipe, long seed, int step)
    {
        using var noise = new MaskPlan(1, recipe.MaskRatio).Noise(step, crops.shape[0], network.Encoder.Patches, seed);
        var mask = PatchMask.FromNoise(noise, recipe.MaskRatio);
        return network.Loss(crops, network.call(crops, mask), mask);
    }

    // The same crops and masks before and after: draws that the tuning does not take.
    private static double Judge(MaskedAutoencoder network, Tensor support, MaedayRecipe recipe, long seed)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        return Enumerable.Range(recipe.FewShotSteps, JudgedBatches).Average(step => Loss(
            network, Crops(support, network.Encoder.Side, recipe.FewShotBatch, seed, step), recipe, seed,
                step).item<float>());
    }

    private static OptimizerHelper Optimizer(LowRankAdaptation adaptation, MaedayRecipe recipe) =>
        recipe.FewShotOptimizer == FewShotOptimizer.Sgd
            ? optim.SGD(adaptation.parameters(), recipe.FewShotLearningRate, momentum: 0.9, weight_decay: 0.05)
            : optim.AdamW(adaptation.parameters(), recipe.FewShotLearningRate, weight_decay: 0.05);
}
