using NotebookKit.Provider;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookKit.Layers;

/// <summary>Batch normalisation followed by ReLU, as nearly every convolutional network has it.</summary>
public static class NormReluExtensions
{
    /// <summary>
    /// max(0, norm(input) + residual): the values and gradients of <c>(norm.call(input) + residual).relu()</c> up to the
    /// last bits. On a CPU with the channels last in memory (<see cref="Memory.ChannelsLast"/>), in training and in passes
    /// without gradients, it is one operator that walks over the pictures half as often; elsewhere, and where the layer has
    /// hooks, it is the three.
    /// </summary>
    /// <param name="norm">The normalisation; its running statistics follow as always.</param>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="residual">What passes by a residual block, [N, C, H, W]; null: nothing is added.</param>
    /// <returns>[N, C, H, W].</returns>
    public static Tensor NormRelu(this BatchNorm2d norm, Tensor input, Tensor? residual = null) =>
        ProviderBody.Current.NormRelu(norm, input, residual);
}
