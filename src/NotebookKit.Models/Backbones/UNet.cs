using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>
/// U-Net (Ronneberger et al. 2015): an encoder that halves the picture's sides from level to level, a bottleneck, and a
/// decoder that doubles them again and sees the encoder's maps of the same size. Every convolution is 3x3 with affine
/// instance normalisation and LeakyReLU of 0.2; the encoder halves by stride 2, the decoder doubles by nearest
/// neighbour. A linear head on the bottleneck's mean can classify the picture. State-dict names: down.K.0 and .1,
/// middle.0, up.K.0, output, head.
/// </summary>
public sealed class UNet : Module<Tensor, Tensor>
{
    private const double Slope = 0.2;

    // Beyond this the inverse of tanh is steep: pictures are clamped before it.
    private const double Bound = 0.99;

    private readonly ModuleList<Sequential> down;
    private readonly Sequential middle;
    private readonly ModuleList<Sequential> up;
    private readonly Conv2d output;
    private readonly Linear? head;
    private readonly bool residual;

    /// <summary>Builds a network with PyTorch's first weights, drawn from the default generator.</summary>
    /// <param name="channels">Channels that come in.</param>
    /// <param name="outputs">Channels that go out; as many as come in for a residual output.</param>
    /// <param name="widths">Channels of each level, the first at full size: [12, 24, 48].</param>
    /// <param name="residual">
    /// The output is a changed picture in (-1, 1), tanh(atanh(x) + r(x)), where the last convolution r is zero at
    /// first: the network begins as the identity and cannot leave the range. False: the output is r(x) itself.
    /// </param>
    /// <param name="classes">Classes of the head; 0: none.</param>
    /// <exception cref="ArgumentException">Fewer than two levels, a width below 1, or a residual that does not
    /// fit.</exception>
    public UNet(long channels, long outputs, IReadOnlyList<long> widths, bool residual = false, long classes = 0)
        : base(nameof(UNet))
    {
        if (widths.Count < 2 || widths.Any(width => width < 1))
        {
            throw new ArgumentException(
                $"widths must be two or more, each 1 or more, but are [{string.Join(", ", widths)}].", nameof(widths));
        }

        if (residual && channels != outputs)
        {
            throw new ArgumentException(
                $"A residual output needs as many outputs as channels, but there are {outputs} and {channels}.");
        }

        (Channels, Widths, this.residual) = (channels, widths, residual);
        var levels = widths.Count;
        down = ModuleList([.. Enumerable.Range(0, levels).Select(level => level == 0
            ? Sequential(Step(channels, widths[0]))
            : Sequential(Step(widths[level - 1], widths[level], 2)))]);
        middle = Sequential(Step(widths[^1], widths[^1]));
        up = ModuleList([.. Enumerable.Range(0, levels - 1).Select(k => levels - 2 - k).Select(level =>
            Sequential(Step(widths[level + 1] + widths[level], widths[level])))]);
        output = Conv2d(widths[0], outputs, 3, padding: 1L);
        head = classes > 0 ? Linear(widths[^1], classes) : null;
        RegisterComponents();
        if (residual)
        {
            using var guard = no_grad();
            init.zeros_(output.weight);
            init.zeros_(output.bias!);
        }
    }

    /// <summary>Channels that come in.</summary>
    public long Channels { get; }

    /// <summary>Channels of each level.</summary>
    public IReadOnlyList<long> Widths { get; }

    /// <summary>The changed picture, or the map r(x).</summary>
    /// <param name="input">[N, channels, H, W]; H and W are multiples of 2^(levels - 1). In [-1, 1] for a residual
    /// output.</param>
    /// <returns>[N, outputs, H, W].</returns>
    /// <exception cref="ShapeException">Another shape.</exception>
    public override Tensor forward(Tensor input)
    {
        var (levels, bottleneck) = Encode(input);
        return Decode(input, levels, bottleneck);
    }

    /// <summary>Output and class logits from one pass.</summary>
    /// <param name="input">As <see cref="forward"/>.</param>
    /// <returns>[N, outputs, H, W] and [N, classes].</returns>
    /// <exception cref="InvalidOperationException">The network was built without a head.</exception>
    /// <exception cref="ShapeException">Another shape.</exception>
    public (Tensor Output, Tensor Logits) Both(Tensor input)
    {
        if (head is null)
        {
            throw new InvalidOperationException("This U-Net has no head; build it with classes of 1 or more.");
        }

        var (levels, bottleneck) = Encode(input);
        return (Decode(input, levels, bottleneck), head.call(bottleneck.mean([2, 3])));
    }

    private (List<Tensor> Levels, Tensor Bottleneck) Encode(Tensor input)
    {
        input.Require($"N {Channels} H W");
        var factor = 1L << (Widths.Count - 1);
        if (input.shape[2] % factor != 0 || input.shape[3] % factor != 0)
        {
            throw new ShapeException(
                $"The sides of a U-Net's pictures must be multiples of {factor}, " +
                $"but input is {Shapes.Text(input.shape)}.");
        }

        var levels = new List<Tensor>();
        var x = input;
        foreach (var stage in down)
        {
            levels.Add(x = stage.call(x));                                // [N, width, H / 2^level, W / 2^level]
        }

        return (levels, middle.call(x));
    }

    private Tensor Decode(Tensor input, List<Tensor> levels, Tensor bottleneck)
    {
        var x = bottleneck;
        for (var k = 0; k < up.Count; k++)
        {
            x = functional.interpolate(x, scale_factor: [2, 2]);          // nearest neighbour
            x = up[k].call(cat([x, levels[^(k + 2)]], 1));
        }

        var change = output.call(x);                                      // r(x)
        if (!residual)
        {
            return change;
        }

        var bounded = input.clamp(-Bound, Bound);
        return (((1 + bounded) / (1 - bounded)).log().mul(0.5) + change).tanh();     // the logarithm is 2 atanh
    }

    private static Module<Tensor, Tensor>[] Step(long inputs, long width, long stride = 1) =>
        [Conv2d(inputs, width, 3, stride: stride, padding: 1), InstanceNorm2d(width, affine: true), LeakyReLU(Slope)];
}
