using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Metrics;

/// <summary>
/// Structural similarity of pictures (Wang et al. 2004, eq. 13): Gaussian window, K1 = 0.01, K2 = 0.03, only windows
/// that lie inside the picture; mean over windows and channels. 1 for equal pictures, about 0 for unrelated ones.
/// </summary>
/// <param name="Window">Side of the window in pixels, odd.</param>
/// <param name="Sigma">Standard deviation of the window, pixels.</param>
/// <param name="Range">Largest minus smallest possible value of a pixel.</param>
public sealed record Ssim(int Window = 11, double Sigma = 1.5, double Range = 1)
{
    /// <summary>Compares pictures pair by pair.</summary>
    /// <param name="a">[N, C, H, W].</param>
    /// <param name="b">The same shape.</param>
    /// <returns>[N], each in [-1, 1].</returns>
    /// <exception cref="ShapeException">The shapes differ, or the pictures are smaller than the window.</exception>
    public double[] Of(Tensor a, Tensor b)
    {
        var shape = a.Require("N C H W").shape;
        b.Require(string.Join(' ', shape), "Give one picture of the same size for each of the first.");
        if (Math.Min(shape[2], shape[3]) < Window)
        {
            throw new ShapeException(
                $"SSIM needs pictures of at least its window of {Window} pixels, but these are {Shapes.Text(shape)}.");
        }

        using var scope = NewDisposeScope();
        var window = GaussianWindow(a);
        // One convolution for all five local means: of a, b, a a, b b and a b.                      [5 N C, 1, H, W]
        var stacked = cat([a, b, a * a, b * b, a * b]).reshape(-1, 1, shape[2], shape[3]);
        var means = F.conv2d(F.conv2d(stacked, window), window.transpose(2, 3)).reshape(5, shape[0], -1);
        var (meanA, meanB) = (means[0], means[1]);                                                     // [N, windows]
        var varianceA = means[2] - meanA.square();
        var varianceB = means[3] - meanB.square();
        var covariance = means[4] - meanA * meanB;
        var (c1, c2) = (Math.Pow(0.01 * Range, 2), Math.Pow(0.03 * Range, 2));
        var ssim = (2 * meanA * meanB + c1) * (2 * covariance + c2)
            / ((meanA.square() + meanB.square() + c1) * (varianceA + varianceB + c2));                 // eq. 13
        return ssim.mean([1]).to(ScalarType.Float64).cpu().data<double>().ToArray();
    }

    /// <summary>
    /// Variety of a set of pictures: the mean SSIM of disjoint random couples (Odena et al. 2017 use it for one class).
    /// Low is varied; compare with the
    /// real pictures' value, and never read it alone: noise is varied, too.
    /// </summary>
    /// <param name="images">[N, C, H, W], two or more.</param>
    /// <param name="seed">Names the couples.</param>
    /// <returns>Mean over floor(N / 2) couples.</returns>
    public double OfCouples(Tensor images, long seed)
    {
        var count = images.Require("N C H W").shape[0] / 2;
        if (count == 0)
        {
            throw new ShapeException($"Couples need two pictures or more, but images is {Shapes.Text(images.shape)}.");
        }

        using var scope = NewDisposeScope();
        var order = tensor(Data.Batches.Order(images.shape[0], seed)).to(images.device);
        return Of(images[order.narrow(0, 0, count)], images[order.narrow(0, count, count)]).Average();
    }

    private Tensor GaussianWindow(Tensor like)
    {
        var weights = Enumerable.Range(-(Window / 2), Window).Select(
            t => Math.Exp(-t * t / (2 * Sigma * Sigma))).ToArray();
        var sum = weights.Sum();
        return tensor(weights.Select(w => w / sum).ToArray()).to(like.dtype, like.device).reshape(1, 1, 1, Window);
    }
}
