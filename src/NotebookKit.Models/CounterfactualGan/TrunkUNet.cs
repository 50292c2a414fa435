using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>
/// The generator's U-Net of full mode: a <see cref="PictureTrunk"/> down to 1/32 of the sides as encoder; the decoder
/// enlarges to the nearest neighbour, concatenates the trunk's map of that size, where it has one, and has two 3x3
/// convolutions with affine instance norm and ReLU, of 256, 128, 64, 32 and 16 channels. Images [N, C, H, W] in
/// [-1, 1], H and W divisible by 32, to the residual r(x) [N, C, H, W], zero at first, and two logits [N, 2] from the
/// mean of the last map.
/// </summary>
internal sealed class TrunkUNet : Module<Tensor, (Tensor Residual, Tensor Logits)>
{
    private const int Stride = 32;                                        // five halvings
    private static readonly int[] DecoderWidths = [256, 128, 64, 32, 16];

    private readonly PictureTrunk trunk;
    private readonly ModuleList<Sequential> up;
    private readonly Conv2d last;
    private readonly Linear head;

    /// <summary>Builds the network.</summary>
    /// <param name="channels">C of the images, 1 or 3.</param>
    /// <param name="recipe">Which trunk.</param>
    public TrunkUNet(int channels, CounterfactualRecipe recipe)
        : base(nameof(TrunkUNet))
    {
        trunk = PictureTrunk.Of(recipe, outputs: 2);
        var levels = trunk.Widths;
        up = ModuleList([.. DecoderWidths.Select((width, k) => Step(
            (k == 0 ? levels[^1] : DecoderWidths[k - 1]) + (k < levels.Count - 1 ? levels[^(k + 2)] : 0), width))]);
        last = Conv2d(DecoderWidths[^1], channels, 3, padding: 1);
        head = Linear(levels[^1], 2);
        RegisterComponents();
        using var noGradients = no_grad();
        init.zeros_(last.weight);
        init.zeros_(last.bias!);
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">A side is no multiple of 32.</exception>
    public override (Tensor Residual, Tensor Logits) forward(Tensor input)
    {
        if (input.Require("N C H W").shape[2] % Stride + input.shape[3] % Stride != 0)
        {
            throw new ShapeException(
                $"A U-Net on a trunk needs sides that are multiples of {Stride}, but input is "
                + $"[{string.Join(", ", input.shape)}]. Set Side to one.");
        }

        var levels = trunk.Levels(input);
        var x = levels[^1];                                               // [N, c, H / 32, W / 32]
        for (var k = 0; k < up.Count; k++)
        {
            x = F.interpolate(x, scale_factor: [2, 2]);                   // nearest neighbour
            x = up[k].call(k < levels.Count - 1 ? cat([x, levels[^(k + 2)]], 1) : x);
        }

        return (last.call(x), head.call(levels[^1].mean([2, 3])));        // [N, C, H, W], [N, 2]
    }

    private static Sequential Step(long from, int to) => Sequential(
        Conv2d(from, to, 3, padding: 1), InstanceNorm2d(to, affine: true), ReLU(inplace: true),
        Conv2d(to, to, 3, padding: 1), InstanceNorm2d(to, affine: true), ReLU(inplace: true));
}
