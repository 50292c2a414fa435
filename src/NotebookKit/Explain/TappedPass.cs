using static TorchSharp.torch;

namespace NotebookKit.Explain;

/// <summary>What a saliency method may use of one forward pass.</summary>
public sealed class TappedPass
{
    private readonly Lazy<Tensor> gradient;

    internal TappedPass(Tensor images, Tensor activation, Tensor classes, Func<Tensor> gradient)
    {
        Images = images;
        Activation = activation;
        Classes = classes;
        this.gradient = new Lazy<Tensor>(gradient);
    }

    /// <summary>The input, [N, C', H, W].</summary>
    public Tensor Images { get; }

    /// <summary>A: the layer's output, [N, C, h, w].</summary>
    public Tensor Activation { get; }

    /// <summary>The explained class per image, [N], int64.</summary>
    public Tensor Classes { get; }

    /// <summary>G = dS/dA, [N, C, h, w]; computed when first asked for.</summary>
    public Tensor Gradient => gradient.Value;
}
