using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Door;

/// <summary>Batch normalisation, a sum and ReLU as one operator: in float32 or bfloat16 on a CPU, with the channels last
/// in memory, for training and for passes without gradients.</summary>
public static unsafe class NormRelu
{
    /// <summary>max(0, norm(input) + residual); in training the layer's running statistics are brought up to
    /// date.</summary>
    /// <param name="norm">A layer in training mode, with a scale and a shift.</param>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="residual">[N, C, H, W] or null.</param>
    /// <returns>[N, C, H, W]; null, with nothing done, where the operator is not made for these: another device, type
    /// or order in memory, a layer with hooks, without parameters or with a cumulative average, in evaluation mode a layer
    /// without running statistics or a pass that keeps gradients.</returns>
    public static Tensor? Apply(BatchNorm2d norm, Tensor input, Tensor? residual)
    {
        if (norm.momentum is not { } momentum || !norm.HasNoHooks)
        {
            return null;
        }

        int taken;
        var result = NativeMethods.nk_norm_relu(
            input.Handle, residual?.Handle ?? 0, Handle(norm.weight), Handle(norm.bias), Handle(norm.running_mean),
            Handle(norm.running_var), norm.training ? 1 : 0, momentum, norm.eps, &taken);
        GC.KeepAlive(input);
        GC.KeepAlive(residual);
        GC.KeepAlive(norm);
        if (result == 0)
        {
            return taken == 0 ? null : throw NativeError.Of("norm_relu");
        }

        if (norm.training)
        {
            norm.num_batches_tracked?.add_(1);
        }

        return new Tensor(result);

        static nint Handle(Tensor? tensor) => tensor?.Handle ?? 0;
    }
}
