namespace NotebookKit.Metrics;

/// <summary>The connected regions of a mask; pixels that touch at a side or at a corner belong together
/// (8-neighbourhood).</summary>
/// <param name="Labels">[height * width]: 0 outside, else the number of the region, counted from 1 in reading
/// order.</param>
/// <param name="Sizes">[regions], pixels of region 1, 2, ...</param>
public sealed record ConnectedRegions(int[] Labels, int[] Sizes)
{
    /// <summary>Finds them.</summary>
    /// <param name="mask">[height * width], row by row.</param>
    /// <param name="width">Columns.</param>
    /// <exception cref="ArgumentException">The mask is no whole number of rows.</exception>
    public static ConnectedRegions Of(ReadOnlySpan<bool> mask, int width)
    {
        if (width < 1 || mask.Length % width != 0)
        {
            throw new ArgumentException($"A mask of {mask.Length} pixels must have whole rows, but width is {width}.");
        }

        var labels = new int[mask.Length];
        var sizes = new List<int>();
        var open = new Stack<int>();
        for (var start = 0; start < mask.Length; start++)
        {
            if (!mask[start] || labels[start] != 0)
            {
                continue;
            }

            sizes.Add(0);
            Take(start, mask);
            while (open.TryPop(out var at))
            {
                sizes[^1]++;
                int row = at / width, column = at % width;
                for (var y = Math.Max(0, row - 1); y <= Math.Min((mask.Length / width) - 1, row + 1); y++)
                {
                    for (var x = Math.Max(0, column - 1); x <= Math.Min(width - 1, column + 1); x++)
                    {
                        Take((y * width) + x, mask);
                    }
                }
            }
        }

        return new(labels, [.. sizes]);

        void Take(int at, ReadOnlySpan<bool> mask)
        {
            if (mask[at] && labels[at] == 0)
            {
                labels[at] = sizes.Count;
                open.Push(at);
            }
        }
    }
}
