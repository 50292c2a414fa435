using NotebookKit.Data;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>
/// The stand-in of the small mode: 16 x 16 grey pictures of ten shapes, turned, shifted and scaled at random,
/// on a slanted background under noise. Nothing is downloaded.
/// </summary>
public static class ShapePictures
{
    private const int Side = 16;
    private const double Noise = 0.13;                                     // standard deviation, pixel range [0, 1]

    /// <summary>Names in label order.</summary>
    public static IReadOnlyList<string> Classes { get; } =
        ["disc", "ring", "square", "frame", "triangle", "plus", "bar", "two bars", "half disc", "L"];

    /// <summary>Draws pictures; picture i shows shape i mod 10.</summary>
    /// <param name="count">Number of pictures, 1 or more.</param>
    /// <param name="seed">Names the draw.</param>
    public static ImageSet Generate(int count, long seed)
    {
        var planes = new byte[count * Side * Side];
        var labels = new long[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % Classes.Count;
            Draw(planes.AsSpan(i * Side * Side, Side * Side), (int)labels[i],
                new Random(unchecked((int)((seed * 7_919) + i))));
        }

        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(planes));
        return ImageSet.FromPlanes(
            planes, 1, Side, Side, labels, Classes,
            new DataUse(
                "procedural-shapes", hash, $"{count:N0} generated pictures of ten shapes, 16 x 16", StandIn: true));
    }

    private static void Draw(Span<byte> plane, int shape, Random random)
    {
        var (sine, cosine) = Math.SinCos(random.NextDouble() * 2 * Math.PI);
        var (size, cx, cy) = (3.6 + (2 * random.NextDouble()), 7.5 + Jitter(2), 7.5 + Jitter(2));
        var (dark, contrast) = (0.25 + Jitter(0.15), 0.3 + (0.35 * random.NextDouble()));
        var (slantX, slantY) = (Jitter(0.02), Jitter(0.02));
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var (dx, dy) = ((x - cx) / size, (y - cy) / size);
                var inside = Inside(shape, (dx * cosine) + (dy * sine), (dy * cosine) - (dx * sine));
                var value = dark + (slantX * (x - 8)) + (slantY * (y - 8)) + (inside ? contrast : 0)
                    + (Noise * Normal());
                plane[(y * Side) + x] = (byte)Math.Clamp(255 * value, 0, 255);
            }
        }

        double Jitter(double range) => range * ((2 * random.NextDouble()) - 1);

        double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    // The shape in its own frame, about 1 in radius.
    private static bool Inside(int shape, double u, double v)
    {
        var (radius, reach) = (Math.Sqrt((u * u) + (v * v)), Math.Max(Math.Abs(u), Math.Abs(v)));
        return shape switch
        {
            0 => radius < 0.95,
            1 => radius is > 0.6 and < 1.05,
            2 => reach < 0.85,
            3 => reach is > 0.55 and < 0.95,
            4 => v > -0.6 && v < 1 - (2 * Math.Abs(u)),
            5 => Math.Min(Math.Abs(u), Math.Abs(v)) < 0.25 && reach < 1,
            6 => Math.Abs(u) < 0.28 && Math.Abs(v) < 1.1,
            7 => Math.Abs(Math.Abs(u) - 0.6) < 0.22 && Math.Abs(v) < 1,
            8 => radius < 1.1 && v > 0,
            _ => reach < 0.95 && Math.Min(u, v) < -0.45,
        };
    }
}
