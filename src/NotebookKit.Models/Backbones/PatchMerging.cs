using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>Between two stages of a Swin transformer (Liu et al. 2021, section 3.1): each 2 x 2 neighbours become one
/// token of twice the channels. An odd side is filled up with zeros. Names as in torchvision: norm, reduction.</summary>
public sealed class PatchMerging : Module<Tensor, Tensor>
{
    private readonly Linear reduction;
    private readonly LayerNorm norm;

    /// <summary>Builds the layer.</summary>
    /// <param name="width">C, channels that come.</param>
    public PatchMerging(long width)
        : base(nameof(PatchMerging))
    {
        reduction = Linear(4 * width, 2 * width, hasBias: false);
        norm = LayerNorm(4 * width);
        RegisterComponents();
    }

    /// <summary>The halved map.</summary>
    /// <param name="input">[N, H, W, C].</param>
    /// <returns>[N, ceil(H / 2), ceil(W / 2), 2 C].</returns>
    public override Tensor forward(Tensor input)
    {
        var (height, width, channels) = (input.shape[1], input.shape[2], input.shape[3]);
        var x = height % 2 + width % 2 == 0
            ? input
            : functional.pad(input, [0, 0, 0, width % 2, 0, height % 2]);
        var (tall, wide) = (x.shape[1] / 2, x.shape[2] / 2);
        var four = x.reshape(-1, tall, 2, wide, 2, channels).permute(0, 1, 3, 4, 2, 5);         // dx, dy, C
        return reduction.call(norm.call(four.reshape(-1, tall, wide, 4 * channels)));
    }
}
