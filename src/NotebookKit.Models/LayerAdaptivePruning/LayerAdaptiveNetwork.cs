using NotebookKit.Memory;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>
/// The network of the small mode: four 3x3 convolutions of 16, 32, 64 and 64 channels with batch
/// normalisation, pooling after the second and the third, the mean over all pixels, one linear layer. On one input
/// channel 60,688 prunable weights.
/// </summary>
public sealed class LayerAdaptiveNetwork : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d conv3;
    private readonly BatchNorm2d bn3;
    private readonly Conv2d conv4;
    private readonly BatchNorm2d bn4;
    private readonly Linear linear;

    /// <summary>Builds a network; weights are drawn from the default generator.</summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="classes">K.</param>
    public LayerAdaptiveNetwork(long channels = 1, long classes = 10)
        : base(nameof(LayerAdaptiveNetwork))
    {
        (conv1, bn1) = (Conv2d(channels, 16, 3, padding: 1, bias: false), BatchNorm2d(16));
        (conv2, bn2) = (Conv2d(16, 32, 3, padding: 1, bias: false), BatchNorm2d(32));
        (conv3, bn3) = (Conv2d(32, 64, 3, padding: 1, bias: false), BatchNorm2d(64));
        (conv4, bn4) = (Conv2d(64, 64, 3, padding: 1, bias: false), BatchNorm2d(64));
        linear = Linear(64, classes);
        RegisterComponents();
    }

    /// <summary>Logits of a batch.</summary>
    /// <param name="input">[N, C, H, W], float32; H and W 4 or more.</param>
    /// <returns>[N, K].</returns>
    public override Tensor forward(Tensor input)
    {
        var x = bn1.call(conv1.call(input)).relu();                        // [N, 16, H, W]
        x = functional.max_pool2d(bn2.call(conv2.call(x)).relu(), 2);      // [N, 32, H/2, W/2]
        x = functional.max_pool2d(bn3.call(conv3.call(x)).relu(), 2);      // [N, 64, H/4, W/4]
        x = bn4.call(conv4.call(x)).relu();                                // [N, 64, H/4, W/4]
        return linear.call(x.mean([2, 3]));
    }
}

/// <summary>A network behind the normalisation of its images, so that all takes pixels in [0, 1]; channels are laid out
/// innermost, which quickens its convolutions.</summary>
public sealed class NormalisedNetwork : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> network;
    private readonly Tensor mean;
    private readonly Tensor deviation;

    /// <summary>Puts the normalisation before a network.</summary>
    /// <param name="network">[N, 3, H, W], normalised, to logits [N, K].</param>
    /// <param name="mean">Mean of each channel.</param>
    /// <param name="deviation">Standard deviation of each channel.</param>
    public NormalisedNetwork(Module<Tensor, Tensor> network, float[] mean, float[] deviation)
        : base(nameof(NormalisedNetwork))
    {
        this.network = network;
        this.mean = tensor(mean).reshape(-1, 1, 1).DetachFromDisposeScope();
        this.deviation = tensor(deviation).reshape(-1, 1, 1).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => network.call(((input - mean) / deviation).ToChannelsLast());
}
