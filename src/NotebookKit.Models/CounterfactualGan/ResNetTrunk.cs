using NotebookKit.Data;
using NotebookKit.Models.Backbones;
using NotebookKit.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>
/// A ResNet for pictures in [-1, 1], as full mode takes it for D, C and the encoder of G. Its batch norms stay in
/// inference mode: real and made batches must not mix their statistics. With published weights they keep ImageNet's;
/// without, each block begins as its shortcut, for a network that is not normalised must not grow its values.
/// </summary>
internal sealed class ResNetTrunk : Module<Tensor, Tensor>
{
    private static readonly double[] Mean = [0.485, 0.456, 0.406];         // of ImageNet, as torchvision has them
    private static readonly double[] Deviation = [0.229, 0.224, 0.225];

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
            Load(weights);
        }
        else
        {
            CloseBlocks();
        }

        train();
    }

    /// <summary>A finer layer, and the last one.</summary>
    public (Module<Tensor, Tensor> Fine, Module<Tensor, Tensor> Last) Explained =>
        (network.FirstStage, network.LastBlock);

    /// <summary>Channels of the <see cref="Levels"/>.</summary>
    public IReadOnlyList<long> Widths => network.LevelWidths;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => network.call(Normalised(input));

    /// <summary>Maps at 1/2 to 1/32 of the sides.</summary>
    /// <param name="input">[N, 1 or 3, H, W] in [-1, 1].</param>
    public IReadOnlyList<Tensor> Levels(Tensor input) => network.Levels(Normalised(input));

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        base.train(train);
        foreach (var norm in modules().OfType<BatchNorm2d>())
        {
            norm.eval();
        }
    }

    private static Tensor Normalised(Tensor input)
    {
        using var mean = tensor(Mean, ScalarType.Float32, input.device).reshape(1, 3, 1, 1);
        using var deviation = tensor(Deviation, ScalarType.Float32, input.device).reshape(1, 3, 1, 1);
        return ((input + 1) / 2 - mean) / deviation;                       // grey pictures spread over three channels
    }

    // All but the last layer, whose classes are others.
    private void Load(string path)
    {
        using var checkpoint = path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
            ? null
            : PyTorchCheckpoint.Read(path);
        using var file = checkpoint?.Weights([]) ?? Safetensors.Read(path);
        using var trunk = new WeightSet(
            path,
            file.Tensors.Where(entry => !IsHead(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Value),
            file.Metadata);
        var match = trunk.LoadInto(network, strict: false);
        string[] lacking =
            [.. match.Missing.Where(name => !IsHead(name)
                && !name.EndsWith("num_batches_tracked", StringComparison.Ordinal))];
        if (lacking.Length + match.Unexpected.Count > 0)
        {
            throw new DataException(
                $"{path} must hold the weights of ResNet-{network.Depth} under torchvision's names, but lacks "
                + $"[{string.Join(", ", lacking.Take(3))}] and has [{string.Join(", ", match.Unexpected.Take(3))}] "
                + "besides.");
        }

        static bool IsHead(string name) => name.StartsWith("fc.", StringComparison.Ordinal);
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
