using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>
/// Vision transformer (Dosovitskiy et al. 2021): patches as tokens with a class token in front, a learnt position code,
/// pre-norm blocks, a linear layer on the class token. State-dict names are timm's: cls_token, pos_embed,
/// patch_embed.proj, blocks.i.{norm1, attn.qkv, attn.proj, norm2, mlp.fc1, mlp.fc2}, norm, head. No dropout.
/// </summary>
public sealed class VisionTransformer : Module<Tensor, Tensor>
{
    [ComponentName(Name = "cls_token")]
    private readonly Parameter classToken;
    [ComponentName(Name = "pos_embed")]
    private readonly Parameter position;
    [ComponentName(Name = "patch_embed")]
    private readonly PatchEmbedding patches;
    private readonly Sequential blocks;
    private readonly LayerNorm norm;
    private readonly Linear head;

    /// <summary>Builds a network with Xavier-uniform weights, drawn from the default generator.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="classes">K, 1 or more.</param>
    /// <exception cref="ArgumentException">Sizes that do not fit, or no class.</exception>
    public VisionTransformer(VitShape shape, int classes = 1000)
        : base(nameof(VisionTransformer))
    {
        shape.Check();
        BackboneInit.RequireClasses(classes);
        Shape = shape;
        classToken = Parameter(empty(1, 1, shape.Width));
        position = Parameter(empty(1, 1 + shape.Patches, shape.Width));
        patches = new PatchEmbedding(shape);
        blocks = TransformerBlock.Row(shape.Depth, shape.Width, shape.Heads);
        norm = LayerNorm(shape.Width, eps: 1e-6);
        head = Linear(shape.Width, classes);
        RegisterComponents();
        TransformerBlock.XavierUniform(this, patches.Projection);
        using var guard = no_grad();
        init.normal_(classToken, 0, 0.02);
        init.normal_(position, 0, 0.02);
    }

    /// <summary>Its sizes.</summary>
    public VitShape Shape { get; }

    /// <summary>Logits of a batch.</summary>
    /// <param name="input">[N, C, side, side], float32, normalised as in training.</param>
    /// <returns>[N, K].</returns>
    public override Tensor forward(Tensor input) => head.call(Tokens(input).select(1, 0));

    /// <summary>All tokens after the last layer norm, the class token first.</summary>
    /// <param name="input">[N, C, side, side].</param>
    /// <returns>[N, 1 + L, D].</returns>
    /// <exception cref="ShapeException">Another shape.</exception>
    public Tensor Tokens(Tensor input)
    {
        var x = patches.call(input);                                      // [N, L, D]
        x = cat([classToken.expand(x.shape[0], -1, -1), x], 1) + position;     // [N, 1 + L, D]   eq. 1
        return norm.call(blocks.call(x));                                 // eq. 4
    }
}
