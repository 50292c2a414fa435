using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>Block of a Swin transformer (Liu et al. 2021, eq. 3): attention within windows, then two linear layers of
/// four times the width with the exact GELU, each behind a layer norm and added to its input. Names as in torchvision:
/// norm1, attn, norm2, mlp.0, mlp.3.</summary>
public sealed class SwinBlock : Module<Tensor, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly ShiftedWindowAttention attn;
    private readonly LayerNorm norm2;
    private readonly Sequential mlp;

    /// <summary>Builds a block.</summary>
    /// <param name="width">C, a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="window">M, tokens on a side of a window.</param>
    /// <param name="shifted">Whether the windows are shifted: in every other block.</param>
    public SwinBlock(long width, long heads, int window, bool shifted)
        : base(nameof(SwinBlock))
    {
        norm1 = LayerNorm(width);
        attn = new ShiftedWindowAttention(width, heads, window, shifted);
        norm2 = LayerNorm(width);
        mlp = Sequential(("0", Linear(width, 4 * width)), ("1", GELU()), ("3", Linear(4 * width, width)));
        RegisterComponents();
    }

    /// <summary>The block's output.</summary>
    /// <param name="input">[N, H, W, C].</param>
    /// <returns>[N, H, W, C].</returns>
    public override Tensor forward(Tensor input)
    {
        var x = input + attn.call(norm1.call(input));
        return x + mlp.call(norm2.call(x));
    }
}
