using NotebookKit.Data;
using NotebookKit.Models.Backbones;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>
/// A ResNet with maps at 1/2 to 1/32 of the sides. Its batch norms stay in inference mode: real and made batches must
/// not mix their statistics. With published weights they keep ImageNet's; without, each block begins as its shortcut,
/// for a network that is not normalised must not grow its values.
/// </summary>
internal sealed class ResNetTrunk : PictureTrunk
{
    private readonly ResNet network;

    /// <summary>Builds a trunk.</summary>
    /// <param name="depth">18, 34 or 50.</param>
    /// <param name="outputs">Logits.</param>
    /// <param name="weights">File of published weights with torchvision's names, safetensors or PyTorch's; null begins
    /// with drawn ones.</param>
    /// <exception cref="DataException">The file has not the weights of such a network.</exception>
    public ResNetTrunk(int depth, int outputs, string? weights)
        : base(nameof(ResNetTrunk))
    {
        network = new ResNet(depth, classes: outputs);
        RegisterComponents();
        if (weights is not null)
        {
            TrunkWeights.Load(network, $"ResNet-{depth}", "fc", weights);
        }
        else
        {
            CloseBlocks();
        }

        train();
    }

    /// <inheritdoc/>
    public override (Module<Tensor, Tensor> Fine, Module<Tensor, Tensor> Last) Explained =>
        (network.FirstStage, network.LastBlock);

    /// <inheritdoc/>
    public override IReadOnlyList<long> Widths => network.LevelWidths;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => network.call(Normalised(input));

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Levels(Tensor input) => network.Levels(Normalised(input));

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        base.train(train);
        foreach (var norm in modules().OfType<BatchNorm2d>())
        {
            norm.eval();
        }
    }

    private void CloseBlocks()
    {
        using var noGradients = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (name.StartsWith("layer", StringComparison.Ordinal)
                && name.EndsWith(network.Depth == 50 ? "bn3.weight" : "bn2.weight", StringComparison.Ordinal))
            {
                init.zeros_(parameter);
            }
        }
    }
}
