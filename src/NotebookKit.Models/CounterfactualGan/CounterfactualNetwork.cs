using NotebookKit.Memory;
using NotebookKit.Models.Backbones;
using NotebookKit.Train;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>
/// The generator's U-Net: two halvings, nearest-neighbour enlargement, skips by concatenation; each 3x3 convolution has
/// an affine instance norm and LeakyReLU 0.2. Images [N, C, H, W] in [-1, 1], H and W divisible by 4, to the residual
/// r(x) [N, C, H, W] and the two logits [N, 2] of the head on the bottleneck's mean. The last convolution begins at
/// zero.
/// </summary>
public sealed class CounterfactualUNet : Module<Tensor, (Tensor Residual, Tensor Logits)>
{
    private readonly Sequential _enter, _down1, _down2, _bottom;
    private readonly CounterfactualStep _up1, _up2;
    private readonly Conv2d _last;
    private readonly Linear _head;

    /// <summary>Builds the network with weights from the default generator.</summary>
    /// <param name="channels">C of the images, 1 or 3.</param>
    /// <param name="width">c, channels of the first convolution.</param>
    public CounterfactualUNet(int channels, int width)
        : base(nameof(CounterfactualUNet))
    {
        _enter = Block(channels, width);
        _down1 = Block(width, 2 * width, stride: 2);
        _down2 = Block(2 * width, 4 * width, stride: 2);
        _bottom = Block(4 * width, 4 * width);
        _up1 = new(6 * width, 2 * width);
        _up2 = new(3 * width, width);
        _last = Conv2d(width, channels, 3, padding: 1);
        _head = Linear(4 * width, 2);
        RegisterComponents();
        using var noGrad = no_grad();
        init.zeros_(_last.weight);
        init.zeros_(_last.bias!);
    }

    /// <inheritdoc/>
    public override (Tensor Residual, Tensor Logits) forward(Tensor input)
    {
        var first = _enter.call(input);                                   // [N, c, H, W]
        var half = _down1.call(first);                                    // [N, 2c, H/2, W/2]
        var bottom = _bottom.call(_down2.call(half));                     // [N, 4c, H/4, W/4]
        var up = _up1.call(bottom, half);                                 // [N, 2c, H/2, W/2]
        up = _up2.call(up, first);                                        // [N, c, H, W]
        return (_last.call(up), _head.call(bottom.mean([2, 3])));         // [N, C, H, W], [N, 2]
    }

    /// <summary>LeakyReLU 0.2, in place: neither a convolution nor an instance norm needs its output again.</summary>
    internal static LeakyReLU Rectifier() => LeakyReLU(0.2, inplace: true);

    private static Sequential Block(int from, int to, int stride = 1) => Sequential(
        Conv2d(from, to, 3, stride: stride, padding: 1), InstanceNorm2d(to, affine: true), Rectifier());
}

/// <summary>A step of the decoder: enlarges a map, concatenates the skip, then 3x3 convolution, instance norm and
/// LeakyReLU 0.2.</summary>
internal sealed class CounterfactualStep : Module<Tensor, Tensor, Tensor>
{
    private readonly DoublingConvolution _grow;
    private readonly InstanceNorm2d _norm;
    private readonly LeakyReLU _rectifier;

    /// <summary>Builds a step with weights from the default generator.</summary>
    /// <param name="from">Channels of the map and the skip together.</param>
    /// <param name="to">Channels that go.</param>
    public CounterfactualStep(int from, int to)
        : base(nameof(CounterfactualStep))
    {
        (_grow, _norm) = (new(from, to, 3), InstanceNorm2d(to, affine: true));
        _rectifier = CounterfactualUNet.Rectifier();
        RegisterComponents();
    }

    /// <summary>Grows a map beside a skip.</summary>
    /// <param name="input">[N, from - S, H, W].</param>
    /// <param name="skip">[N, S, 2 H, 2 W].</param>
    /// <returns>[N, to, 2 H, 2 W].</returns>
    public override Tensor forward(Tensor input, Tensor skip) =>
        _rectifier.call(_norm.call(_grow.Join(input, skip)));
}

/// <summary>
/// The generator G(x) = (xh, yh): the counterfactual, changed by the U-Net's residual in logit space, and two logits
/// for the class of x. It is not told the class: it must recognise it to know which way to move.
/// </summary>
public sealed class CounterfactualGenerator : Module<Tensor, (Tensor Counterfactual, Tensor Logits)>
{
    private readonly Module<Tensor, (Tensor Residual, Tensor Logits)> _unet;

    /// <summary>Builds a generator that begins as the identity.</summary>
    /// <param name="channels">C of the images.</param>
    /// <param name="recipe">Width or trunk of the U-Net.</param>
    public CounterfactualGenerator(int channels, CounterfactualRecipe recipe)
        : base(nameof(CounterfactualGenerator))
    {
        _unet = UNet(channels, recipe);
        RegisterComponents();
    }

    /// <summary>The U-Net of a recipe: residual [N, C, H, W] and logits [N, 2].</summary>
    /// <param name="channels">C of the images.</param>
    /// <param name="recipe">Width or trunk.</param>
    public static Module<Tensor, (Tensor Residual, Tensor Logits)> UNet(int channels, CounterfactualRecipe recipe) =>
        recipe.Backend == CounterfactualBackend.Small
            ? new CounterfactualUNet(channels, recipe.GeneratorWidth)
            : new TrunkUNet(channels, recipe);

    /// <inheritdoc/>
    public override (Tensor Counterfactual, Tensor Logits) forward(Tensor input)
    {
        var (residual, logits) = _unet.call(input);
        return (CounterfactualMethod.Move(input, residual), logits);
    }
}

/// <summary>
/// Four 3x3 convolutions with LeakyReLU 0.2 and no norm (real and fake batches must not mix their statistics), global
/// max pooling, one linear layer. With three outputs it is the hybrid discriminator D (undamaged, damaged, fake), with
/// two the plain classifier C. In full mode a <see cref="PictureTrunk"/> takes their place.
/// </summary>
public sealed class CounterfactualClassifier : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _features;
    private readonly Linear? _head;

    /// <summary>Builds a classifier with weights from the default generator.</summary>
    /// <param name="channels">C of the images.</param>
    /// <param name="recipe">Width or trunk: of the width's channels are the first two convolutions, the others have
    /// twice as many.</param>
    /// <param name="outputs">3 for D, 2 for C.</param>
    public CounterfactualClassifier(int channels, CounterfactualRecipe recipe, int outputs)
        : base(nameof(CounterfactualClassifier))
    {
        if (recipe.Backend != CounterfactualBackend.Small)
        {
            var trunk = PictureTrunk.Of(recipe, outputs);
            _features = trunk;
            (FineActivation, LastActivation) = trunk.Explained;
            RegisterComponents();
            _features.WithChannelsLast();
            return;
        }

        var width = recipe.ClassifierWidth;
        FineActivation = CounterfactualUNet.Rectifier();
        LastActivation = CounterfactualUNet.Rectifier();
        _features = Sequential(
            Conv2d(channels, width, 3, padding: 1), CounterfactualUNet.Rectifier(),
            Conv2d(width, width, 3, stride: 2, padding: 1), FineActivation,
            Conv2d(width, 2 * width, 3, stride: 2, padding: 1), CounterfactualUNet.Rectifier(),
            Conv2d(2 * width, 2 * width, 3, stride: 2, padding: 1), LastActivation);
        _head = Linear(2 * width, outputs);
        RegisterComponents();
        _features.WithChannelsLast();                                     // an attack's step takes a third of the time
    }

    /// <summary>Output of the second convolution, [N, width, H/2, W/2]; of a trunk, that of its first stage.</summary>
    public Module<Tensor, Tensor> FineActivation { get; }

    /// <summary>Output of the last convolution, [N, 2 width, H/8, W/8]: the layer that Grad-CAM explains.</summary>
    public Module<Tensor, Tensor> LastActivation { get; }

    /// <summary>Logits of a batch.</summary>
    /// <param name="input">[N, C, H, W] in [-1, 1].</param>
    /// <returns>[N, outputs].</returns>
    public override Tensor forward(Tensor input)
    {
        var features = _features.call(input.ToChannelsLast());
        return _head is null ? features : _head.call(features.amax([2, 3]));
    }

    /// <summary>The logits of many images, in parts, in inference mode and without gradients.</summary>
    /// <param name="images">[N, C, H, W] in [-1, 1], on any device.</param>
    /// <returns>[N, outputs], on the CPU.</returns>
    public Tensor Judge(Tensor images)
    {
        using var mode = new InferenceMode(this);
        return CounterfactualMethod.InParts(this, images, call);
    }
}
