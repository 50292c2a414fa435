using NotebookKit.Provider;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookKit.Layers;

/// <summary>Winograd's minimal filtering for the 3x3 convolutions of a residual block.</summary>
public static class WinogradExtensions
{
    /// <summary>
    /// <c>convolution.call(input)</c>, with a quarter of its products where that is faster: in training and in passes
    /// without gradients with float32 on a CPU with AVX-512, with the channels last in memory
    /// (<see cref="Memory.ChannelsLast"/>), for a 3x3 window of stride 1 and border 1 without bias and channels in
    /// multiples of 16 up to 256 (Lavin and Gray 2016, F(4x4, 3x3)).
    /// Values and gradients are those of the convolution up to rounding, which is about two and a half times that of
    /// the direct sum; a NaN reaches the 4x4 pixels of each tile that sees it. Elsewhere, and where the layer has hooks, it
    /// is the layer itself.
    /// </summary>
    /// <param name="convolution">The layer.</param>
    /// <param name="input">[N, C, H, W].</param>
    /// <returns>[N, K, H, W], or smaller by the layer's stride.</returns>
    public static Tensor Winograd(this Conv2d convolution, Tensor input) =>
        ProviderBody.Current.Winograd(convolution, input);
}
