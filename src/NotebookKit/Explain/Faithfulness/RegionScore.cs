using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Explain.Faithfulness;

/// <summary>How much of a map's energy lies in a region.</summary>
/// <param name="Lift">Mean over images of energy share / area share. 1 says nothing, above 1 the map prefers the region.</param>
/// <param name="Energy">Mean share of the energy inside the region, 0 to 1.</param>
/// <param name="Area">Mean share of the area that the region takes, 0 to 1.</param>
/// <param name="Images">Images counted.</param>
/// <param name="Skipped">Images left out because the map or the region is empty: a share of nothing is no number.</param>
/// <param name="PerImage">Lift per image, in the order given; NaN for a skipped one.</param>
public sealed record RegionLift(double Lift, double Energy, double Area, int Images, int Skipped, double[] PerImage);

/// <summary>Where the arg-max of the maps falls.</summary>
/// <param name="Share">Hits / images, 0 to 1; NaN without images.</param>
/// <param name="Hits">Maps whose arg-max lies in the region.</param>
/// <param name="Images">All maps; an all-zero map points nowhere and counts as a miss.</param>
/// <param name="Empty">All-zero maps among them.</param>
public sealed record Pointing(double Share, int Hits, int Images, int Empty);

/// <summary>Scores of maps against known regions. These statistics are this kit's addition, not the paper's.</summary>
public static class RegionScore
{
    /// <summary>Energy lift: E_R / area share of R, with E_R = sum over R of M / sum of M.</summary>
    /// <param name="maps">M: [N, H, W], 0 or more.</param>
    /// <param name="region">R: [N, H, W], bool.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static RegionLift Lift(Tensor maps, Tensor region)
    {
        RequireSame(maps, region);
        using var scope = NewDisposeScope();
        var m = maps.cpu().to(ScalarType.Float64);
        var r = region.cpu().to(ScalarType.Float64);
        var inside = Values((m * r).sum([1, 2]));                           // [N]
        var total = Values(m.sum([1, 2]));
        var area = Values(r.mean([1, 2]));
        var counted = Enumerable.Range(0, total.Length).Where(i => total[i] > 0 && area[i] > 0).ToArray();
        var perImage = new double[total.Length];
        Array.Fill(perImage, double.NaN);
        foreach (var i in counted)
        {
            perImage[i] = inside[i] / total[i] / area[i];
        }
        return new RegionLift(Mean(i => perImage[i]), Mean(i => inside[i] / total[i]), Mean(i => area[i]),
            counted.Length, total.Length - counted.Length, perImage);

        double Mean(Func<int, double> value) => counted.Length == 0 ? double.NaN : counted.Average(value);
    }

    /// <summary>Pointing game: the share of maps whose arg-max lies in the region.</summary>
    /// <param name="maps">[N, H, W], 0 or more; of equal maxima the first in row-major order counts.</param>
    /// <param name="region">[N, H, W], bool.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Pointing PointingGame(Tensor maps, Tensor region)
    {
        RequireSame(maps, region);
        using var scope = NewDisposeScope();
        var flat = maps.cpu().flatten(1);                                   // [N, H*W]
        var peak = flat.argmax(1, keepdim: true);                           // [N, 1]
        var empty = flat.amax([1]) == 0;
        var hit = region.cpu().flatten(1).gather(1, peak).squeeze(1).logical_and(empty.logical_not());
        var images = (int)maps.shape[0];
        var hits = (int)hit.sum().ToInt64();
        return new Pointing(images == 0 ? double.NaN : (double)hits / images, hits, images, (int)empty.sum().ToInt64());
    }

    /// <summary>The centre square, a surrogate for the object where no masks exist; its complement is the outer ring.</summary>
    /// <param name="images">Number N of images.</param>
    /// <param name="height">H, pixels.</param>
    /// <param name="width">W, pixels.</param>
    /// <param name="side">Side of the square, pixels.</param>
    /// <returns>[N, H, W], bool.</returns>
    public static Tensor CentreSquare(long images, long height, long width, long side)
    {
        if (side < 1 || side > Math.Min(height, width))
        {
            throw new ArgumentException(
                $"side must be between 1 and the image's {Math.Min(height, width)} pixels, but is {side}.");
        }
        using var scope = NewDisposeScope();
        var square = zeros([images, height, width], ScalarType.Bool);
        square.narrow(1, (height - side) / 2, side).narrow(2, (width - side) / 2, side).fill_(true);
        return square.MoveToOuterDisposeScope();
    }

    private static void RequireSame(Tensor maps, Tensor region)
    {
        var shape = maps.Require("N H W").shape;
        region.Require($"{shape[0]} {shape[1]} {shape[2]}", "Give one region per map, of the map's size.");
    }

    private static double[] Values(Tensor tensor) => tensor.data<double>().ToArray();
}
