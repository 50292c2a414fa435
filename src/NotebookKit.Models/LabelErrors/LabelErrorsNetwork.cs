using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// The small net of the experiments: three 3x3 convolutions of w, 2w and 4w filters with batch normalisation and ReLU,
/// max pooling after the first two, the means over the four quarters of the picture, one linear layer. Our choice; the
/// paper's nets are VGG and ResNet.
/// </summary>
public sealed class LabelErrorsNetwork : Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Sequential _layers;

    /// <summary>Builds a network with weights from the default generator.</summary>
    /// <param name="channels">C of the pictures.</param>
    /// <param name="width">w, filters of the first convolution.</param>
    /// <param name="classes">K.</param>
    public LabelErrorsNetwork(long channels, int width, int classes)
        : base(nameof(LabelErrorsNetwork))
    {
        _layers = Sequential(
            ("conv1", Conv2d(channels, width, 3, padding: 1, bias: false)), ("norm1", BatchNorm2d(width)),
            ("relu1", ReLU()), ("pool1", MaxPool2d(2)),
            ("conv2", Conv2d(width, 2 * width, 3, padding: 1, bias: false)), ("norm2", BatchNorm2d(2 * width)),
            ("relu2", ReLU()), ("pool2", MaxPool2d(2)),
            ("conv3", Conv2d(2 * width, 4 * width, 3, padding: 1, bias: false)), ("norm3", BatchNorm2d(4 * width)),
            ("relu3", ReLU()), ("mean", AdaptiveAvgPool2d(2)), ("flatten", Flatten()),
            ("logits", Linear(16 * width, classes)));
        RegisterComponents();
    }

    /// <summary>Logits of a batch.</summary>
    /// <param name="input">[N, C, H, W], float32 in [0, 1]; H and W at least 4.</param>
    /// <returns>[N, K].</returns>
    public override Tensor forward(Tensor input) => _layers.call(input);
}
