using NotebookKit.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>Two 3x3 convolutions with a shortcut (He et al. 2016, figure 5 left); where size or width change, the
/// shortcut is a 1x1 convolution (option B).</summary>
public sealed class ResNetBasicBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? downsample;

    /// <summary>Builds a block.</summary>
    /// <param name="inputs">Channels that come in.</param>
    /// <param name="width">Channels that go out.</param>
    /// <param name="stride">1, or 2 to halve the picture's sides.</param>
    public ResNetBasicBlock(long inputs, long width, long stride)
        : base(nameof(ResNetBasicBlock))
    {
        conv1 = Conv2d(inputs, width, 3, stride: stride, padding: 1, bias: false);
        bn1 = BatchNorm2d(width);
        conv2 = Conv2d(width, width, 3, padding: 1, bias: false);
        bn2 = BatchNorm2d(width);
        downsample = ResNetBottleneck.Projection(inputs, width, stride);
        RegisterComponents();
    }

    /// <summary>The block's output.</summary>
    /// <param name="input">[N, inputs, H, W].</param>
    /// <returns>[N, width, H / stride, W / stride].</returns>
    public override Tensor forward(Tensor input)
    {
        var x = bn1.NormRelu(conv1.Winograd(input));                    // [N, width, h, w]
        return bn2.NormRelu(conv2.Winograd(x), downsample is null ? input : downsample.call(input));
    }
}
