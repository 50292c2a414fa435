using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Maeday;

/// <summary>How the few-shot tuning makes many crops of few pictures.</summary>
public enum SupportCropping
{
    /// <summary>Windows of the reflected picture, never rescaled or turned: for small textures, where another scale is
    /// another texture.</summary>
    Windows,

    /// <summary>Random resized crops of half the area or more, turned by quarters where the category allows: for
    /// photographs.</summary>
    Resized,
}

/// <summary>Crops of k normal pictures, named by a seed and a step.</summary>
public static class SupportCrops
{
    private const double LeastArea = 0.5;                                 // of a resized crop
    private const int Quarters = 4;

    /// <summary>Random windows of the support, which is reflected beyond its borders by a quarter of the window and
    /// never rescaled.</summary>
    /// <param name="support">[k, C, H, H].</param>
    /// <param name="side">Side of the windows, at most H.</param>
    /// <param name="count">Number of windows; the pictures come in turn.</param>
    /// <param name="seed">Names the draws.</param>
    /// <param name="step">Number of the draw.</param>
    /// <returns>[count, C, side, side].</returns>
    public static Tensor Windows(Tensor support, long side, int count, long seed, int step)
    {
        using var scope = NewDisposeScope();
        var pad = side / 4;
        var padded = F.pad(support, [pad, pad, pad, pad], PaddingModes.Reflect);
        var corners = Draws(count, 2, seed, step);
        var places = padded.shape[2] - side + 1;
        return cat([.. Enumerable.Range(0, count).Select(i => padded.narrow(0, i % support.shape[0], 1)
            .narrow(2, (long)(corners[2 * i] * places), side).narrow(3, (long)(corners[(2 * i) + 1] * places), side))])
            .MoveToOuterDisposeScope();
    }

    /// <summary>Random square crops of half the network's area to all of it, resized to the network's side.</summary>
    /// <param name="support">[k, C, H, H].</param>
    /// <param name="side">Side of the crops, at most H.</param>
    /// <param name="count">Number of crops; the pictures come in turn.</param>
    /// <param name="turns">Whether a crop may be turned, by a multiple of 90 degrees: no corner has to be made
    /// up.</param>
    /// <param name="seed">Names the draws.</param>
    /// <param name="step">Number of the draw.</param>
    /// <returns>[count, C, side, side].</returns>
    public static Tensor Resized(Tensor support, long side, int count, bool turns, long seed, int step)
    {
        using var scope = NewDisposeScope();
        var draws = Draws(count, 4, seed, step);
        return cat([.. Enumerable.Range(0, count).Select(i => Crop(
            support.narrow(0, i % support.shape[0], 1), side, draws.AsSpan(4 * i, 4), turns))])
            .MoveToOuterDisposeScope();
    }

    private static Tensor Crop(Tensor picture, long side, ReadOnlySpan<float> draw, bool turns)
    {
        var edge = (long)Math.Round(side * Math.Sqrt(LeastArea + ((1 - LeastArea) * draw[0])));
        var places = picture.shape[2] - edge + 1;
        var crop = picture.narrow(2, (long)(draw[1] * places), edge).narrow(3, (long)(draw[2] * places), edge);
        var resized = F.interpolate(crop, [side, side], mode: InterpolationMode.Bilinear, align_corners: false);
        return turns ? resized.rot90((long)(draw[3] * Quarters), (2, 3)) : resized;
    }

    // On the CPU: every device sees the same crops.
    private static float[] Draws(int count, int each, long seed, int step)
    {
        using var generator = new Generator((ulong)((seed << 32) + step));
        using var draws = rand(count, each, generator: generator);
        return draws.data<float>().ToArray();
    }
}
