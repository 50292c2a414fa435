using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Door;

/// <summary>A 3x3 convolution of stride 1 by Winograd's minimal filtering: in float32 on a CPU with AVX-512, with the
/// channels last in memory, for training and for passes without gradients.</summary>
public static unsafe class WinogradConv
{
    /// <summary>The layer's convolution of a batch of pictures.</summary>
    /// <param name="convolution">The layer.</param>
    /// <param name="input">[N, C, H, W].</param>
    /// <returns>[N, K, H, W]; null, with nothing done, where the operator is not made for these or not faster: another
    /// device, type or order in memory, a processor without AVX-512, a layer with hooks, a bias or another window, in
    /// evaluation mode a pass that keeps gradients, a region of lower precision, C or K above 256 or no multiple of 16,
    /// few or tiny pictures.</returns>
    public static Tensor? Apply(Conv2d convolution, Tensor input)
    {
        if ((!convolution.training && is_grad_enabled()) || !convolution.HasNoHooks || !convolution.IsPlain3x3)
        {
            return null;
        }

        int taken;
        var result = NativeMethods.nk_winograd_conv(input.Handle, convolution.weight.Handle, &taken);
        GC.KeepAlive(input);
        GC.KeepAlive(convolution);
        if (result == 0)
        {
            return taken == 0 ? null : throw NativeError.Of("winograd_conv");
        }

        return new Tensor(result);
    }
}
