using NotebookKit.Cost;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>Multi-head self-attention with one joint projection (Vaswani et al. 2017, section 3.2.2), as in timm: names
/// qkv and proj.</summary>
public sealed class SelfAttention : Module<Tensor, Tensor>, IOwnMacs
{
    private readonly Linear qkv;
    private readonly Linear proj;
    private readonly long heads;

    /// <summary>Builds the layer.</summary>
    /// <param name="width">D, a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">Number of heads.</param>
    public SelfAttention(long width, long heads)
        : base(nameof(SelfAttention))
    {
        this.heads = heads;
        qkv = Linear(width, 3 * width);
        proj = Linear(width, width);
        RegisterComponents();
    }

    /// <summary>Each token as a mixture of all.</summary>
    /// <param name="input">[N, L, D].</param>
    /// <returns>[N, L, D].</returns>
    public override Tensor forward(Tensor input)
    {
        var (count, length, width) = (input.shape[0], input.shape[1], input.shape[2]);
        var parts = qkv.call(input).reshape(count, length, 3, heads, width / heads)
            .permute(2, 0, 3, 1, 4).unbind();                             // 3 of [N, heads, L, D / heads]
        var mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        return proj.call(mixed.transpose(1, 2).reshape(count, length, width));
    }

    /// <summary>Queries by keys, and weights by values.</summary>
    public long OwnMacs(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape) =>
        2 * inputShape[0] * inputShape[1] * inputShape[1] * inputShape[2];
}
