using NotebookKit.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>
/// MobileNet (Howard et al. 2017, section 3, table 1): a 3x3 stem, then 13 depthwise 3x3 convolutions, each followed by
/// a pointwise one that mixes channels. State-dict names are timm's: conv_stem, bn1, blocks.S.B.conv_dw, .bn1,
/// .conv_pw, .bn2, classifier.
/// </summary>
public sealed class MobileNetV1 : Module<Tensor, Tensor>
{
    private static readonly (long Width, int Count)[] Stages = [(64, 1), (128, 2), (256, 2), (512, 6), (1024, 2)];

    [ComponentName(Name = "conv_stem")]
    private readonly Conv2d stem;
    private readonly BatchNorm2d bn1;
    private readonly Sequential blocks;
    private readonly Linear classifier;

    /// <summary>Builds a network with He-normal weights, drawn from the default generator.</summary>
    /// <param name="width">Width multiplier (section 3.3): each layer has this share of its channels, rounded
    /// down.</param>
    /// <param name="form">Stem of stride 2 for ImageNet, 1 for CIFAR.</param>
    /// <param name="classes">K, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width that is not above 0, or no class.</exception>
    public MobileNetV1(double width = 1, BackboneForm form = BackboneForm.ImageNet, int classes = 1000)
        : base(nameof(MobileNetV1))
    {
        BackboneInit.RequireWidth(width);
        BackboneInit.RequireClasses(classes);
        var inputs = Scaled(32);
        stem = Conv2d(3, inputs, 3, stride: form == BackboneForm.ImageNet ? 2 : 1, padding: 1, bias: false);
        bn1 = BatchNorm2d(inputs);
        blocks = Sequential(Stages.Select(Module<Tensor, Tensor> (stage, index) => Sequential(
            Enumerable.Range(0, stage.Count).Select(Module<Tensor, Tensor> (k) =>
            {
                var (from, to) = (inputs, inputs = Scaled(stage.Width));
                return new SeparableConvolution(from, to, stride: k == 0 && index > 0 ? 2 : 1);
            }).ToList())).ToList());
        classifier = Linear(inputs, classes);
        RegisterComponents();
        BackboneInit.HeNormal(this, init.FanInOut.FanOut);
        BackboneInit.SmallLinear(this);

        long Scaled(long channels) => Math.Max(1, (long)(channels * width));
    }

    /// <summary>The 13 separable convolutions in five stages: [N, 32 a, h, w] to [N, 1024 a, h / 16, w / 16].</summary>
    public Sequential Blocks => blocks;

    /// <summary>Logits of a batch.</summary>
    /// <param name="input">[N, 3, H, W], float32, normalised as in training.</param>
    /// <returns>[N, K].</returns>
    public override Tensor forward(Tensor input)
    {
        var x = bn1.NormRelu(stem.call(input));                         // [N, 32 a, h, w]
        x = blocks.call(x);                                               // [N, 1024 a, h / 16, w / 16]
        return classifier.call(x.mean([2, 3]));                           // [N, K]
    }
}
