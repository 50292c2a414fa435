using NotebookKit.Models.Backbones;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Bagan;

/// <summary>Generator, and decoder of the autoencoder: latent [N, D] to pictures [N, C, H, W] in [-1, 1].</summary>
public sealed class BaganGenerator : Module<Tensor, Tensor>
{
    private readonly Sequential start;
    private readonly Sequential grow;
    private readonly BaganArchitecture architecture;

    /// <summary>Builds a generator with random weights: convolutions Glorot-normal, dense layers Glorot-uniform, no
    /// biases.</summary>
    /// <param name="architecture">Sizes.</param>
    public BaganGenerator(BaganArchitecture architecture)
        : base(nameof(BaganGenerator))
    {
        this.architecture = architecture;
        var (maps, side) = (architecture.StartMaps, architecture.StartSize);
        start = Sequential(
            ("dense1", Linear(architecture.Latent, architecture.Dense, hasBias: false)), ("relu1", ReLU()),
            ("dense2", Linear(architecture.Dense, maps * side * side, hasBias: false)), ("relu2", ReLU()));
        var layers = new List<(string, Module<Tensor, Tensor>)>();
        foreach (var (next, i) in architecture.UpsampleMaps.Select((next, i) => (next, i + 1)))
        {
            layers.Add(($"conv{i}", new DoublingConvolution(maps, next, 5, bias: false)));
            layers.Add(($"relu{i}", ReLU()));
            maps = next;
        }

        // 'Same' of the original framework: an even kernel pads one pixel less before than after.
        var (before, after) = ((architecture.LastKernel - 1) / 2, architecture.LastKernel / 2);
        layers.Add(("pad", ZeroPad2d((before, after, before, after))));
        layers.Add(("last", Conv2d(maps, architecture.Channels, architecture.LastKernel, bias: false)));
        layers.Add(("tanh", Tanh()));
        grow = Sequential(layers);
        RegisterComponents();
        BaganMethod.InitialiseLikeTheOriginal(this);
    }

    /// <summary>Where its weights lie.</summary>
    public Device Device => parameters().First().device;

    /// <summary>Decodes latent vectors.</summary>
    /// <param name="input">[N, D].</param>
    /// <returns>[N, C, H, W] in [-1, 1].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (maps, side) = (architecture.StartMaps, architecture.StartSize);
        return grow.call(start.call(input).reshape(-1, maps, side, side)).MoveToOuterDisposeScope();
    }
}

/// <summary>The convolutions that encoder and discriminator share, with a dense head of their own: pictures
/// [N, C, H, W] in [-1, 1] to [N, outputs].</summary>
public sealed class BaganTrunk : Module<Tensor, Tensor>
{
    private readonly Sequential convolutions;
    private readonly Linear head;

    /// <summary>Builds a trunk with random weights.</summary>
    /// <param name="architecture">Sizes.</param>
    /// <param name="outputs">The latent size for an encoder, n + 1 for the discriminator.</param>
    public BaganTrunk(BaganArchitecture architecture, int outputs)
        : base(nameof(BaganTrunk))
    {
        var layers = new List<(string, Module<Tensor, Tensor>)>();
        var maps = architecture.Channels;
        foreach (var ((next, stride), i) in architecture.Trunk.Select((layer, i) => (layer, i + 1)))
        {
            layers.Add(($"conv{i}", Conv2d(maps, next, 3, stride, padding: 1)));
            layers.Add(($"relu{i}", LeakyReLU(0.3)));
            layers.Add(($"drop{i}", Dropout(0.3)));
            maps = next;
        }

        convolutions = Sequential([.. layers, ("flatten", Flatten())]);
        head = Linear(architecture.Features, outputs);
        RegisterComponents();
        BaganMethod.InitialiseLikeTheOriginal(this);
    }

    /// <summary>The shared layers without the head.</summary>
    public Module<Tensor, Tensor> Convolutions => convolutions;

    /// <summary>Encodes or judges pictures.</summary>
    /// <param name="input">[N, C, H, W] in [-1, 1].</param>
    /// <returns>[N, outputs]: latent vectors, or logits.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return head.call(convolutions.call(input)).MoveToOuterDisposeScope();
    }
}

/// <summary>The classifier behind all accuracies of the smoke and small modes: pictures [N, C, H, W] in [0, 1] to
/// logits [N, n].</summary>
public sealed class BaganClassifier : Module<Tensor, Tensor>
{
    private readonly Sequential layers;

    /// <summary>Builds a classifier with random weights.</summary>
    /// <param name="architecture">Gives size and channels of the pictures.</param>
    /// <param name="classes">n.</param>
    public BaganClassifier(BaganArchitecture architecture, int classes)
        : base(nameof(BaganClassifier))
    {
        var side = architecture.Size / 4;
        layers = Sequential(
            ("conv1", Conv2d(architecture.Channels, 16, 3, padding: 1)), ("relu1", ReLU()), ("pool1", MaxPool2d(2)),
            ("conv2", Conv2d(16, 32, 3, padding: 1)), ("relu2", ReLU()), ("pool2", MaxPool2d(2)),
            ("flatten", Flatten()), ("dense", Linear(32 * side * side, 96)), ("relu3", ReLU()),
            ("drop", Dropout(0.3)), ("out", Linear(96, classes)));
        RegisterComponents();
    }

    /// <summary>Classifies pictures.</summary>
    /// <param name="input">[N, C, H, W] in [0, 1].</param>
    /// <returns>Logits [N, n].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return layers.call(BaganMethod.Centred(input)).MoveToOuterDisposeScope();
    }
}
