using NotebookKit.Torch.Door;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookKit.Provider;

internal abstract partial class ProviderBody
{
    static partial void FindNative(ref ProviderBody? found) => found = new DoorBody();
}

/// <summary>The seam over our binding, in libtorch itself.</summary>
internal sealed class DoorBody : ProviderBody
{
    public override bool? Deterministic
    {
        get => TorchInfo.Deterministic;
        set => TorchInfo.Deterministic = value ?? false;
    }

    public override long? AllocatedBytes => TorchInfo.AllocatedBytes;

    public override (long Free, long Total)? GpuMemory => TorchInfo.GpuMemory;

    public override void CheckOperators(Action? check) => OperatorCheck.Use(check);

    public override IHook Hook(Tensor tensor, Func<Tensor, Tensor?> hook) =>
        new NativeHook(new GradientHook(tensor, hook));

    public override Tensor ToChannelsLast(Tensor tensor) => TensorMemory.ToChannelsLast(tensor);

    public override void MakeChannelsLast(Tensor tensor) => TensorMemory.MakeChannelsLast(tensor);

    public override bool IsChannelsLast(Tensor tensor) => TensorMemory.IsChannelsLast(tensor);

    public override IDisposable Autocast(DeviceType device, bool on) =>
        new AutocastRegion(device, on, ScalarType.BFloat16);

    public override Tensor NormRelu(BatchNorm2d norm, Tensor input, Tensor? residual) =>
        Torch.Door.NormRelu.Apply(norm, input, residual) ?? base.NormRelu(norm, input, residual);

    public override Tensor Winograd(Conv2d convolution, Tensor input) =>
        WinogradConv.Apply(convolution, input) ?? base.Winograd(convolution, input);

    private sealed class NativeHook(GradientHook hook) : IHook
    {
        public void Complete()
        {
        }

        public void Dispose() => hook.Dispose();
    }
}
