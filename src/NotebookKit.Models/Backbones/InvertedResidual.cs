using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>Widen by a 1x1 convolution, 3x3 by channel, narrow by a 1x1 without activation, with the input added where
/// the size stays (Sandler et al. 2018, section 3.3, figure 3b).</summary>
public sealed class InvertedResidual : Module<Tensor, Tensor>
{
    private readonly Sequential conv;
    private readonly Sequential? shortcut;
    private readonly bool passes;

    /// <summary>Builds a block.</summary>
    /// <param name="inputs">Channels that come in.</param>
    /// <param name="outputs">Channels that go out.</param>
    /// <param name="stride">1, or 2 to halve the picture's sides.</param>
    /// <param name="expansion">Inner channels for each channel that comes in.</param>
    /// <param name="form">For CIFAR, a factor of 1 has its convolution too, and a 1x1 convolution passes the input by
    /// where the width changes and the size does not.</param>
    public InvertedResidual(long inputs, long outputs, long stride, long expansion, BackboneForm form)
        : base(nameof(InvertedResidual))
    {
        var isCifar = form == BackboneForm.Cifar;
        var inner = expansion * inputs;
        var steps = new List<Module<Tensor, Tensor>>();
        if (isCifar || expansion > 1)
        {
            steps.Add(Step(inputs, inner, 1, 1, 1, form));
        }

        steps.AddRange(
            [Step(inner, inner, 3, stride, inner, form), Conv2d(inner, outputs, 1, bias: false), BatchNorm2d(outputs)]);
        conv = Sequential(steps);
        if (isCifar)
        {
            shortcut = stride == 1 ? ResNetBottleneck.Projection(inputs, outputs, stride) : null;
        }

        passes = stride == 1 && inputs == outputs;
        RegisterComponents();
    }

    /// <summary>The block's output.</summary>
    /// <param name="input">[N, inputs, H, W].</param>
    /// <returns>[N, outputs, H / stride, W / stride].</returns>
    public override Tensor forward(Tensor input)
    {
        var x = conv.call(input);                                         // [N, outputs, h, w]
        return passes ? input + x : shortcut is null ? x : shortcut.call(input) + x;
    }

    /// <summary>Convolution, batch normalisation and activation: ReLU6 for ImageNet, as published; ReLU for
    /// CIFAR.</summary>
    internal static Sequential Step(
        long inputs, long outputs, long kernel, long stride, long groups, BackboneForm form) => Sequential(
            Conv2d(inputs, outputs, kernel, stride: stride, padding: kernel / 2, groups: groups, bias: false),
            BatchNorm2d(outputs), form == BackboneForm.ImageNet ? ReLU6() : ReLU());
}
