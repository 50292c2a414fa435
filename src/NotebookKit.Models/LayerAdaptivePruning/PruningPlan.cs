using NotebookKit.Sparsity;
using NotebookKit.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>How many weights each layer loses; nothing is changed until <see cref="Apply"/>.</summary>
public sealed class PruningPlan
{
    private readonly Module<Tensor, Tensor> model;
    private readonly IReadOnlyList<PrunableLayer> layers;
    private readonly SparseCost cost;
    private readonly PruningMasks? masks;

    internal PruningPlan(
        Module<Tensor, Tensor> model, IReadOnlyList<PrunableLayer> layers, SparseCost cost, PruningMasks? masks,
        long[] pruned, AllocationSolution? solution) =>
        (this.model, this.layers, this.cost, this.masks, Pruned, Solution) = (
            model, layers, cost, masks, pruned, solution);

    /// <summary>[L], weights of each layer that are zero afterwards, earlier ones included.</summary>
    public IReadOnlyList<long> Pruned { get; }

    /// <summary>The program's choice with its objective; null for the other schemes.</summary>
    public AllocationSolution? Solution { get; }

    /// <summary>Share of all weights of the layers that are zero, in [0, 1].</summary>
    public double Sparsity => (double)Pruned.Sum() / cost.Sizes.Sum();

    /// <summary>Share of the dense network's multiply-accumulates that is left.</summary>
    public double MacsLeft => cost.MacsLeft(Pruned);

    /// <summary>The same with the bias of every output, as the paper counts FLOPs.</summary>
    public double FlopsLeft => cost.FlopsLeft(Pruned);

    /// <summary>[L], share of each layer that is kept.</summary>
    public double[] Densities => [.. cost.Sizes.Zip(Pruned, (size, pruned) => 1 - ((double)pruned / size))];

    /// <summary>Zeroes the smallest weights of each layer and gives them masks.</summary>
    /// <returns>The masks: train with <c>TrainOptions.Masks</c> or <see cref="PruningMasks.Step"/> and the weights stay
    /// zero. Those given to <see cref="LayerAdaptivePruner.Fit"/>, narrowed, or new ones that the caller
    /// frees.</returns>
    public PruningMasks Apply()
    {
        var applied = masks ?? new PruningMasks(model);
        for (var l = 0; l < layers.Count; l++)
        {
            using var scope = NewDisposeScope();
            var alive = masks is null ? null : LayerAdaptivePruner.Alive(layers[l], masks);
            using var order = new MagnitudeOrder(layers[l].Weight, alive);
            applied.Narrow(layers[l].WeightName, order.Mask(Pruned[l], layers[l].Weight.shape));
        }

        return applied;
    }

    /// <summary>What happens while the network is pruned by this plan; its weights are put back afterwards.</summary>
    /// <typeparam name="T">What is measured.</typeparam>
    /// <param name="measure">Measures the network.</param>
    public T OnTrial<T>(Func<T> measure)
    {
        using var scope = NewDisposeScope();
        var alive = masks is null ? null : layers.Select(layer => LayerAdaptivePruner.Alive(layer, masks)).ToArray();
        using var weights = new TrialWeights(layers, alive);
        for (var l = 0; l < layers.Count; l++)
        {
            weights.Prune(l, Pruned[l]);
        }

        return measure();
    }

    /// <summary>Distortion of the network's output by this plan.</summary>
    /// <param name="images">[n, ...].</param>
    public OutputDistortion Joint(Tensor images) => DistortionCurves.Joint(model, layers, Pruned, images);

    /// <summary>Writes the network as a safetensors file, with the sparsity in its free text.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="model">A pruned network.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Export(string path, Module model)
    {
        var prunable = PrunableLayer.Of(model);
        var share = (double)prunable.Sum(layer => Zeros(layer.Weight)) / prunable.Sum(layer => layer.Count);
        Safetensors.Write(path, model.state_dict(), new Dictionary<string, string>
        {
            ["format"] = "pt", ["sparsity"] = share.ToString("0.######"),
        });
    }

    private static long Zeros(Tensor weight)
    {
        using var scope = NewDisposeScope();
        return weight.numel() - TorchSharp.TensorExtensionMethods.ToInt64(weight.count_nonzero());
    }
}
