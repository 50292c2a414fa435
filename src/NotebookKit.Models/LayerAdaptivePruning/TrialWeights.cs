using static TorchSharp.torch;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>Prunes layers on trial: until disposed or restored, some of their weights are zero.</summary>
internal sealed class TrialWeights : IDisposable
{
    private readonly IReadOnlyList<PrunableLayer> layers;
    private readonly List<(Tensor Whole, Tensor Trial, MagnitudeOrder Order)> copies = [];
    private readonly long[] pruned;

    /// <summary>Keeps a copy of every layer's weights.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="alive">[L], bool masks of the weights still alive; null means all are.</param>
    public TrialWeights(IReadOnlyList<PrunableLayer> layers, IReadOnlyList<Tensor>? alive)
    {
        this.layers = layers;
        pruned = new long[layers.Count];
        for (var l = 0; l < layers.Count; l++)
        {
            using var scope = NewDisposeScope();
            var whole = layers[l].Weight.detach().clone();
            copies.Add((whole.DetachFromDisposeScope(), whole.flatten().clone().DetachFromDisposeScope(),
                new(whole, alive?[l])));
        }
    }

    /// <summary>Sets the smallest weights of a layer to zero; going on from fewer only the further ones are
    /// touched.</summary>
    /// <param name="layer">Index of the layer.</param>
    /// <param name="count">How many weights are zero afterwards.</param>
    public void Prune(int layer, long count)
    {
        if (count < pruned[layer])
        {
            Restore(layer);
        }

        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (_, trial, order) = copies[layer];
        trial.index_fill_(0, order.Between(pruned[layer], count), 0);
        layers[layer].Weight.copy_(trial.view(layers[layer].Weight.shape));
        pruned[layer] = count;
    }

    /// <summary>Puts a layer's weights back, bit for bit.</summary>
    /// <param name="layer">Index of the layer.</param>
    public void Restore(int layer)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        layers[layer].Weight.copy_(copies[layer].Whole);
        copies[layer].Trial.copy_(copies[layer].Whole.flatten());
        pruned[layer] = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var layer = 0; layer < layers.Count; layer++)
        {
            Restore(layer);
            copies[layer].Whole.Dispose();
            copies[layer].Trial.Dispose();
            copies[layer].Order.Dispose();
        }
    }
}
