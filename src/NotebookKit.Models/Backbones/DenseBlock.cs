using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>Layers of which each sees the block's input and all that the layers before it made (Huang et al. 2017,
/// eq. 2), through a 1x1 bottleneck of 4 x growth maps.</summary>
public sealed class DenseBlock : Module<Tensor, Tensor>
{
    private const long Bottleneck = 4;

    private readonly List<Module<Tensor, Tensor>> layers = [];

    /// <summary>Builds a block.</summary>
    /// <param name="inputs">Channels that come in.</param>
    /// <param name="growth">Channels that each layer adds.</param>
    /// <param name="count">Number of layers.</param>
    public DenseBlock(long inputs, long growth, int count)
        : base(nameof(DenseBlock))
    {
        for (var k = 0; k < count; k++)
        {
            var seen = inputs + (k * growth);
            var layer = Sequential(
                ("norm1", BatchNorm2d(seen)), ("relu1", ReLU()),
                ("conv1", Conv2d(seen, Bottleneck * growth, 1, bias: false)),
                ("norm2", BatchNorm2d(Bottleneck * growth)), ("relu2", ReLU()),
                ("conv2", Conv2d(Bottleneck * growth, growth, 3, padding: 1, bias: false)));
            layers.Add(layer);
            register_module($"denselayer{k + 1}", layer);
        }
    }

    /// <summary>The block's input with the maps of all its layers behind it.</summary>
    /// <param name="input">[N, inputs, H, W].</param>
    /// <returns>[N, inputs + count x growth, H, W].</returns>
    public override Tensor forward(Tensor input) =>
        layers.Aggregate(input, (x, layer) => cat([x, layer.call(x)], 1));
}
