using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Explain;

/// <summary>Taps one layer during a forward pass: keeps its output as a leaf of the graph, so that the gradient of any
/// later scalar with respect to it can be asked for. Hooks run in <c>call</c>, not in <c>forward</c>.</summary>
public sealed class LayerTap : IDisposable
{
    private readonly HookableModule<Func<Module<Tensor, Tensor>, Tensor, Tensor>,
        Func<Module<Tensor, Tensor>, Tensor, Tensor, Tensor>>.HookRemover hook;
    private Tensor? activation;
    private int calls;

    /// <summary>Attaches the tap; disposing takes it off again.</summary>
    public LayerTap(Module<Tensor, Tensor> layer)
    {
        hook = layer.register_forward_hook((_, _, output) =>
        {
            calls++;
            // A new leaf: nothing before the layer is needed for dS/dA, and frozen weights are no hindrance.
            activation = output.detach().requires_grad_();
            // The network goes on with a copy, so that an in-place operation after the layer cannot change what was tapped.
            return activation.clone();
        });
    }

    /// <summary>A: the layer's output in the last forward pass, commonly [N, C, h, w].</summary>
    /// <exception cref="InvalidOperationException">The layer did not run, or ran more than once.</exception>
    public Tensor Activation => calls switch
    {
        1 => activation!,
        0 => throw new InvalidOperationException(
            "The tapped layer must run once per forward pass, but never ran. Pass a layer that is part of the model, " +
            "and let the model use 'layer.call(x)': hooks do not run in 'layer.forward(x)'."),
        _ => throw new InvalidOperationException(
            $"The tapped layer must run once per forward pass, but ran {calls} times. Give each place in the network a layer of its own."),
    };

    /// <summary>G = dS/dA. Parameters get no gradient from this.</summary>
    /// <param name="score">S, a scalar that depends on the activation. Images do not interact in inference mode, so
    /// the sum over a batch gives each image its own gradient.</param>
    /// <returns>As <see cref="Activation"/>.</returns>
    public Tensor GradientOf(Tensor score) => autograd.grad([score], [Activation])[0];

    /// <summary>Takes the hook off the layer.</summary>
    public void Dispose() => hook.remove();
}
