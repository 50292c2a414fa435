namespace NotebookKit.Data;

/// <summary>
/// Forged copies of real photographs with a known cause (the kit's third setting for CIFAKE): shrunk to half the side,
/// enlarged
/// again bilinearly, and a checkerboard of 1 % added, as a generator's last upsampling step leaves it.
/// </summary>
public static class CifarForgery
{
    /// <summary>Amplitude of the checkerboard in units of the full range.</summary>
    public const double Checkerboard = 0.01;

    /// <summary>Each photograph twice in a row: as it is (REAL), then forged (FAKE).</summary>
    /// <param name="photographs">[N, C, H, W] with even H and W.</param>
    /// <returns>[2 N, C, H, W]; subjects are kept. Split photographs into training and test before, never
    /// after.</returns>
    /// <exception cref="DataException">A side is odd.</exception>
    public static ImageSet Pair(ImageSet photographs)
    {
        var shape = photographs.Images.shape;
        int channels = (int)shape[1], height = (int)shape[2], width = (int)shape[3];
        if (height % 2 != 0 || width % 2 != 0)
        {
            throw new DataException(
                $"Photographs to be shrunk by half must have even sides, but have {height}x{width}.");
        }

        var plane = height * width;
        var real = photographs.ToPlanes();
        var count = real.Length / (channels * plane);
        var planes = new byte[2L * real.Length];
        Parallel.For(0, count, index =>
        {
            var size = channels * plane;
            var from = real.AsSpan(index * size, size);
            var pair = planes.AsSpan(2 * index * size, 2 * size);
            from.CopyTo(pair);
            for (var channel = 0; channel < channels; channel++)
            {
                ForgePlane(from.Slice(channel * plane, plane), pair.Slice(size + channel * plane, plane), width);
            }
        });

        var labels = new long[2 * count];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = i % 2 == 0 ? RealOrFake.Real : RealOrFake.Fake;
        }

        using var known = photographs.Subjects?.cpu();
        var subjects = known?.data<long>().ToArray();
        var description = $"{photographs.Source.Description}; each also forged: shrunk to half, enlarged bilinearly, " +
            "1 % checkerboard added";
        return ImageSet.FromPlanes(
            planes, channels, height, width, labels, RealOrFake.Classes,
            photographs.Source with { Sha256 = ImageSet.HashOf(planes, labels), Description = description },
            subjects: subjects is null ? null : [.. subjects.SelectMany(subject => new[] { subject, subject })]);
    }

    /// <summary>Forges one plane: mean of 2x2 pixels, bilinear enlargement with half-pixel centres, checkerboard,
    /// clamp.</summary>
    internal static void ForgePlane(ReadOnlySpan<byte> from, Span<byte> to, int width)
    {
        int half = width / 2, halfHeight = from.Length / width / 2;
        var small = new double[half * halfHeight];
        for (var i = 0; i < small.Length; i++)
        {
            var corner = 2 * (i / half) * width + 2 * (i % half);
            small[i] = (from[corner] + from[corner + 1] + from[corner + width] + from[corner + width + 1]) / 4.0;
        }

        for (var i = 0; i < to.Length; i++)
        {
            int x = i % width, y = i / width;
            var (left, right) = Neighbours(x, half);
            var (upper, lower) = Neighbours(y, halfHeight);
            var value = 0.75 * (0.75 * small[upper * half + left] + 0.25 * small[upper * half + right])
                + 0.25 * (0.75 * small[lower * half + left] + 0.25 * small[lower * half + right]);
            value += 255 * ((x + y) % 2 == 0 ? Checkerboard : -Checkerboard);
            to[i] = (byte)Math.Round(Math.Clamp(value, 0, 255));
        }
    }

    // At twice the size every pixel lies a quarter of a step beside its own small pixel: weights 3/4 and 1/4.
    private static (int Near, int Far) Neighbours(int at, int count)
    {
        var near = at / 2;
        return (near, Math.Clamp(at % 2 == 0 ? near - 1 : near + 1, 0, count - 1));
    }
}
