using NotebookKit.Train;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Cost;

/// <summary>
/// Parameters and multiply-accumulates of a network, layer by layer, counted from the shapes that a real forward pass
/// shows. Convolutions, linear layers and attention products count; biases, normalisation, activations, pooling and
/// additions do not, and a position in a border of zeros counts as any other. One multiply-accumulate is two
/// floating-point operations.
/// </summary>
/// <param name="Layers">Every layer that has parameters or multiplies, in the network's order.</param>
public sealed record ModelCost(IReadOnlyList<LayerCost> Layers)
{
    /// <summary>Number of parameters.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Multiply-accumulates of the whole pass.</summary>
    public long Macs => Layers.Sum(layer => layer.Macs);

    /// <summary>Floating-point operations: 2 x <see cref="Macs"/>.</summary>
    public long Flops => 2 * Macs;

    /// <summary>Counts a pass over zeros, in inference mode and without gradients.</summary>
    /// <param name="model">The network.</param>
    /// <param name="inputShape">Shape of its input: [1, C, H, W] gives the cost of one image.</param>
    /// <exception cref="NotSupportedException">A layer multiplies in a way that is not known here.</exception>
    public static ModelCost Of(Module<Tensor, Tensor> model, params long[] inputShape)
    {
        using var scope = NewDisposeScope();
        var placement = Placement.Of(model);
        var input = zeros(inputShape, placement.Dtype, placement.Device);
        return Of(model, () => model.call(input));
    }

    /// <summary>Counts the pass that an action makes, in inference mode and without gradients: for networks of several
    /// inputs or outputs.</summary>
    /// <param name="model">The network.</param>
    /// <param name="forward">Calls the network once. A child counts when it is run by its <c>call</c>.</param>
    /// <exception cref="NotSupportedException">A layer multiplies in a way that is not known here.</exception>
    public static ModelCost Of(Module model, Action forward)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var mode = new InferenceMode(model);
        using var tally = new MacTally(model);
        forward();
        return new(tally.Layers());
    }
}
