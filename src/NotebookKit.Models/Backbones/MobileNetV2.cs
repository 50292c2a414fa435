using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>
/// MobileNetV2 (Sandler et al. 2018, section 4, table 2): inverted residuals, wide inside and narrow between.
/// State-dict names of the ImageNet form are torchvision's: features.0.0 ... features.17.conv.1.0 ... features.18.1,
/// classifier.1. The CIFAR form is the network on which pruning papers report (2,296,922 parameters at K = 10): stem
/// and second stage keep the picture's size, every block expands (the first one by 1), and where width but not size
/// changes, a 1x1 convolution passes the input by.
/// </summary>
public sealed class MobileNetV2 : Module<Tensor, Tensor>
{
    // Expansion, width, blocks, stride of the first block (table 2).
    private static readonly (long Expansion, double Width, int Count, long Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>Builds a network with He-normal weights, drawn from the default generator.</summary>
    /// <param name="width">Width multiplier; channels are rounded to multiples of 8, by no more than a tenth
    /// down.</param>
    /// <param name="form">Five halvings of the picture's sides for ImageNet, three for CIFAR.</param>
    /// <param name="classes">K, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width that is not above 0, or no class.</exception>
    public MobileNetV2(double width = 1, BackboneForm form = BackboneForm.ImageNet, int classes = 1000)
        : base(nameof(MobileNetV2))
    {
        BackboneInit.RequireWidth(width);
        BackboneInit.RequireClasses(classes);
        var last = Rounded(1280 * Math.Max(1, width));
        features = Sequential(Layers(width, form, last));
        classifier = Sequential(Dropout(form == BackboneForm.ImageNet ? 0.2 : 0), Linear(last, classes));
        RegisterComponents();
        BackboneInit.HeNormal(this, init.FanInOut.FanOut);
        BackboneInit.SmallLinear(this);
    }

    /// <summary>Everything before the mean and the classifier: [N, 3, H, W] to [N, 1280, H / 32, W / 32], for CIFAR a
    /// quarter of that division.</summary>
    public Sequential Features => features;

    /// <summary>Logits of a batch.</summary>
    /// <param name="input">[N, 3, H, W], float32, normalised as in training.</param>
    /// <returns>[N, K].</returns>
    public override Tensor forward(Tensor input) =>
        classifier.call(features.call(input).mean([2, 3]));               // [N, K]

    private static IEnumerable<Module<Tensor, Tensor>> Layers(double width, BackboneForm form, long last)
    {
        var isCifar = form == BackboneForm.Cifar;
        var inputs = Rounded(32 * width);
        yield return InvertedResidual.Step(3, inputs, 3, isCifar ? 1 : 2, 1, form);
        for (var stage = 0; stage < Stages.Length; stage++)
        {
            var (expansion, channels, count, stride) = Stages[stage];
            var outputs = Rounded(channels * width);
            for (var k = 0; k < count; k++, inputs = outputs)
            {
                yield return new InvertedResidual(
                    inputs, outputs, k > 0 || (isCifar && stage == 1) ? 1 : stride, expansion, form);
            }
        }

        yield return InvertedResidual.Step(inputs, last, 1, 1, 1, form);
    }

    private static long Rounded(double channels)
    {
        var nearest = Math.Max(8, (long)(channels + 4) / 8 * 8);
        return nearest < 0.9 * channels ? nearest + 8 : nearest;
    }
}
