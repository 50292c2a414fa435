using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>
/// VGG with batch normalisation (Simonyan and Zisserman 2015, table 1, networks A, B, D and E; normalisation from Ioffe
/// and Szegedy 2015): 3x3 convolutions with bias in five stages, max pooling after each. State-dict names of the
/// ImageNet form are torchvision's: features.0 ... features.N, classifier.0, .3 and .6; the CIFAR form has one linear
/// layer, classifier, on the 512 channels that five poolings leave of 32x32.
/// </summary>
public sealed class Vgg : Module<Tensor, Tensor>
{
    private static readonly long[] Widths = [64, 128, 256, 512, 512];

    private readonly Sequential features;
    private readonly Module<Tensor, Tensor> classifier;
    private readonly bool isCifar;

    /// <summary>Builds a network with He-normal convolutions, drawn from the default generator.</summary>
    /// <param name="depth">Weighted layers of the ImageNet form: 11, 13, 16 or 19.</param>
    /// <param name="form">Which classifier.</param>
    /// <param name="classes">K, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such depth, or no class.</exception>
    public Vgg(int depth, BackboneForm form = BackboneForm.ImageNet, int classes = 1000)
        : base(nameof(Vgg))
    {
        int[] convolutions = depth switch
        {
            11 => [1, 1, 2, 2, 2],
            13 => [2, 2, 2, 2, 2],
            16 => [2, 2, 3, 3, 3],
            19 => [2, 2, 4, 4, 4],
            _ => throw new ArgumentOutOfRangeException(
                nameof(depth), $"depth must be 11, 13, 16 or 19, but is {depth}."),
        };
        BackboneInit.RequireClasses(classes);
        Depth = depth;
        isCifar = form == BackboneForm.Cifar;
        features = Sequential(Layers(convolutions));
        classifier = isCifar
            ? Linear(512, classes)
            : Sequential(
                Linear(512 * 7 * 7, 4096), ReLU(), Dropout(0.5), Linear(4096, 4096), ReLU(), Dropout(0.5),
                Linear(4096, classes));
        RegisterComponents();
        BackboneInit.HeNormal(this, init.FanInOut.FanOut);
        BackboneInit.SmallLinear(this);
    }

    /// <summary>Weighted layers of the ImageNet form.</summary>
    public int Depth { get; }

    /// <summary>Convolutions, normalisation and pooling: [N, 3, H, W] to [N, 512, H / 32, W / 32].</summary>
    public Sequential Features => features;

    /// <summary>Logits of a batch.</summary>
    /// <param name="input">[N, 3, H, W], float32, normalised as in training; the CIFAR form needs 32x32.</param>
    /// <returns>[N, K].</returns>
    public override Tensor forward(Tensor input)
    {
        var x = features.call(input);                                     // [N, 512, h, w]
        if (!isCifar)
        {
            x = functional.adaptive_avg_pool2d(x, 7);                     // [N, 512, 7, 7]
        }

        return classifier.call(x.flatten(1));                             // [N, K]
    }

    private static IEnumerable<Module<Tensor, Tensor>> Layers(int[] convolutions)
    {
        var inputs = 3L;
        foreach (var (width, count) in Widths.Zip(convolutions))
        {
            for (var k = 0; k < count; k++, inputs = width)
            {
                yield return Conv2d(inputs, width, 3, padding: 1L);
                yield return BatchNorm2d(width);
                yield return ReLU();
            }

            yield return MaxPool2d(2);
        }
    }
}
