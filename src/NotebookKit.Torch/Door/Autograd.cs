using static TorchSharp.torch;

namespace NotebookKit.Torch.Door;

/// <summary>Backward passes over the door.</summary>
internal static unsafe class Autograd
{
    internal static void Backward(
        IList<Tensor> tensors, IList<Tensor>? gradients, bool? retainGraph, bool createGraph, IList<Tensor>? inputs)
    {
        var roots = Handles(tensors)!;
        var given = Handles(gradients);
        var targets = Handles(inputs);
        if (given is not null && given.Length != roots.Length)
        {
            throw new ArgumentException($"backward needs one gradient per tensor: {roots.Length} tensors, {given.Length} gradients.");
        }

        fixed (nint* r = roots)
        fixed (nint* g = given)
        fixed (nint* i = targets)
        {
            var result = NativeMethods.nk_backward(
                r, roots.Length, g, Retain(retainGraph), createGraph ? 1 : 0, i, targets?.Length ?? 0);
            GC.KeepAlive(tensors);
            GC.KeepAlive(gradients);
            GC.KeepAlive(inputs);
            GradientHook.Rethrow();
            NativeError.Check(result, "backward");
        }
    }

    internal static Tensor?[] Grad(
        IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? gradients, bool? retainGraph, bool createGraph, bool allowUnused)
    {
        var from = Handles(outputs)!;
        var to = Handles(inputs)!;
        var given = Handles(gradients);
        var results = new nint[to.Length];
        fixed (nint* f = from)
        fixed (nint* t = to)
        fixed (nint* g = given)
        fixed (nint* r = results)
        {
            var result = NativeMethods.nk_grad(
                f, from.Length, t, to.Length, g, Retain(retainGraph), createGraph ? 1 : 0, allowUnused ? 1 : 0, r);
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(gradients);
            GradientHook.Rethrow();
            NativeError.Check(result, "autograd.grad");
        }

        return Array.ConvertAll(results, handle => handle == 0 ? null : new Tensor(handle));
    }

    private static int Retain(bool? retain) => retain is { } value ? (value ? 1 : 0) : -1;

    private static nint[]? Handles(IList<Tensor>? tensors) =>
        tensors is null ? null : NkVal.Handles(tensors as Tensor[] ?? [.. tensors]);
}
