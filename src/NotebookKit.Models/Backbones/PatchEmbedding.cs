using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>Each patch of a picture as one token (Dosovitskiy et al. 2021, eq. 1): a convolution whose stride is its
/// window. Name as in timm: proj.</summary>
public sealed class PatchEmbedding : Module<Tensor, Tensor>
{
    private readonly Conv2d proj;
    private readonly VitShape shape;

    /// <summary>Builds the layer.</summary>
    /// <param name="shape">Side, patch, channels and width.</param>
    public PatchEmbedding(VitShape shape)
        : base(nameof(PatchEmbedding))
    {
        this.shape = shape;
        proj = Conv2d(shape.Channels, shape.Width, shape.Patch, stride: shape.Patch);
        RegisterComponents();
    }

    /// <summary>The projection.</summary>
    internal Conv2d Projection => proj;

    /// <summary>Tokens, row by row.</summary>
    /// <param name="input">[N, C, side, side].</param>
    /// <returns>[N, L, D].</returns>
    /// <exception cref="ShapeException">Another shape.</exception>
    public override Tensor forward(Tensor input) =>
        proj.call(input.Require($"N {shape.Channels} {shape.Side} {shape.Side}")).flatten(2).transpose(1, 2);
}
