using System.Globalization;

namespace NotebookKit.Show;

/// <summary>
/// Pictures in labelled rows, enlarged with hard pixels so that each pixel of the data stays visible.
/// </summary>
public static class ImageGrid
{
    /// <summary>Most bytes that the pictures of one figure may take as PNG.</summary>
    public const int MaximumBytes = 150_000;

    private const int Gap = 3;
    private const int TitleSize = 11;
    private const int TitleRoom = 20;
    private const double Room = 720;                                      // pixels of a page for one row of pictures

    /// <summary>Draws rows of pictures.</summary>
    /// <param name="rows">Rows of pictures, all of one size; rows may differ in length.</param>
    /// <param name="rowLabels">One label per row.</param>
    /// <param name="caption">What the reader is to see, with count and class.</param>
    /// <param name="scale">Screen pixels per pixel of the data; null chooses it by the room.</param>
    /// <param name="titles">A title under each picture, in the form of <paramref name="rows"/>; null for none.</param>
    /// <param name="alt">What is seen, in words; null tells the rows and their counts.</param>
    /// <returns>The figure. Where its pictures would exceed <see cref="MaximumBytes"/>, the lowest bits of their
    /// colours are dropped, and a note says so.</returns>
    /// <exception cref="ArgumentException">Labels, titles or sizes do not fit, or the pictures are too many even
    /// so.</exception>
    public static Figure Draw(
        IReadOnlyList<IReadOnlyList<RgbImage>> rows, IReadOnlyList<string> rowLabels, string caption, int? scale = null,
        IReadOnlyList<IReadOnlyList<string>>? titles = null, string? alt = null)
    {
        Check(rows, rowLabels, titles);
        if (rows.All(r => r.Count == 0))
        {
            return Figure.Message(caption, "Nothing to draw: no picture came.");
        }

        var columns = rows.Max(r => r.Count);
        var first = rows.First(r => r.Count > 0)[0];
        var largest = Math.Max(1, 96 / first.Width);
        var factor = scale ?? (int)Math.Clamp(Room / (columns * (first.Width + 1)), 1, largest);
        var (fitted, sheet, bits) = Fit(rows, columns, first.Width, first.Height, factor, caption);
        alt ??= "Grid of pictures. " + string.Join("; ", rowLabels.Zip(rows, (l, r) => $"{l}: {r.Count}")) + ".";
        var svg = Drawing(fitted, rowLabels, titles, columns, factor, alt);
        var figure = new Figure(caption, alt, Text(rows, rowLabels, titles), svg, sheet);
        return bits == 8
            ? figure
            : figure.WithNote(
                $"Colours are reduced to {bits} bits per channel; the pictures stay under {MaximumBytes / 1000} KB.");
    }

    // A smaller sheet first (it is only the form for viewers without SVG), then fewer bits.
    private static (IReadOnlyList<IReadOnlyList<RgbImage>> Rows, byte[] Sheet, int Bits) Fit(
        IReadOnlyList<IReadOnlyList<RgbImage>> rows, int columns, int width, int height, int factor, string caption)
    {
        var least = int.MaxValue;
        for (var bits = 8; bits >= 4; bits--)
        {
            var reduced = bits == 8 ? rows : [.. rows.Select(r => r.Select(p => Reduce(p, bits)).ToArray())];
            var bytes = reduced.Sum(r => r.Sum(p => Png.Encode(p).Length));
            for (var enlarged = factor; enlarged >= 1 && bytes <= MaximumBytes; enlarged--)
            {
                var sheet = Png.Encode(Sheet(reduced, columns, width, height).Enlarge(enlarged));
                if (sheet.Length <= MaximumBytes)
                {
                    return (reduced, sheet, bits);
                }
            }

            least = Math.Min(least, bytes);
        }

        throw new ArgumentException(
            $"The pictures of '{caption}' must take at most {MaximumBytes / 1000} KB, " +
            $"but {rows.Sum(r => r.Count)} of {width} x {height} take {least / 1000} KB; show fewer.");
    }

    /// <summary>All pictures on one white sheet, without labels.</summary>
    internal static RgbImage Sheet(
        IReadOnlyList<IReadOnlyList<RgbImage>> rows, int columns, int width, int height)
    {
        var sheet = RgbImage.From(
            (columns * (width + 1)) - 1, (rows.Count * (height + 1)) - 1, (_, _) => new(255, 255, 255));
        for (var r = 0; r < rows.Count; r++)
        {
            for (var c = 0; c < rows[r].Count; c++)
            {
                sheet.Paste(rows[r][c], c * (width + 1), r * (height + 1));
            }
        }

        return sheet;
    }

    private static string Drawing(
        IReadOnlyList<IReadOnlyList<RgbImage>> rows, IReadOnlyList<string> labels,
        IReadOnlyList<IReadOnlyList<string>>? titles, int columns, int factor, string alt)
    {
        var picture = rows.First(r => r.Count > 0)[0];
        var (width, height) = (picture.Width * factor, picture.Height * factor);
        var left = labels.Max(l => Svg.TextWidth(l)) + 14;
        double[] tops = new double[rows.Count + 1];                        // only a row with titles has room for them
        for (var r = 0; r < rows.Count; r++)
        {
            var titled = titles?[r].Any(title => title.Length > 0) ?? false;
            tops[r + 1] = tops[r] + height + (titled ? TitleRoom : Gap);
        }

        var widest = (titles ?? []).SelectMany(row => row).Select(t => Svg.TextWidth(t, TitleSize)).Append(0).Max();
        var pitch = Math.Max(width, widest) + Gap;                        // a wide title must not run into the next
        var svg = Svg.Root(left + (columns * pitch), tops[^1] + 2, alt);
        for (var r = 0; r < rows.Count; r++)
        {
            var top = tops[r];
            svg.Add(Svg.Label(left - 10, top + (height / 2.0) + 4, labels[r], Anchor.End));
            for (var c = 0; c < rows[r].Count; c++)
            {
                var x = left + (c * pitch) + ((pitch - Gap - width) / 2);
                svg.Add(Picture(rows[r][c], x, top, width, height));
                if (titles is not null)
                {
                    var (middle, line) = (x + (width / 2.0), top + height + 13);
                    svg.Add(Svg.Label(middle, line, titles[r][c], Anchor.Middle, dim: true, size: TitleSize));
                }
            }
        }

        return svg.ToString();
    }

    private static Markup Picture(RgbImage picture, double x, double y, double width, double height) =>
        new Markup("image").Set("x", x).Set("y", y).Set("width", width).Set("height", height)
            .Set("preserveAspectRatio", "none").Set("style", "image-rendering:pixelated")
            .Set("href", Png.DataUri(picture));

    private static RgbImage Reduce(RgbImage picture, int bits)
    {
        var levels = (1 << bits) - 1;
        var bytes = picture.Rgb.Select(b => (byte)(Math.Round(b * levels / 255.0) * 255 / levels));
        return new(picture.Width, picture.Height, [.. bytes]);
    }

    private static string Text(
        IReadOnlyList<IReadOnlyList<RgbImage>> rows, IReadOnlyList<string> labels,
        IReadOnlyList<IReadOnlyList<string>>? titles) =>
        Numbers.Tsv(rows.Select((row, r) => (string[])
        [
            labels[r],
            .. titles?[r] ?? [string.Create(CultureInfo.InvariantCulture,
                $"{row.Count} pictures{(row.Count > 0 ? $" of {row[0].Width} x {row[0].Height}" : "")}")],
        ]));

    private static void Check(
        IReadOnlyList<IReadOnlyList<RgbImage>> rows, IReadOnlyList<string> labels,
        IReadOnlyList<IReadOnlyList<string>>? titles)
    {
        if (labels.Count != rows.Count)
        {
            throw new ArgumentException(
                $"An image grid needs one label per row, but {rows.Count} rows have {labels.Count} labels.");
        }

        if (titles is not null && !titles.Select(t => t.Count).SequenceEqual(rows.Select(r => r.Count)))
        {
            throw new ArgumentException(
                "An image grid needs one title per picture, but titles and rows differ in their counts.");
        }

        var sizes = rows.SelectMany(r => r).Select(p => (p.Width, p.Height)).Distinct().ToArray();
        if (sizes.Length > 1)
        {
            throw new ArgumentException(
                $"An image grid needs pictures of one size, but {sizes[0].Width} x {sizes[0].Height} and " +
                $"{sizes[1].Width} x {sizes[1].Height} came.");
        }
    }
}
