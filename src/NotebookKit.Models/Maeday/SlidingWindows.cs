using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>
/// Pictures larger than the network sees, cut into windows that overlap by half; the maps of the windows are averaged.
/// Shrinking a photograph to the network's side would erase thin scratches (specification, section 8).
/// </summary>
/// <param name="side">Side of the pictures, the window's or a whole number of half windows.</param>
/// <param name="window">Side of the windows.</param>
public sealed class SlidingWindows(long side, long window)
{
    private readonly long[] starts = side == window ? [0]
        : side > window && window % 2 == 0 && side % (window / 2) == 0
            ? [.. Enumerable.Range(0, (int)((side - window) / (window / 2)) + 1).Select(k => k * (window / 2))]
            : throw new ShapeException(
                $"Pictures must be as wide as the network's {window} pixels, or wider by whole steps of {window / 2}, "
                + $"but are {side}: give side={window} or more.");

    /// <summary>Windows of a picture.</summary>
    public int Count => starts.Length * starts.Length;

    /// <summary>The windows of pictures, picture by picture, row by row.</summary>
    /// <param name="images">[N, C, side, side].</param>
    /// <returns>[N x windows, C, window, window].</returns>
    public Tensor Cut(Tensor images) => Count == 1 ? images : stack(
        [.. starts.SelectMany(top => starts.Select(left => images.narrow(2, top, window).narrow(3, left, window)))], 1)
        .flatten(0, 1);

    /// <summary>Maps of the windows as maps of the pictures: each pixel the mean over the windows that hold
    /// it.</summary>
    /// <param name="maps">[N x windows, window, window].</param>
    /// <returns>[N, side, side].</returns>
    public Tensor Join(Tensor maps)
    {
        if (Count == 1)
        {
            return maps;
        }

        using var scope = NewDisposeScope();
        var parts = maps.reshape(-1, Count, window, window);
        var sum = zeros(parts.shape[0], side, side, device: maps.device);
        var cover = zeros(side, side, device: maps.device);
        for (var k = 0; k < Count; k++)
        {
            var (top, left) = (starts[k / starts.Length], starts[k % starts.Length]);
            sum.narrow(1, top, window).narrow(2, left, window).add_(parts.select(1, k));
            cover.narrow(0, top, window).narrow(1, left, window).add_(1);
        }

        return (sum / cover).MoveToOuterDisposeScope();
    }
}
