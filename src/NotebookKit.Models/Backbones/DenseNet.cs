using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>
/// DenseNet-BC (Huang et al. 2017, section 3, table 1): blocks in which every layer sees all feature maps before it,
/// parted by transitions that halve channels and size. By default DenseNet-121: 6, 12, 24 and 16 layers. State-dict
/// names are torchvision's: features.conv0, norm0, denseblock1.denselayer1.norm1 ... transition1.conv ... norm5,
/// classifier. (Its published files still write norm.1 for norm1 and the like.)
/// </summary>
public sealed class DenseNet : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Linear classifier;

    /// <summary>Builds a network with He-normal weights, drawn from the default generator.</summary>
    /// <param name="growth">Feature maps that each layer adds (k): 32 as published for ImageNet, 12 for CIFAR.</param>
    /// <param name="form">ImageNet: 7x7 stem of stride 2, then 3x3 max pooling. CIFAR: 3x3 stem, no pooling.</param>
    /// <param name="classes">K, 1 or more.</param>
    /// <param name="blocks">Layers of each dense block; null: 6, 12, 24, 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">No growth, no class, or an empty block.</exception>
    public DenseNet(
        int growth = 32, BackboneForm form = BackboneForm.ImageNet, int classes = 1000,
        IReadOnlyList<int>? blocks = null)
        : base(nameof(DenseNet))
    {
        blocks ??= [6, 12, 24, 16];
        if (growth < 1 || blocks.Count == 0 || blocks.Any(layers => layers < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(growth),
                "growth and the layers of every block must be 1 or more, but are " +
                $"{growth} and [{string.Join(", ", blocks)}].");
        }

        BackboneInit.RequireClasses(classes);
        features = Sequential(Layers(growth, form, blocks));
        var channels = 2L * growth;
        for (var k = 0; k < blocks.Count; k++)
        {
            channels = (channels + (blocks[k] * growth)) / (k < blocks.Count - 1 ? 2 : 1);
        }

        classifier = Linear(channels, classes);
        RegisterComponents();
        BackboneInit.HeNormal(this, init.FanInOut.FanIn);
        using var guard = no_grad();
        init.zeros_(classifier.bias!);
    }

    /// <summary>Everything before the last ReLU and the classifier: [N, 3, H, W] to [N, C, H / 32, W / 32], for CIFAR a
    /// quarter of that division.</summary>
    public Sequential Features => features;

    /// <summary>Logits of a batch.</summary>
    /// <param name="input">[N, 3, H, W], float32, normalised as in training.</param>
    /// <returns>[N, K].</returns>
    public override Tensor forward(Tensor input)
    {
        var x = features.call(input).relu();                              // [N, C, h, w]
        return classifier.call(x.mean([2, 3]));                           // [N, K]
    }

    private static IEnumerable<(string, Module<Tensor, Tensor>)> Layers(
        long growth, BackboneForm form, IReadOnlyList<int> blocks)
    {
        var channels = 2 * growth;
        yield return ("conv0", form == BackboneForm.ImageNet
            ? Conv2d(3, channels, 7, stride: 2, padding: 3, bias: false)
            : Conv2d(3, channels, 3, padding: 1, bias: false));
        if (form == BackboneForm.ImageNet)
        {
            yield return ("norm0", BatchNorm2d(channels));
            yield return ("relu0", ReLU());
            yield return ("pool0", MaxPool2d(3, stride: 2, padding: 1));
        }

        for (var k = 0; k < blocks.Count; k++)
        {
            yield return ($"denseblock{k + 1}", new DenseBlock(channels, growth, blocks[k]));
            channels += blocks[k] * growth;
            if (k < blocks.Count - 1)
            {
                yield return ($"transition{k + 1}", Transition(channels));
                channels /= 2;
            }
        }

        yield return ("norm5", BatchNorm2d(channels));
    }

    private static Sequential Transition(long channels) => Sequential(
        ("norm", BatchNorm2d(channels)), ("relu", ReLU()), ("conv", Conv2d(channels, channels / 2, 1, bias: false)),
        ("pool", AvgPool2d(2)));
}
