namespace NotebookKit.Show;

/// <summary>Colour map of a saliency figure.</summary>
public enum HeatColours
{
    /// <summary>Even steps, the same for all readers and in grey.</summary>
    Cividis,

    /// <summary>The rainbow of the older papers, to look as they do.</summary>
    Jet,
}

/// <summary>The pixels of saliency figures.</summary>
public static class Overlay
{
    /// <summary>
    /// The blend of the reference Grad-CAM code, out = alpha * colour + (1 - alpha) * image, without its last step:
    /// dividing
    /// by the blend's own maximum would change the picture's brightness from one figure to the next.
    /// </summary>
    /// <param name="image">The picture.</param>
    /// <param name="heat">The coloured map, of the same size.</param>
    /// <param name="alpha">Weight of the map in [0, 1].</param>
    /// <returns>The blend, each channel rounded to the nearest.</returns>
    /// <exception cref="ArgumentException">The sizes differ or alpha is outside [0, 1].</exception>
    public static RgbImage Blend(RgbImage image, RgbImage heat, double alpha)
    {
        if (image.Width != heat.Width || image.Height != heat.Height)
        {
            throw new ArgumentException(
                $"An overlay needs image and map of one size, but they are {image.Width} x {image.Height} " +
                $"and {heat.Width} x {heat.Height}.");
        }

        if (alpha is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"The overlay's alpha lies in [0, 1], but it is {alpha}.");
        }

        return RgbImage.From(image.Width, image.Height, (x, y) => image.At(x, y).Mix(heat.At(x, y), alpha));
    }

    /// <summary>A map as colours.</summary>
    /// <param name="map">[H, W], 0 or more.</param>
    /// <param name="top">Value at the end of the colour map; where it is 0 the whole map is 0.</param>
    /// <param name="colours">Colour map.</param>
    /// <returns>A picture of W x H.</returns>
    public static RgbImage Colourise(float[,] map, double top, HeatColours colours = HeatColours.Cividis) =>
        RgbImage.From(map.GetLength(1), map.GetLength(0), (x, y) => Colour(top > 0 ? map[y, x] / top : 0, colours));

    internal static Rgb Colour(double value, HeatColours colours) =>
        colours == HeatColours.Jet ? Palette.Jet(value) : Palette.Cividis(value);

    /// <summary>The static form: rows of image | map | overlay at one half, on white.</summary>
    internal static byte[] Sheet(IReadOnlyList<HeatLayer> layers, int factor)
    {
        const int perRow = 2;
        var rows = layers.Chunk(perRow).Select(chunk => chunk.SelectMany(layer =>
        {
            var image = layer.Item.Image.Enlarge(factor);
            var heat = Colourise(EnlargeSmoothly(layer.Item.Map, factor), layer.Top, layer.Colours);
            return new[] { image, heat, Blend(image, heat, 0.5) };
        }).ToArray()).ToArray();
        var first = rows[0][0];
        return Png.Encode(ImageGrid.Sheet(rows, rows.Max(r => r.Length), first.Width, first.Height));
    }

    /// <summary>Bilinear with half-pixel centres; beyond the outermost centres the border value holds.</summary>
    /// <param name="map">[H, W].</param>
    /// <param name="factor">1 or more.</param>
    /// <returns>[H * factor, W * factor].</returns>
    public static float[,] EnlargeSmoothly(float[,] map, int factor)
    {
        var (height, width) = (map.GetLength(0), map.GetLength(1));
        var large = new float[height * factor, width * factor];
        for (var y = 0; y < height * factor; y++)
        {
            var (top, bottom, down) = Neighbours(y, factor, height);
            for (var x = 0; x < width * factor; x++)
            {
                var (left, right, across) = Neighbours(x, factor, width);
                var upper = map[top, left] + ((map[top, right] - map[top, left]) * across);
                var lower = map[bottom, left] + ((map[bottom, right] - map[bottom, left]) * across);
                large[y, x] = upper + ((lower - upper) * down);
            }
        }

        return large;
    }

    private static (int Low, int High, float Share) Neighbours(int position, int factor, int count)
    {
        var source = Math.Clamp(((position + 0.5f) / factor) - 0.5f, 0, count - 1);
        var low = (int)source;
        return (low, Math.Min(low + 1, count - 1), source - low);
    }
}

/// <summary>One item ready to be drawn.</summary>
/// <param name="Item">The picture and its map.</param>
/// <param name="Top">Value at the end of the colour map.</param>
/// <param name="Colours">Colour map.</param>
internal sealed record HeatLayer(SaliencyItem Item, double Top, HeatColours Colours)
{
    /// <summary>The coloured map.</summary>
    public RgbImage Heat { get; } = Overlay.Colourise(Item.Map, Top, Colours);

    /// <summary>The map as shares of the scale, one byte per pixel, row-major.</summary>
    public byte[] Bytes { get; } =
        [.. Item.Map.Cast<float>().Select(v => (byte)Math.Round(255 * Math.Clamp(Top > 0 ? v / Top : 0, 0, 1)))];
}
