using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Maeday;

/// <summary>
/// The score of MAEDAY (2211.14307, section 3, as two re-implementations have it): what cannot be inferred from its
/// surroundings is reconstructed badly. Pure functions of tensors.
/// </summary>
public static class MaedayMethod
{
    /// <summary>Side of the smoothing kernel.</summary>
    public const int KernelSize = 7;

    /// <summary>Standard deviation of the smoothing kernel, in pixels.</summary>
    public const double KernelSigma = 1.4;

    private const double Least = 1e-6;                                    // of a weight that divides

    /// <summary>A square Gaussian whose entries sum to 1.</summary>
    /// <param name="size">Odd side in pixels.</param>
    /// <param name="sigma">Standard deviation in pixels.</param>
    /// <returns>[size, size], float64.</returns>
    public static Tensor Gaussian(int size = KernelSize, double sigma = KernelSigma)
    {
        using var scope = NewDisposeScope();
        var offsets = arange(size, ScalarType.Float64) - (size / 2);
        var line = (-offsets.square() / (2 * sigma * sigma)).exp();
        line = line / line.sum();
        return line.unsqueeze(1).mul(line.unsqueeze(0)).MoveToOuterDisposeScope();
    }

    /// <summary>Gaussian smoothing with reflected borders, so that a flat map stays flat.</summary>
    /// <param name="maps">[N, H, W], each side larger than half the kernel.</param>
    /// <param name="size">Odd side of the kernel.</param>
    /// <param name="sigma">Standard deviation in pixels.</param>
    /// <returns>[N, H, W].</returns>
    public static Tensor Smooth(Tensor maps, int size = KernelSize, double sigma = KernelSigma)
    {
        using var scope = NewDisposeScope();
        var kernel = Gaussian(size, sigma).reshape(1, 1, size, size).to(maps.dtype, maps.device);
        var half = (long)size / 2;
        var padded = F.pad(maps.Require("N H W").unsqueeze(1), [half, half, half, half], PaddingModes.Reflect);
        return F.conv2d(padded, kernel).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>e(x, y): the squared error, summed over the channels.</summary>
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="reconstructions">R, the decoder's pixels: [N, C, H, W].</param>
    /// <returns>[N, H, W].</returns>
    public static Tensor Errors(Tensor images, Tensor reconstructions) => (images - reconstructions).square().sum(1);

    /// <summary>The removed patches as pixels.</summary>
    /// <param name="removed">[N, L], 1 for a removed patch; L a square.</param>
    /// <param name="patch">Side of a patch in pixels.</param>
    /// <returns>[N, H, W], 1 on removed patches.</returns>
    public static Tensor RemovedPixels(Tensor removed, long patch)
    {
        var grid = (long)Math.Round(Math.Sqrt(removed.Require("N L").shape[1]));
        return removed.reshape(-1, grid, grid).repeat_interleave(patch, 1).repeat_interleave(patch, 2);
    }

    /// <summary>
    /// The map of removed patches: sum_i e_i m_i / (sum_i m_i + 1e-6), both sums smoothed. The decoder's prediction at
    /// visible patches is not trained and says nothing.
    /// </summary>
    /// <param name="weightedErrors">sum_i e_i m_i, [N, H, W].</param>
    /// <param name="weights">sum_i m_i, [N, H, W].</param>
    /// <returns>[N, H, W].</returns>
    public static Tensor RemovedMap(Tensor weightedErrors, Tensor weights) =>
        Smooth(weightedErrors) / (Smooth(weights) + Least);

    /// <summary>The score of a picture: the maximum of its map.</summary>
    /// <param name="maps">[N, H, W].</param>
    /// <returns>[N].</returns>
    public static double[] Scores(Tensor maps)
    {
        using var scope = NewDisposeScope();
        return maps.flatten(1).amax([1]).to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }
}
