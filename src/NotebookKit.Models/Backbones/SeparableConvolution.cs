using NotebookKit.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>A 3x3 convolution of each channel by itself, then a 1x1 convolution over channels, each with batch
/// normalisation and ReLU (Howard et al. 2017, figure 3 right).</summary>
public sealed class SeparableConvolution : Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv_dw")]
    private readonly Conv2d depthwise;
    private readonly BatchNorm2d bn1;
    [ComponentName(Name = "conv_pw")]
    private readonly Conv2d pointwise;
    private readonly BatchNorm2d bn2;

    /// <summary>Builds the pair.</summary>
    /// <param name="inputs">Channels that come in.</param>
    /// <param name="width">Channels that go out.</param>
    /// <param name="stride">1, or 2 to halve the picture's sides.</param>
    public SeparableConvolution(long inputs, long width, long stride)
        : base(nameof(SeparableConvolution))
    {
        depthwise = Conv2d(inputs, inputs, 3, stride: stride, padding: 1, groups: inputs, bias: false);
        bn1 = BatchNorm2d(inputs);
        pointwise = Conv2d(inputs, width, 1, bias: false);
        bn2 = BatchNorm2d(width);
        RegisterComponents();
    }

    /// <summary>The pair's output.</summary>
    /// <param name="input">[N, inputs, H, W].</param>
    /// <returns>[N, width, H / stride, W / stride].</returns>
    public override Tensor forward(Tensor input)
    {
        var x = bn1.NormRelu(depthwise.call(input));                    // [N, inputs, h, w]
        return bn2.NormRelu(pointwise.call(x));                         // [N, width, h, w]
    }
}
