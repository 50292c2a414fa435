namespace NotebookKit.Data.Procedural;

/// <summary>
/// Ten kinds of drawn shapes, 16 x 16 grey, with exact labels: a stand-in for a small set of photographs. Place, size,
/// turn,
/// contrast and sensor noise vary; two pairs are easily confused (disc and ring, plus and saltire).
/// </summary>
public static class ProceduralShapes
{
    /// <summary>Id of the stand-in.</summary>
    public const string Id = "procedural-shapes";

    private const int Side = 16;
    private const int Pixels = Side * Side;
    private const double SensorNoise = 0.05;

    /// <summary>Names in label order.</summary>
    public static IReadOnlyList<string> Classes { get; } =
        ["disc", "ring", "plus", "saltire", "square", "frame", "triangle", "bar", "two bars", "crescent"];

    /// <summary>For each class the one that it is most easily taken for; -1 = none.</summary>
    public static IReadOnlyList<int> Partners { get; } = [1, 0, 3, 2, -1, -1, -1, -1, -1, -1];

    /// <summary>Draws pictures, each class equally often up to one.</summary>
    /// <param name="count">Number of pictures, 1 or more.</param>
    /// <param name="seed">Same seed, same pictures; picture i is the same however many are drawn.</param>
    /// <returns>[count, 1, 16, 16].</returns>
    /// <exception cref="DataException">The count is below 1.</exception>
    public static ImageSet Generate(int count, long seed)
    {
        if (count < 1) throw new DataException($"count must be 1 or more, but is {count}.");
        var (planes, labels) = (new byte[count * Pixels], new long[count]);
        Parallel.For(0, count, i =>
        {
            labels[i] = i % Classes.Count;
            Paint(new SeededRandom(seed, i), (int)labels[i], planes.AsSpan(i * Pixels, Pixels));
        });
        var source = new DataUse(
            Id, ImageSet.HashOf(planes, labels),
            $"{count} procedural shapes, seed {seed}, sensor noise {SensorNoise}; a generated stand-in", StandIn: true);
        return ImageSet.FromPlanes(planes, 1, Side, Side, labels, Classes, source);
    }

    private static void Paint(SeededRandom random, int label, Span<byte> plane)
    {
        double centreX = random.Uniform(6.2, 8.8), centreY = random.Uniform(6.2, 8.8),
            radius = random.Uniform(4.2, 6.2);
        var (sine, cosine) = Math.SinCos(random.Uniform(-0.3, 0.3));
        var ground = random.Uniform(0.2, 0.8);
        var contrast = random.Uniform(0.22, 0.45) * (ground > 0.5 ? -1 : 1);
        // Fine stripes inside the shape, along or across it: a detail that no label names.
        var (stripes, along) = (random.Uniform(0.02, 0.06), random.Below(2) == 0);
        for (var i = 0; i < Pixels; i++)
        {
            double dx = ((i % Side) - centreX) / radius, dy = ((i / Side) - centreY) / radius;
            var (x, y) = ((cosine * dx) + (sine * dy), (cosine * dy) - (sine * dx));
            var value = ground + (SensorNoise * random.Normal());
            if (IsInside(label, x, y))
            {
                var line = along ? i % Side : i / Side;
                value += contrast + (line % 2 == 0 ? stripes : -stripes);
            }

            plane[i] = (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
        }
    }

    /// <summary>Whether a point belongs to the shape; the shape fills about [-1, 1] x [-1, 1].</summary>
    private static bool IsInside(int label, double x, double y)
    {
        double distance = Math.Sqrt((x * x) + (y * y)), largest = Math.Max(Math.Abs(x), Math.Abs(y));
        double u = (x + y) / Math.Sqrt(2), v = (x - y) / Math.Sqrt(2);
        return label switch
        {
            0 => distance < 0.95,
            1 => distance is < 0.95 and > 0.38,
            2 => largest < 1 && Math.Min(Math.Abs(x), Math.Abs(y)) < 0.28,
            3 => Math.Max(Math.Abs(u), Math.Abs(v)) < 1 && Math.Min(Math.Abs(u), Math.Abs(v)) < 0.28,
            4 => largest < 0.85,
            5 => largest is < 0.95 and > 0.5,
            6 => y is > -0.9 and < 0.7 && Math.Abs(x) < 0.62 * (y + 0.9),
            7 => Math.Abs(x) < 0.3 && Math.Abs(y) < 1,
            8 => Math.Abs(y) < 1 && Math.Abs(x) is > 0.3 and < 0.75,
            _ => distance < 0.95 && Math.Sqrt(((x - 0.5) * (x - 0.5)) + (y * y)) > 0.75,
        };
    }
}
