using static TorchSharp.torch;

namespace NotebookKit.Explain.Faithfulness;

/// <summary>The order in which pixels are removed or added, as ranks: rank 0 goes first.</summary>
public static class PixelOrder
{
    /// <summary>By a map, largest first; equal values in row-major order.</summary>
    /// <param name="maps">[N, H, W].</param>
    /// <returns>[N, H, W], int64: a permutation of 0 .. H*W-1 per image.</returns>
    public static Tensor ByMap(Tensor maps)
    {
        maps.Require("N H W");
        using var scope = NewDisposeScope();
        var (_, first) = maps.flatten(1).sort(1, descending: true, stable: true);       // [N, H*W]
        var places = arange(first.shape[1], ScalarType.Int64, first.device).expand(first.shape);
        var ranks = zeros_like(first).scatter_(1, first, places);
        return ranks.reshape(maps.shape).MoveToOuterDisposeScope();
    }

    /// <summary>At random: the baseline that every ordering has to beat.</summary>
    /// <param name="images">Number N of images.</param>
    /// <param name="height">H, pixels.</param>
    /// <param name="width">W, pixels.</param>
    /// <param name="seed">Same seed, same order.</param>
    /// <returns>[N, H, W], int64.</returns>
    public static Tensor Random(long images, long height, long width, long seed)
    {
        using var scope = NewDisposeScope();
        return ByMap(Noise(images, height, width, seed)).MoveToOuterDisposeScope();
    }

    /// <summary>A region first, the rest after it, both at random inside.</summary>
    /// <param name="region">[N, H, W], bool: for example the object.</param>
    /// <param name="seed">Same seed, same order.</param>
    /// <returns>[N, H, W], int64.</returns>
    public static Tensor RegionFirst(Tensor region, long seed)
    {
        var shape = region.Require("N H W").shape;
        using var scope = NewDisposeScope();
        var noise = Noise(shape[0], shape[1], shape[2], seed);              // in [0, 1), below any step of the mask
        return ByMap(region.to(ScalarType.Float64) + noise.to(region.device)).MoveToOuterDisposeScope();
    }

    private static Tensor Noise(long images, long height, long width, long seed)
    {
        using var generator = new Generator().manual_seed(seed);
        return rand([images, height, width], ScalarType.Float64, generator: generator);
    }
}
