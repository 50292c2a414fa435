using NotebookKit.Torch.Door;

namespace TorchSharp;

// Grad mode and inference mode are per thread: a scope closes on the thread that opened it.
public static partial class torch
{
    /// <summary>Switches recording off on this thread until disposed.</summary>
    public static IDisposable no_grad() => new GradScope(false);

    /// <summary>Switches recording on (or off) on this thread until disposed.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradScope(enabled);

    /// <summary>Switches recording on or off on this thread until disposed.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new GradScope(mode);

    /// <summary>This thread records.</summary>
    public static bool is_grad_enabled() => NativeMethods.nk_grad_enabled() != 0;

    /// <summary>As no_grad and cheaper: its tensors may never enter autograd.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceScope(mode);

    /// <summary>This thread is in inference mode.</summary>
    public static bool is_inference_mode_enabled() => NativeMethods.nk_inference_enabled() != 0;

    private sealed class GradScope : IDisposable
    {
        private readonly bool _previous = is_grad_enabled();
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private bool _closed;

        internal GradScope(bool enabled) => NativeMethods.nk_set_grad_enabled(enabled ? 1 : 0);

        public void Dispose()
        {
            if (_closed)
            {
                return;
            }

            RequireThread(_thread, "grad mode");
            _closed = true;
            NativeMethods.nk_set_grad_enabled(_previous ? 1 : 0);
        }
    }

    private sealed class InferenceScope(bool mode) : IDisposable
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private nint _guard = NativeError.Check(NativeMethods.nk_enter_inference(mode ? 1 : 0), "inference_mode");

        public void Dispose()
        {
            if (_guard == 0)
            {
                return;
            }

            RequireThread(_thread, "inference mode");
            NativeMethods.nk_leave_inference(_guard);
            _guard = 0;
        }
    }

    private static void RequireThread(int thread, string what)
    {
        if (thread != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException(
                $"The {what} of thread {thread} must be left on that thread, but Dispose ran on thread " +
                $"{Environment.CurrentManagedThreadId}; do not await inside such a scope.");
        }
    }
}
