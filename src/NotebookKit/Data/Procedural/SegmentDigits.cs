namespace NotebookKit.Data.Procedural;

/// <summary>
/// Stand-in for MNIST in the study of imbalance: seven-segment digits of 16x16 grey pixels, sheared, scaled, turned and
/// drawn with a stroke of its own. Their orientation matters by construction: a mirrored 2 is a 5.
/// </summary>
/// <remarks>
/// Every picture has its own stream of random numbers, named by seed, class and index within the class, so cutting one
/// class changes no other picture. Order of draws: shear, scale x, scale y, rotation, centre x, centre y, stroke, noise
/// (256).
/// </remarks>
public static class SegmentDigits
{
    /// <summary>Id of this stand-in, as figures and claims name it.</summary>
    public const string Id = "segment-digits";

    /// <summary>Width and height in pixels.</summary>
    public const int Side = 16;

    private const int Pixels = Side * Side;

    // Ends (u, v) of the segments a (top), b, c (right), d (bottom), e, f (left), g (middle); v runs downwards.
    private static readonly (double U0, double V0, double U1, double V1)[] Segments =
    [
        (-1, -2, 1, -2), (1, -2, 1, 0), (1, 0, 1, 2), (-1, 2, 1, 2), (-1, 0, -1, 2), (-1, -2, -1, 0), (-1, 0, 1, 0),
    ];

    private static readonly string[] Lit =
        ["abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg"];

    /// <summary>Class names in label order.</summary>
    public static IReadOnlyList<string> Classes { get; } = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    /// <summary>Draws digits.</summary>
    /// <param name="perClass">Pictures of each of the ten classes, 0 or more.</param>
    /// <param name="seed">Names the whole set; another seed is another set.</param>
    /// <param name="noise">Standard deviation of the pixel noise, on the scale [-1, 1] of a picture.</param>
    /// <returns>[N, 1, 16, 16], class by class.</returns>
    /// <exception cref="ArgumentException">There are not ten counts, one is negative, all are 0, or the noise is
    /// negative.</exception>
    public static ImageSet Generate(IReadOnlyList<int> perClass, long seed, double noise = 0.1)
    {
        if (perClass.Count != 10 || perClass.Any(count => count < 0) || perClass.All(count => count == 0))
        {
            throw new ArgumentException(
                $"perClass must be ten counts of 0 or more, not all 0, but is {string.Join(", ", perClass)}.");
        }

        if (!(noise >= 0))
        {
            throw new ArgumentException($"noise must be 0 or more, but is {noise}.");
        }

        (int Digit, int Index)[] wanted =
            [.. perClass.SelectMany((count, digit) => Enumerable.Range(0, count).Select(index => (digit, index)))];
        var planes = new byte[wanted.Length * (long)Pixels];
        Parallel.For(0, wanted.Length, i => Draw(wanted[i], seed, noise, planes.AsSpan(i * Pixels, Pixels)));
        long[] labels = [.. wanted.Select(one => (long)one.Digit)];
        var source = new DataUse(
            Id, ImageSet.HashOf(planes, labels),
            $"seven-segment digits, {wanted.Length} pictures, seed {seed}, noise {noise}", StandIn: true);
        return ImageSet.FromPlanes(planes, 1, Side, Side, labels, Classes, source);
    }

    private static void Draw((int Digit, int Index) which, long seed, double noise, Span<byte> pixels)
    {
        var random = new SeededRandom(seed, (which.Digit * 1_000_000L) + which.Index);
        var shear = random.Uniform(-0.4, 0.4);
        var (scaleX, scaleY) = (random.Uniform(2.2, 3.9), random.Uniform(2.1, 3.2));
        var (sine, cosine) = Math.SinCos(random.Uniform(-0.35, 0.35));
        var (centreX, centreY) = (random.Uniform(6.5, 9.5), random.Uniform(6.5, 9.5));
        var stroke = random.Uniform(0.55, 1.05);
        var lines = Lit[which.Digit].Select(name =>
        {
            var (u0, v0, u1, v1) = Segments[name - 'a'];
            var (from, to) = (Place(u0, v0), Place(u1, v1));
            return (from.X, from.Y, to.X, to.Y);
        }).ToArray();
        for (var i = 0; i < Pixels; i++)
        {
            var distance = lines.Min(line => Distance(i % Side, i / Side, line));
            var value = 2 / (1 + Math.Exp(-4 * (stroke - distance))) - 1 + noise * random.Normal();
            pixels[i] = (byte)Math.Round(255 * (Math.Clamp(value, -1, 1) + 1) / 2);
        }

        (double X, double Y) Place(double u, double v)
        {
            var (x, y) = ((u + shear * v) * scaleX, v * scaleY);
            return (centreX + cosine * x - sine * y, centreY + sine * x + cosine * y);
        }
    }

    private static double Distance(double x, double y, (double X0, double Y0, double X1, double Y1) line)
    {
        var (dx, dy) = (line.X1 - line.X0, line.Y1 - line.Y0);
        var along = Math.Clamp(((x - line.X0) * dx + (y - line.Y0) * dy) / (dx * dx + dy * dy), 0, 1);
        return double.Hypot(x - line.X0 - along * dx, y - line.Y0 - along * dy);
    }
}
