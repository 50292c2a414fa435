using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Door;

/// <summary>Puts managed backward code into the graph.</summary>
internal static unsafe class CustomFunction
{
    private sealed record Node(autograd.AutogradContext Context, Func<List<Tensor>, Tensor?[]> Backward);

    /// <summary>Makes outputs depend on inputs.</summary>
    /// <param name="inputs">The tensors among the arguments, in order.</param>
    /// <param name="outputs">What forward gave.</param>
    /// <param name="context">What forward saved and marked.</param>
    /// <param name="backward">Gradients of the outputs to gradients of the inputs.</param>
    internal static List<Tensor> Record(Tensor[] inputs, List<Tensor> outputs, autograd.AutogradContext context,
        Func<List<Tensor>, Tensor?[]> backward)
    {
        var saved = context.Saved.ToArray();
        var kinds = outputs.Select(
            o => (byte)((In(context.Dirty, o) ? 1 : 0) | (In(context.NonDifferentiable, o) ? 2 : 0))).ToArray();
        var results = new nint[outputs.Count];
        var node = GCHandle.Alloc(new Node(context, backward));
        fixed (nint* i = Handles(inputs))
        fixed (nint* o = Handles(outputs))
        fixed (nint* s = Handles(saved))
        fixed (byte* k = kinds)
        fixed (nint* r = results)
        {
            var result = NativeMethods.nk_function(i, inputs.Length, o, outputs.Count, k, s, saved.Length,
                context.MaterializeGrads ? 1 : 0, GCHandle.ToIntPtr(node), &Call, &Free, r);
            GC.KeepAlive(inputs);
            GC.KeepAlive(outputs);
            GC.KeepAlive(saved);
            NativeError.Check(result, "autograd.Function");
        }
        context.Forget();
        return [.. results.Select(h => new Tensor(h))];
    }

    private static bool In(List<Tensor> list, Tensor tensor) => list.Any(t => t.Handle == tensor.Handle);

    private static nint[] Handles(IEnumerable<Tensor?> tensors) =>
        [.. tensors.Select(t => t is null or { IsInvalid: true } ? 0 : t.Handle)];

    [UnmanagedCallersOnly]
    private static int Call(
        nint context, nint* gradients, int ngradients, nint* saved, int nsaved, nint* results, int nresults)
    {
        try
        {
            var node = (Node)GCHandle.FromIntPtr(context).Target!;
            using var scope = NewDisposeScope();
            var given = Own(gradients, ngradients);
            node.Context.Unpacked(Own(saved, nsaved));
            var found = node.Backward(given);
            node.Context.Unpacked([]);
            for (var k = 0; k < nresults; k++)
            {
                if (found[k] is not { } gradient) continue;
                NativeMethods.nk_retain(gradient.Handle);
                results[k] = gradient.Handle;
                GC.KeepAlive(gradient);
            }
            return 0;
        }
        catch (Exception e)
        {
            GradientHook.Keep(ExceptionDispatchInfo.Capture(e));
            return 1;
        }
    }

    [UnmanagedCallersOnly]
    private static void Free(nint context) => GCHandle.FromIntPtr(context).Free();

    private static List<Tensor> Own(nint* handles, int count) =>
        [.. new ReadOnlySpan<nint>(handles, count).ToArray().Select(h => new Tensor(h))];
}
