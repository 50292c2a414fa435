using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>Pre-norm block of a vision transformer (Dosovitskiy et al. 2021, eq. 2 and 3): attention, then two linear
/// layers of four times the width with the exact GELU, each behind a layer norm (eps 1e-6) and added to its input.
/// Names as in timm: norm1, attn, norm2, mlp.fc1, mlp.fc2.</summary>
public sealed class TransformerBlock : Module<Tensor, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly SelfAttention attn;
    private readonly LayerNorm norm2;
    private readonly Sequential mlp;

    /// <summary>Builds a block.</summary>
    /// <param name="width">D, a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">Number of heads.</param>
    public TransformerBlock(long width, long heads)
        : base(nameof(TransformerBlock))
    {
        norm1 = LayerNorm(width, eps: 1e-6);
        attn = new SelfAttention(width, heads);
        norm2 = LayerNorm(width, eps: 1e-6);
        mlp = Sequential(("fc1", Linear(width, 4 * width)), ("act", GELU()), ("fc2", Linear(4 * width, width)));
        RegisterComponents();
    }

    /// <summary>The block's output.</summary>
    /// <param name="input">[N, L, D].</param>
    /// <returns>[N, L, D].</returns>
    public override Tensor forward(Tensor input)
    {
        var x = input + attn.call(norm1.call(input));                     // eq. 2
        return x + mlp.call(norm2.call(x));                               // eq. 3
    }

    /// <summary>So many blocks in a row.</summary>
    internal static Sequential Row(int depth, long width, long heads) =>
        Sequential(Enumerable.Range(0, depth).Select(Module<Tensor, Tensor> (_) => new TransformerBlock(width, heads)));

    /// <summary>Linear layers and the patch projection, seen as a linear layer, Xavier-uniform; biases zero (as the
    /// published MAE and the first ViT).</summary>
    internal static void XavierUniform(Module network, Conv2d patches)
    {
        using var guard = no_grad();
        foreach (var layer in network.modules().OfType<Linear>())
        {
            init.xavier_uniform_(layer.weight);
            init.zeros_(layer.bias!);
        }

        init.xavier_uniform_(patches.weight.view(patches.weight.shape[0], -1));
    }
}
