using NotebookKit.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>Two 3x3 convolutions around which the input passes (He et al. 2016, section 3.1, eq. 1 and 2). A block that
/// widens halves the picture's sides.</summary>
public sealed class ResNetCifarBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? shortcut;                                // the projection of option B
    private readonly long inputs;
    private readonly long width;

    /// <summary>Builds a block; it widens, with stride 2, where the widths differ.</summary>
    /// <param name="inputs">Channels that come in.</param>
    /// <param name="width">Channels that go out: as many, or an even number more.</param>
    /// <param name="option">How the input passes by where the block widens.</param>
    public ResNetCifarBlock(long inputs, long width, ResNetShortcut option)
        : base(nameof(ResNetCifarBlock))
    {
        (this.inputs, this.width) = (inputs, width);
        var stride = inputs == width ? 1 : 2;
        conv1 = Conv2d(inputs, width, 3, stride: stride, padding: 1, bias: false);
        bn1 = BatchNorm2d(width);
        conv2 = Conv2d(width, width, 3, padding: 1, bias: false);
        bn2 = BatchNorm2d(width);
        if (stride > 1 && option == ResNetShortcut.Projection)
        {
            shortcut = Sequential(Conv2d(inputs, width, 1, stride: stride, bias: false), BatchNorm2d(width));
        }

        RegisterComponents();
    }

    /// <summary>The block's output.</summary>
    /// <param name="input">[N, inputs, H, W].</param>
    /// <returns>[N, width, H, W], halved in H and W where the block widens.</returns>
    public override Tensor forward(Tensor input)
    {
        var x = bn1.NormRelu(conv1.Winograd(input));                    // [N, width, h, w]
        return bn2.NormRelu(conv2.Winograd(x), Bypass(input));          // [N, width, h, w]  eq. 1
    }

    private Tensor Bypass(Tensor input)
    {
        if (shortcut is not null)
        {
            return shortcut.call(input);                               // eq. 2
        }

        if (inputs == width)
        {
            return input;
        }

        var half = input[TensorIndex.Ellipsis, TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)];
        var each = (width - inputs) / 2;                                // zero channels before and after
        return functional.pad(half, [0, 0, 0, 0, each, each]);            // [N, width, h, w]
    }
}
