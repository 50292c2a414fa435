using static TorchSharp.torch;

namespace NotebookKit.Data.Procedural;

/// <summary>A kind of surface that the tests show and the pre-training never does.</summary>
public enum TextureCategory
{
    /// <summary>Bright lines that cross, 8 pixels apart.</summary>
    Grid,

    /// <summary>Diagonal weave.</summary>
    Twill,

    /// <summary>Round dots, 8 pixels apart.</summary>
    Dots,
}

/// <summary>
/// Stand-in for surfaces with defects: grey textures of 32x32 pixels (specification of MAEDAY, section 5). Arbitrary
/// pictures of five families to learn from, none equal to a test category; and three test categories, half of their
/// pictures with one defect whose mask is exact: a disc of one value, a disc of noise, or a cut.
/// </summary>
/// <remarks>Every picture has its own stream of random numbers, named by seed and index. Test pictures are held as
/// bytes: 127.5 + 102 x, so that x in [-1.25, 1.25] is kept; what lies outside takes the end.</remarks>
public static class ProceduralTextures
{
    /// <summary>Id of this stand-in, as figures and claims name it.</summary>
    public const string Id = "procedural-textures";

    /// <summary>Width and height in pixels.</summary>
    public const int Side = 32;

    /// <summary>Name of the mask of the defect.</summary>
    public const string Defect = "defect";

    /// <summary>x of a byte is (byte / 255 - 0.5) / Deviation.</summary>
    public const double Deviation = 0.4;

    private const int Pixels = Side * Side;
    private const int Families = 5;

    /// <summary>Class names: 0 sound, then the kinds of defect.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["good", "disc", "noise", "cut"];

    /// <summary>Arbitrary pictures to learn from, drawn anew for each seed: gratings, sums and products of two, noise
    /// of
    /// amplitude r^-1.2, discs on a slope; each with its own contrast, brightness and 0.05 noise.</summary>
    /// <param name="count">Pictures, 1 or more.</param>
    /// <param name="seed">Names the whole set.</param>
    /// <param name="stream">Number of the first picture: a training that goes on takes the next ones.</param>
    /// <returns>[count, 1, 32, 32], float32, about in [-2, 2].</returns>
    public static Tensor Arbitrary(int count, long seed, long stream = 0)
    {
        var values = new float[count * Pixels];
        Parallel.For(0, count, static () => new SpectralNoise(Side), (index, _, noise) =>
        {
            var random = new SeededRandom(seed, stream + index);
            Span<double> picture = stackalloc double[Pixels];
            Paint(random.Below(Families), random, noise, picture);
            var (gain, shift) = (random.Uniform(0.4, 1), random.Uniform(-0.4, 0.4));
            for (var i = 0; i < Pixels; i++)
            {
                values[(index * Pixels) + i] = (float)((gain * picture[i]) + shift + (0.05 * random.Normal()));
            }

            return noise;
        }, static _ => { });
        return tensor(values, [count, 1, Side, Side]);
    }

    /// <summary>Pictures of a test category.</summary>
    /// <param name="category">The surface.</param>
    /// <param name="count">Pictures, 1 or more.</param>
    /// <param name="seed">Names the whole set; another seed is another set.</param>
    /// <param name="defects">True gives every second picture a defect, the kinds in turn.</param>
    /// <returns>[count, 1, 32, 32] with the mask <see cref="Defect"/>, empty where sound.</returns>
    /// <exception cref="ArgumentException">The count is less than 1.</exception>
    public static ImageSet Surfaces(TextureCategory category, int count, long seed, bool defects = true)
    {
        if (count < 1)
        {
            throw new ArgumentException($"count must be 1 or more, but is {count}.");
        }

        var planes = new byte[count * Pixels];
        var labels = new long[count];
        var masks = new bool[count * Pixels];
        Span<double> picture = stackalloc double[Pixels];
        for (var index = 0; index < count; index++)
        {
            var random = new SeededRandom(seed, ((long)category << 32) + index);
            Surface(category, random, picture);
            var mask = masks.AsSpan(index * Pixels, Pixels);
            labels[index] = defects && index % 2 == 1 ? 1 + (index / 2 % (Classes.Count - 1)) : 0;
            Damage(labels[index], random, picture, mask);
            for (var i = 0; i < Pixels; i++)
            {
                planes[(index * Pixels) + i] =
                    (byte)Math.Round(Math.Clamp(127.5 + (255 * Deviation * picture[i]), 0, 255));
            }
        }

        var what = category.ToString().ToLowerInvariant();
        var source = new DataUse(
            Id, ImageSet.HashOf(planes, labels),
            $"{count} procedural surfaces '{what}', seed {seed}{(defects ? ", every second one with a defect" : "")}; "
            + "a generated stand-in for photographs", StandIn: true);
        return ImageSet.FromPlanes(
            planes, 1, Side, Side, labels, Classes, source, new Dictionary<string, bool[]> { [Defect] = masks });
    }

    private static void Paint(int family, SeededRandom random, SpectralNoise noise, Span<double> picture)
    {
        switch (family)
        {
            case 0:
                Gratings(random, picture, (first, _) => first);
                break;
            case 1:
                Gratings(random, picture, (first, second) => (first + second) / 2);
                break;
            case 2:
                Gratings(random, picture, (first, second) => Math.Tanh(3 * first * second));
                break;
            case 3:
                Span<double> spare = stackalloc double[Pixels];
                foreach (ref var value in picture)
                {
                    value = random.Normal();
                }

                noise.Filter(picture, spare);
                break;
            default:
                Disc(random, picture);
                break;
        }
    }

    // Two sine gratings: 0.06 to 0.25 cycles per pixel, any direction, any phase.
    private static void Gratings(SeededRandom random, Span<double> picture, Func<double, double, double> mix)
    {
        var (first, second) = (Grating(random), Grating(random));
        for (var i = 0; i < Pixels; i++)
        {
            picture[i] = mix(first(i % Side, i / Side), second(i % Side, i / Side));
        }
    }

    private static Func<int, int, double> Grating(SeededRandom random)
    {
        var (sine, cosine) = Math.SinCos(random.Uniform(0, Math.PI));
        var (frequency, phase) = (2 * Math.PI * random.Uniform(0.06, 0.25), random.Uniform(0, 2 * Math.PI));
        return (x, y) => Math.Sin((frequency * ((x * cosine) + (y * sine))) + phase);
    }

    private static void Disc(SeededRandom random, Span<double> picture)
    {
        double centreX = random.Uniform(4, 28), centreY = random.Uniform(4, 28), radius = random.Uniform(3, 9);
        double slopeX = random.Uniform(-1, 1), slopeY = random.Uniform(-1, 1);
        for (var i = 0; i < Pixels; i++)
        {
            double x = i % Side, y = i / Side;
            picture[i] = (0.7 * Math.Tanh(2 * (radius - double.Hypot(x - centreX, y - centreY))))
                + (0.5 * ((slopeX * ((x / 16) - 1)) + (slopeY * ((y / 16) - 1))));
        }
    }

    private static void Surface(TextureCategory category, SeededRandom random, Span<double> picture)
    {
        double a = random.Uniform(0, 8), b = random.Uniform(0, 8);
        for (var i = 0; i < Pixels; i++)
        {
            double x = i % Side, y = i / Side;
            double across = Math.Cos(2 * Math.PI * (x + a) / 8), down = Math.Cos(2 * Math.PI * (y + b) / 8);
            var value = category switch
            {
                TextureCategory.Grid => Math.Max(across, down),
                TextureCategory.Twill => Math.Sin(2 * Math.PI * (((x + y) / 2) + a) / 6)
                    * Math.Sign(Math.Sin(2 * Math.PI * (((x - y) / 2) + b) / 12)),
                _ => Math.Tanh(4 * (across + down - 0.8)),
            };
            picture[i] = (0.8 * value) + (0.06 * random.Normal());
        }
    }

    private static void Damage(long kind, SeededRandom random, Span<double> picture, Span<bool> mask)
    {
        double centreX = random.Uniform(6, 26), centreY = random.Uniform(6, 26), radius = random.Uniform(2, 3.5);
        var (sine, cosine) = Math.SinCos(random.Uniform(0, Math.PI));
        var fill = random.Uniform() < 0.5 ? -1.0 : 1.0;
        for (var i = 0; i < Pixels && kind > 0; i++)
        {
            double x = (i % Side) - centreX, y = (i / Side) - centreY;
            double along = (x * cosine) + (y * sine), beside = (y * cosine) - (x * sine);
            mask[i] = kind == 3 ? Math.Abs(along) <= 6 && Math.Abs(beside) <= 1 : double.Hypot(x, y) <= radius;
            if (mask[i])
            {
                picture[i] = kind switch { 1 => fill, 2 => 0.7 * random.Normal(), _ => -1 };
            }
        }
    }
}
