using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookKit.Provider;

/// <summary>
/// What the kit needs and TorchSharp lacks, behind one seam: over our binding it is native (<c>DoorBody.cs</c>, the
/// only file of the kit that names the binding; left out of a build with TorchProvider=torchsharp), over the real
/// package it is <see cref="PlainBody"/>, made of TorchSharp's own members. The tests run both.
/// </summary>
internal abstract partial class ProviderBody
{
    private static readonly ProviderBody s_own = Own();
    private static readonly AsyncLocal<ProviderBody?> s_forced = new();

    /// <summary>The body of this build, or the one that a test forced.</summary>
    public static ProviderBody Current => s_forced.Value ?? s_own;

    /// <summary>Makes a body the current one on this flow of execution until disposed: for tests.</summary>
    public static IDisposable Force(ProviderBody body)
    {
        var before = s_forced.Value;
        s_forced.Value = body;
        return new Ending(() => s_forced.Value = before);
    }

    /// <summary>Calls <paramref name="check"/> before every operator from now on, or (null) no longer; where the
    /// provider has no such place, nothing happens.</summary>
    public virtual void CheckOperators(Action? check)
    {
    }

    /// <summary>Calls a function with each gradient of a tensor; see <see cref="Gradients.GradientHook"/>.</summary>
    public abstract IHook Hook(Tensor tensor, Func<Tensor, Tensor?> hook);

    /// <summary>The tensor itself, or a copy with the channels last in memory.</summary>
    public abstract Tensor ToChannelsLast(Tensor tensor);

    /// <summary>Puts the channels of a parameter or buffer last in memory; it stays the same object.</summary>
    public abstract void MakeChannelsLast(Tensor tensor);

    /// <summary>The channels lie last in memory.</summary>
    public abstract bool IsChannelsLast(Tensor tensor);

    /// <summary>Opens a region of this thread that computes convolutions and matrix products in bfloat16, or
    /// (<paramref name="on"/> false) in the tensors' own type.</summary>
    public abstract IDisposable Autocast(TorchSharp.DeviceType device, bool on);

    /// <summary>max(0, norm(input) + residual); see <see cref="Layers.NormReluExtensions"/>.</summary>
    public virtual Tensor NormRelu(BatchNorm2d norm, Tensor input, Tensor? residual)
    {
        var normal = norm.call(input);
        return residual is null ? normal.relu() : (normal + residual).relu_();   // the sum is no one else's
    }

    /// <summary>convolution(input); see <see cref="Layers.WinogradExtensions"/>.</summary>
    public virtual Tensor Winograd(Conv2d convolution, Tensor input) => convolution.call(input);

    /// <summary>Whether only deterministic operators run; null where the provider cannot tell.</summary>
    public abstract bool? Deterministic { get; set; }

    /// <summary>Bytes that the native allocator has given out; null where unknown.</summary>
    public abstract long? AllocatedBytes { get; }

    /// <summary>Free and total bytes of the current GPU; null where there is none or they are unknown.</summary>
    public abstract (long Free, long Total)? GpuMemory { get; }

    private static ProviderBody Own()
    {
        ProviderBody? found = null;
        FindNative(ref found);
        return found ?? new PlainBody();
    }

    // Has its body in DoorBody.cs; without that file the call vanishes.
    static partial void FindNative(ref ProviderBody? found);

    /// <summary>A hook on a tensor's gradient; disposing removes it.</summary>
    public interface IHook : IDisposable
    {
        /// <summary>After a backward pass: the hook has run, or runs now.</summary>
        void Complete();
    }

    /// <summary>Does something once, when disposed.</summary>
    protected sealed class Ending(Action end) : IDisposable
    {
        private Action? pending = end;

        /// <inheritdoc/>
        public void Dispose() => Interlocked.Exchange(ref pending, null)?.Invoke();
    }
}
