using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Sparsity;
using NotebookKit.Train;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>The training of this paper: a number of steps, as its schedule counts, not of epochs.</summary>
internal static class TrainTest
{
    public static void Seed(long seed) => NotebookKit.Train.Seed.All(seed);

    /// <summary>Trains by steps with softmax cross-entropy; the optimizer is freed, the network left in evaluation
    /// mode.</summary>
    public static void Steps(
        Module<Tensor, Tensor> network, ImageSet set, LayerAdaptiveRecipe recipe, OptimizerHelper optimizer, int steps,
        long seed, PruningMasks? masks, string? title)
    {
        using var owned = optimizer;
        using var progress = title is null ? null : Progress.Start(title, steps);
        var batches = new BatchSequence(set, recipe.BatchSize, seed);
        network.train();
        for (var step = 0; step < steps; step++)
        {
            NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var batch = batches.At(step);
            optimizer.zero_grad();
            var logits = network.call(batch.Images.to(recipe.Device));
            Objective.MultiClass.Loss(logits, batch.Labels.to(recipe.Device)).backward();
            if (masks is null)
            {
                optimizer.step();
            }
            else
            {
                masks.Step(optimizer);
            }

            progress?.Report(step + 1);
        }

        network.eval();
    }
}
