using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Door;

/// <summary>
/// A region of one thread in which convolutions and matrix products compute in a lower precision (PyTorch's autocast).
/// Disposing restores what was before; the outermost region then drops the cached copies of the weights.
/// </summary>
public sealed class AutocastRegion : IDisposable
{
    private readonly int _device;
    private readonly int _before;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private bool _left;

    /// <summary>Opens the region.</summary>
    /// <param name="device">Operators of this kind of device only.</param>
    /// <param name="on">False: in the tensors' own type, inside a region that is on.</param>
    /// <param name="type">BFloat16, or on a GPU Float16.</param>
    public AutocastRegion(DeviceType device, bool on, ScalarType type)
    {
        _device = (int)device;
        _before = NativeError.Check(NativeMethods.nk_enter_autocast(_device, on ? 1 : 0, (int)type), "autocast");
    }

    /// <summary>Closes the region.</summary>
    /// <exception cref="InvalidOperationException">On another thread than that which opened it.</exception>
    public void Dispose()
    {
        if (_left)
        {
            return;
        }

        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException(
                $"An autocast region must be closed on the thread that opened it ({_thread}), but thread " +
                $"{Environment.CurrentManagedThreadId} closes it. Do not await inside one.");
        }

        _left = true;
        NativeError.Check(NativeMethods.nk_leave_autocast(_device, _before), "autocast");
    }
}
