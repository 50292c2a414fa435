using NotebookKit.Data;
using NotebookKit.Models.Backbones;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>Swin-T with maps at 1/4 to 1/32 of the sides. Its layer norms look at one token each, so real and made
/// batches cannot mix their statistics.</summary>
internal sealed class SwinTrunk : PictureTrunk
{
    private readonly SwinTransformer network;

    /// <summary>Builds a trunk.</summary>
    /// <param name="outputs">Logits.</param>
    /// <param name="weights">File of published weights with torchvision's names, safetensors or PyTorch's; null begins
    /// with drawn ones.</param>
    /// <exception cref="DataException">The file has not the weights of such a network.</exception>
    public SwinTrunk(int outputs, string? weights)
        : base(nameof(SwinTrunk))
    {
        network = new SwinTransformer(SwinShape.Tiny, outputs);
        RegisterComponents();
        if (weights is not null)
        {
            TrunkWeights.Load(network, "Swin-T", "head", weights);
        }
    }

    /// <inheritdoc/>
    public override (Module<Tensor, Tensor> Fine, Module<Tensor, Tensor> Last) Explained =>
        (network.FirstStage, network.LastStage);

    /// <inheritdoc/>
    public override IReadOnlyList<long> Widths => network.Shape.Widths;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => network.call(Normalised(input));

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Levels(Tensor input) => network.Levels(Normalised(input));
}
