using NotebookKit.Interactive;
using NotebookKit.Models.Backbones;
using NotebookKit.Train;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Maeday;

/// <summary>A network tuned on k normal pictures by low-rank weights (MAEDAY, few-shot).</summary>
/// <param name="Adaptation">The low-rank weights, attached to the network; disposing takes them off.</param>
/// <param name="History">The loss of every step.</param>
/// <param name="Before">Loss on fixed crops and masks of the support before the tuning.</param>
/// <param name="After">The same after it.</param>
public sealed record FewShotTuning(LowRankAdaptation Adaptation, StepHistory History, double Before, double After)
    : IDisposable
{
    /// <summary>Share by which the loss on the support fell.</summary>
    public double Fall => 1 - (After / Before);

    /// <summary>Tunes a network; only the low-rank weights move.</summary>
    /// <param name="network">The pre-trained network.</param>
    /// <param name="support">k normal pictures, [k, C, H, H], normalised.</param>
    /// <param name="recipe">Rank, steps, optimizer, crops.</param>
    /// <param name="seed">Names A, crops and masks.</param>
    /// <param name="checkpoint">File that keeps the state; null for none. A recipe that resumes goes on from
    /// it.</param>
    /// <param name="turns">Whether resized crops may be turned.</param>
    /// <exception cref="TrainingDivergedException">The loss is no finite number any more; the network is as it
    /// was.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted; the state is kept, the network is as it
    /// was.</exception>
    public static FewShotTuning Run(
        MaskedAutoencoder network, Tensor support, MaedayRecipe recipe, long seed, string? checkpoint = null,
        bool turns = false)
    {
        Seed.All(seed);
        var adaptation = new LowRankAdaptation(network, recipe.Rank);
        try
        {
            return new FewShotTuner(network, support, recipe, seed, turns).Run(adaptation, checkpoint);
        }
        catch
        {
            adaptation.Dispose();                                         // takes it off the network
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Adaptation.Dispose();
}

/// <summary>The steps of one tuning.</summary>
internal sealed class FewShotTuner(
    MaskedAutoencoder network, Tensor support, MaedayRecipe recipe, long seed, bool turns)
{
    private const int JudgedBatches = 8;

    public FewShotTuning Run(LowRankAdaptation adaptation, string? checkpoint)
    {
        using var optimizer = Optimizer(adaptation);
        var before = Judge();
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
                var loss = Loss(step);
                loss.backward();
                optimizer.step();
                return [loss];
            });
        NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();    // an interrupted tuning is not measured
        return new(adaptation, history, before, Judge());
    }

    private Tensor Loss(int step)
    {
        var side = network.Encoder.Side;
        var crops = recipe.FewShotCrops == SupportCropping.Windows
            ? SupportCrops.Windows(support, side, recipe.FewShotBatch, seed, step)
            : SupportCrops.Resized(support, side, recipe.FewShotBatch, turns, seed, step);
        using var noise = new MaskPlan(1, recipe.MaskRatio).Noise(step, crops.shape[0], network.Encoder.Patches, seed);
        var mask = PatchMask.FromNoise(noise.to(crops.device), recipe.MaskRatio);
        return network.Loss(crops, network.call(crops, mask), mask);
    }

    // The same crops and masks before and after: draws that the tuning does not take.
    private double Judge()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        return Enumerable.Range(recipe.FewShotSteps, JudgedBatches).Average(step => Loss(step).item<float>());
    }

    private OptimizerHelper Optimizer(LowRankAdaptation adaptation) =>
        recipe.FewShotOptimizer == FewShotOptimizer.Sgd
            ? optim.SGD(adaptation.parameters(), recipe.FewShotLearningRate, momentum: 0.9, weight_decay: 0.05)
            : optim.AdamW(adaptation.parameters(), recipe.FewShotLearningRate, weight_decay: 0.05);
}
