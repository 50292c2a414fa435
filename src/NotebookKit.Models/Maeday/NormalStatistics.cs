using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>How a method scores normal pictures: what makes the scores of two methods comparable without a look at the
/// test.</summary>
/// <param name="ScoreMean">Mean score of a normal picture.</param>
/// <param name="ScoreDeviation">Its standard deviation.</param>
/// <param name="PixelMean">Mean value of a normal map.</param>
/// <param name="PixelDeviation">Its standard deviation.</param>
public sealed record NormalStatistics(
    double ScoreMean, double ScoreDeviation, double PixelMean, double PixelDeviation)
{
    private const double Least = 1e-6;                                    // of a deviation that divides

    /// <summary>Statistics of the maps of the normal support: the maxima of the four quarters of each map stand for
    /// scores, so that a single picture has a spread.</summary>
    /// <param name="maps">[k, H, W].</param>
    public static NormalStatistics Of(Tensor maps)
    {
        using var scope = NewDisposeScope();
        var (h, w) = (maps.shape[1] / 2, maps.shape[2] / 2);
        var quarters = stack([.. new[] { (0L, 0L), (0L, w), (h, 0L), (h, w) }.Select(
            corner => maps.narrow(1, corner.Item1, h).narrow(2, corner.Item2, w).flatten(1).amax([1]))]);
        return new(
            Mean(quarters), Math.Max(Least, Deviation(quarters)), Mean(maps), Math.Max(Least, Deviation(maps)));
    }

    /// <summary>z-scores of pictures.</summary>
    public double[] Standardise(double[] scores) => [.. scores.Select(score => (score - ScoreMean) / ScoreDeviation)];

    /// <summary>z-scores of maps.</summary>
    /// <param name="maps">[N, H, W].</param>
    public Tensor Standardise(Tensor maps) => (maps - PixelMean) / PixelDeviation;

    private static double Mean(Tensor values) => values.to(ScalarType.Float64).mean().item<double>();

    private static double Deviation(Tensor values) => values.to(ScalarType.Float64).std().item<double>();
}
