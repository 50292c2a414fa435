using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Door;

/// <summary>
/// A function that autograd calls with a tensor's gradient; it may return another one. TorchSharp has no such hook, so
/// only adapters outside the seam use it. Runs on the thread of backward (on a GPU: a thread of the engine).
/// </summary>
public sealed unsafe class GradientHook : IDisposable
{
    // An exception may not cross native frames: it is kept here and thrown when backward has returned.
    private static ExceptionDispatchInfo? s_failure;

    private readonly Tensor _tensor;
    private readonly long _id;
    private bool _removed;

    /// <summary>Calls <paramref name="hook"/> with each gradient of <paramref name="tensor"/>; null keeps the gradient.</summary>
    /// <param name="tensor">A tensor that requires a gradient; kept alive by the hook.</param>
    /// <param name="hook">Gradient to replacement or null. The gradient is freed after the call unless it is returned.</param>
    /// <exception cref="ExternalException">The tensor requires no gradient.</exception>
    public GradientHook(Tensor tensor, Func<Tensor, Tensor?> hook)
    {
        _tensor = tensor;
        var context = GCHandle.Alloc(hook);
        long id;
        var result = NativeMethods.nk_add_hook(tensor.Handle, GCHandle.ToIntPtr(context), &Call, &Free, &id);
        GC.KeepAlive(tensor);
        NativeError.Check(result, "register_hook");
        _id = id;
    }

    /// <summary>Removes the hook.</summary>
    public void Dispose()
    {
        if (_removed || _tensor.IsInvalid)
        {
            return;
        }

        _removed = true;
        NativeError.Check(NativeMethods.nk_remove_hook(_tensor.Handle, _id), "remove_hook");
        GC.KeepAlive(_tensor);
    }

    /// <summary>Throws what a hook threw during the native call that just returned.</summary>
    internal static void Rethrow() => Interlocked.Exchange(ref s_failure, null)?.Throw();

    /// <summary>Keeps the first exception of managed code that a backward pass called.</summary>
    internal static void Keep(ExceptionDispatchInfo failure) => Interlocked.CompareExchange(ref s_failure, failure, null);

    [UnmanagedCallersOnly]
    private static int Call(nint context, nint gradient, nint* replacement)
    {
        try
        {
            var hook = (Func<Tensor, Tensor?>)GCHandle.FromIntPtr(context).Target!;
            using var scope = NewDisposeScope();
            var given = new Tensor(gradient);
            if (hook(given) is { } replaced)
            {
                NativeMethods.nk_retain(replaced.Handle);
                *replacement = replaced.Handle;
                GC.KeepAlive(replaced);
            }

            return 0;
        }
        catch (Exception e)
        {
            Keep(ExceptionDispatchInfo.Capture(e));
            return 1;
        }
    }

    [UnmanagedCallersOnly]
    private static void Free(nint context) => GCHandle.FromIntPtr(context).Free();
}
