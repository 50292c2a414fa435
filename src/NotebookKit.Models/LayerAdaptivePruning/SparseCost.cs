using NotebookKit.Cost;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>What a pruned network still multiplies: zero weights count as saved, whatever the hardware makes of
/// them.</summary>
/// <param name="Sizes">[L], weights of each prunable layer.</param>
/// <param name="MacsPerWeight">[L], multiply-accumulates that one weight takes per image: the output positions of a
/// convolution, 1 in a linear layer.</param>
/// <param name="BiasOutputs">[L], additions of the bias per image; they stay.</param>
public sealed record SparseCost(
    IReadOnlyList<long> Sizes, IReadOnlyList<long> MacsPerWeight, IReadOnlyList<long> BiasOutputs)
{
    /// <summary>Multiply-accumulates of the dense layers for one image.</summary>
    public long DenseMacs => Sizes.Zip(MacsPerWeight, (size, macs) => size * macs).Sum();

    /// <summary>Counts by one pass over a zero image.</summary>
    /// <param name="model">The network.</param>
    /// <param name="layers">Its prunable layers.</param>
    /// <param name="imageShape">Shape of one image in a batch, [1, C, H, W].</param>
    public static SparseCost Of(
        Module<Tensor, Tensor> model, IReadOnlyList<PrunableLayer> layers, params long[] imageShape)
    {
        var macs = ModelCost.Of(model, imageShape).Layers.ToDictionary(
            row => row.Name, row => row.Macs, StringComparer.Ordinal);
        var perWeight = layers.Select(layer => Macs(layer) / layer.Count).ToArray();
        return new(
            [.. layers.Select(layer => layer.Count)], perWeight,
            [.. layers.Zip(perWeight, (layer, positions) => layer.Biases * positions)]);

        long Macs(PrunableLayer layer) => macs.GetValueOrDefault(layer.WeightName == "weight" ? "" : layer.Name);
    }

    /// <summary>Share of the dense multiply-accumulates that is left.</summary>
    /// <param name="pruned">[L], zero weights of each layer.</param>
    /// <returns>In [0, 1].</returns>
    public double MacsLeft(IReadOnlyList<long> pruned) => (double)Kept(pruned) / DenseMacs;

    /// <summary>FLOPs left as the paper counts them: multiply-accumulates of weights that are not zero, and the bias of
    /// every output; its "FLOPs" are multiply-accumulates.</summary>
    /// <param name="pruned">[L], zero weights of each layer.</param>
    /// <returns>In [0, 1].</returns>
    public double FlopsLeft(IReadOnlyList<long> pruned) =>
        (double)(Kept(pruned) + BiasOutputs.Sum()) / (DenseMacs + BiasOutputs.Sum());

    private long Kept(IReadOnlyList<long> pruned) =>
        Sizes.Select((size, l) => (size - pruned[l]) * MacsPerWeight[l]).Sum();
}
