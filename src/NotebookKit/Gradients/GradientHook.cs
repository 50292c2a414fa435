using NotebookKit.Provider;
using static TorchSharp.torch;

namespace NotebookKit.Gradients;

/// <summary>
/// A function that sees, and may replace, each gradient of one tensor (PyTorch's <c>Tensor.register_hook</c>).
/// </summary>
/// <example><code>
/// using var hook = activation.OnGradient(g => { norms.Add(g.norm().ToDouble()); return null; });
/// loss.backward();
/// hook.Complete();
/// </code></example>
public sealed class GradientHook : IDisposable
{
    private readonly ProviderBody.IHook hook;

    internal GradientHook(Tensor tensor, Func<Tensor, Tensor?> function)
    {
        if (!tensor.requires_grad)
        {
            throw new ArgumentException(
                "A gradient hook needs a tensor that requires a gradient, but this one does not.");
        }

        hook = ProviderBody.Current.Hook(tensor, function);
    }

    /// <summary>
    /// To be called after each backward pass. Over our binding the function has run by then, in the pass itself, so
    /// that a replaced gradient flows on to earlier tensors. TorchSharp calls nothing during backward: over it the
    /// function runs here, and only the gradient of a leaf can be replaced.
    /// </summary>
    /// <exception cref="NotSupportedException">Over TorchSharp: it replaced an inner tensor's gradient.</exception>
    public void Complete() => hook.Complete();

    /// <summary>Removes the hook; the tensor stays.</summary>
    public void Dispose() => hook.Dispose();
}

/// <summary>Hooks on gradients.</summary>
public static class GradientHooks
{
    /// <summary>Calls a function with each gradient of this tensor, until the hook is disposed.</summary>
    /// <param name="tensor">A tensor that requires a gradient: a leaf or a result.</param>
    /// <param name="hook">Gradient, of the tensor's shape, to its replacement, or null to keep it. The gradient is
    /// freed after the call unless it is returned.</param>
    /// <exception cref="ArgumentException">The tensor requires no gradient.</exception>
    public static GradientHook OnGradient(this Tensor tensor, Func<Tensor, Tensor?> hook) => new(tensor, hook);
}
