using NotebookKit.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>A 3x3 convolution between a 1x1 that narrows and a 1x1 that widens (He et al. 2016, figure 5 right). As in
/// torchvision, and unlike the paper, the 3x3 convolution has the stride ("v1.5").</summary>
public sealed class ResNetBottleneck : Module<Tensor, Tensor>
{
    /// <summary>Channels that go out for each channel of the 3x3 convolution.</summary>
    internal const long Expansion = 4;

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d conv3;
    private readonly BatchNorm2d bn3;
    private readonly Sequential? downsample;

    /// <summary>Builds a block.</summary>
    /// <param name="inputs">Channels that come in.</param>
    /// <param name="width">Channels of the 3x3 convolution; four times as many go out.</param>
    /// <param name="stride">1, or 2 to halve the picture's sides.</param>
    /// <param name="factor">So many times as many channels in the 3x3 convolution, and still four times
    /// <paramref name="width"/> that go out: 2 in wide_resnet50_2 (Zagoruyko and Komodakis 2016).</param>
    public ResNetBottleneck(long inputs, long width, long stride, int factor = 1)
        : base(nameof(ResNetBottleneck))
    {
        var inner = factor * width;
        conv1 = Conv2d(inputs, inner, 1, bias: false);
        bn1 = BatchNorm2d(inner);
        conv2 = Conv2d(inner, inner, 3, stride: stride, padding: 1, bias: false);
        bn2 = BatchNorm2d(inner);
        conv3 = Conv2d(inner, Expansion * width, 1, bias: false);
        bn3 = BatchNorm2d(Expansion * width);
        downsample = Projection(inputs, Expansion * width, stride);
        RegisterComponents();
    }

    /// <summary>The block's output.</summary>
    /// <param name="input">[N, inputs, H, W].</param>
    /// <returns>[N, 4 width, H / stride, W / stride].</returns>
    public override Tensor forward(Tensor input)
    {
        var x = bn1.NormRelu(conv1.call(input));                        // [N, factor width, H, W]
        x = bn2.NormRelu(conv2.Winograd(x));                            // [N, factor width, h, w]
        return bn3.NormRelu(conv3.call(x), downsample is null ? input : downsample.call(input));
    }

    /// <summary>A shortcut that changes width or size (option B); null where nothing changes.</summary>
    internal static Sequential? Projection(long inputs, long outputs, long stride) =>
        inputs == outputs && stride == 1
            ? null
            : Sequential(Conv2d(inputs, outputs, 1, stride: stride, bias: false), BatchNorm2d(outputs));
}
