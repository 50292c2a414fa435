using NotebookKit.Provider;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Memory;

/// <summary>
/// Pictures with the channels last in memory (PyTorch's <c>memory_format=torch.channels_last</c>): the shape stays
/// [N, C, H, W], the elements lie in the order N, H, W, C. Convolutions on a CPU are 1.2 to 1.4 times faster in it;
/// batch normalisation, pooling, activations and sums keep the order, <c>reshape</c>, <c>view</c> and <c>flatten</c>
/// end it. Convert the model once, before its optimizer is made, and each batch. Values are those of the usual order
/// up to the last bits. Over TorchSharp, which has no such order, nothing changes.
/// </summary>
public static class ChannelsLast
{
    /// <summary>This tensor with its channels last in memory: itself where they are, else a copy.</summary>
    /// <param name="images">[N, C, H, W].</param>
    /// <exception cref="ShapeException">Another number of dimensions.</exception>
    public static Tensor ToChannelsLast(this Tensor images) =>
        ProviderBody.Current.ToChannelsLast(images.Require("N C H W"));

    /// <summary>Puts the channels of all weights and buffers with four dimensions last in memory, in place.</summary>
    /// <returns>The model.</returns>
    public static T WithChannelsLast<T>(this T model)
        where T : Module
    {
        foreach (var tensor in model.parameters().Concat(model.buffers()).Where(tensor => tensor.dim() == 4))
        {
            ProviderBody.Current.MakeChannelsLast(tensor);
        }

        return model;
    }

    /// <summary>The channels lie last in memory; true for both orders where a dimension of size 1 makes them
    /// one.</summary>
    /// <param name="images">[N, C, H, W].</param>
    /// <exception cref="ShapeException">Another number of dimensions.</exception>
    public static bool IsChannelsLast(this Tensor images) =>
        ProviderBody.Current.IsChannelsLast(images.Require("N C H W"));
}
