using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Provider;

/// <summary>The seam by TorchSharp's own members: right results, without the speed.</summary>
internal sealed class PlainBody : ProviderBody
{
    public override bool? Deterministic
    {
        get => null;
        set => throw new NotSupportedException(
            "Deterministic algorithms need the kit's own binding: TorchSharp has no switch for them. Build with " +
            "TorchProvider=system, or leave the demand out.");
    }

    public override long? AllocatedBytes => null;

    public override (long Free, long Total)? GpuMemory => null;

    public override IHook Hook(Tensor tensor, Func<Tensor, Tensor?> hook) => new LateHook(tensor, hook);

    public override Tensor ToChannelsLast(Tensor tensor) => tensor;

    public override void MakeChannelsLast(Tensor tensor)
    {
    }

    // [N, H, W, C] in C order under the shape [N, C, H, W]: then the permuted view is contiguous.
    public override bool IsChannelsLast(Tensor tensor)
    {
        using var view = tensor.permute(0, 2, 3, 1);
        return view.is_contiguous();
    }

    public override IDisposable Autocast(DeviceType device, bool on) => new Ending(static () => { });

    // TorchSharp calls nothing during backward: the gradient is kept and handed over afterwards. Only a leaf's gradient
    // can still be replaced then, because nothing was computed from it.
    private sealed class LateHook : IHook
    {
        private readonly Tensor tensor;
        private readonly Func<Tensor, Tensor?> hook;
        private bool removed;

        public LateHook(Tensor tensor, Func<Tensor, Tensor?> hook)
        {
            (this.tensor, this.hook) = (tensor, hook);
            if (!tensor.is_leaf)
            {
                tensor.retain_grad();
            }
        }

        public void Complete()
        {
            if (removed || tensor.grad is not { } gradient)
            {
                return;
            }

            using var scope = NewDisposeScope();
            if (hook(gradient) is not { } replacement)
            {
                return;
            }

            if (!tensor.is_leaf)
            {
                throw new NotSupportedException(
                    "The gradient of an inner tensor can be replaced only with the kit's own binding " +
                    "(TorchProvider=system); over TorchSharp the hook must return null there.");
            }

            using var guard = no_grad();
            gradient.copy_(replacement);
        }

        public void Dispose() => removed = true;
    }
}
