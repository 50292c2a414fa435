namespace NotebookKit.Data.Procedural;

/// <summary>What damages a procedural concrete surface.</summary>
public enum ConcreteDefect
{
    /// <summary>A thin crack: a random walk of two arms.</summary>
    Crack,

    /// <summary>A round pit: a defect that a detector of cracks has never seen.</summary>
    Pit,
}

/// <summary>
/// Stand-in for photographs of concrete: grey surfaces of 32x32 pixels, half of them damaged, with the exact mask of the
/// damage (specification of the counterfactual GAN, section 5). A surface is 0.6 + 0.06 p + 0.02 w + b with p noise of
/// amplitude spectrum 1/r and unit variance, w white noise and b uniform in +-0.05. A crack starts at a point of the
/// central 12x12 and runs both ways, 10 to 21 unit steps each, the heading changing by up to 0.4 rad a step; pixels
/// within 0.7 to 1.2 of the walk are darker by 0.22 to 0.34.
/// </summary>
/// <remarks>Every picture has its own stream of random numbers, named by seed and index, and all draws happen for
/// damaged and undamaged alike.</remarks>
public static class ProceduralConcrete
{
    /// <summary>Id of this stand-in, as figures and claims name it.</summary>
    public const string Id = "procedural-concrete";

    /// <summary>Width and height in pixels.</summary>
    public const int Side = 32;

    /// <summary>Name of the mask of the damage.</summary>
    public const string Damage = "damage";

    private const int Pixels = Side * Side;

    /// <summary>Class names: 0 undamaged, 1 damaged.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["undamaged", "damaged"];

    /// <summary>Draws surfaces with their labels and masks.</summary>
    /// <param name="count">Number of pictures, 1 or more.</param>
    /// <param name="seed">Names the whole set; another seed is another set.</param>
    /// <param name="defect">What the damaged ones have.</param>
    /// <returns>[count, 1, 32, 32] with the mask <see cref="Damage"/>, empty where undamaged.</returns>
    /// <exception cref="ArgumentException">The count is less than 1.</exception>
    public static ImageSet Generate(int count, long seed, ConcreteDefect defect = ConcreteDefect.Crack)
    {
        if (count < 1)
        {
            throw new ArgumentException($"count must be 1 or more, but is {count}.");
        }

        var planes = new byte[count * (long)Pixels];
        var labels = new long[count];
        var masks = new bool[count * (long)Pixels];
        Parallel.For(0, count, static () => new SpectralNoise(Side, exponent: -1), (index, _, noise) =>
        {
            labels[index] = Paint(
                new SeededRandom(seed, index), noise, defect, planes.AsSpan(index * Pixels, Pixels),
                masks.AsSpan(index * Pixels, Pixels));
            return noise;
        }, static _ => { });

        var what = defect == ConcreteDefect.Crack ? "cracks" : "pits";
        var source = new DataUse(
            Id, ImageSet.HashOf(planes, labels),
            $"{count} procedural concrete surfaces with {what}, seed {seed}; a generated stand-in for photographs",
            StandIn: true);
        return ImageSet.FromPlanes(
            planes, 1, Side, Side, labels, Classes, source, new Dictionary<string, bool[]> { [Damage] = masks });
    }

    private static long Paint(
        SeededRandom random, SpectralNoise noise, ConcreteDefect defect, Span<byte> plane, Span<bool> mask)
    {
        Span<double> texture = stackalloc double[Pixels], spare = stackalloc double[Pixels];
        foreach (ref var value in texture)
        {
            value = random.Normal();
        }

        noise.Filter(texture, spare);
        var brightness = random.Uniform(-0.05, 0.05);
        var damaged = random.Uniform() < 0.5;
        var depth = random.Uniform(0.22, 0.34);
        if (defect == ConcreteDefect.Crack)
        {
            Crack(random, mask);
        }
        else
        {
            Pit(random, mask);
        }

        for (var i = 0; i < Pixels; i++)
        {
            mask[i] &= damaged;
            var value = 0.6 + 0.06 * texture[i] + 0.02 * random.Normal() + brightness - (mask[i] ? depth : 0);
            plane[i] = (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
        }

        return damaged ? 1 : 0;
    }

    private static void Crack(SeededRandom random, Span<bool> mask)
    {
        double startX = random.Uniform(10, 22), startY = random.Uniform(10, 22), heading = random.Uniform(0, Math.PI);
        var width = random.Uniform(0.7, 1.2);
        for (var arm = 0; arm < 2; arm++)
        {
            var (x, y, towards) = (startX, startY, heading + arm * Math.PI);
            for (var steps = 10 + random.Below(12); steps >= 0; steps--)
            {
                Disc(mask, x, y, width);
                var (sine, cosine) = Math.SinCos(towards);
                (x, y) = (x + cosine, y + sine);
                towards += random.Uniform(-0.4, 0.4);
            }
        }
    }

    private static void Pit(SeededRandom random, Span<bool> mask) =>
        Disc(mask, random.Uniform(8, 24), random.Uniform(8, 24), random.Uniform(2.5, 4.5));

    private static void Disc(Span<bool> mask, double centreX, double centreY, double radius)
    {
        int top = Math.Max(0, (int)(centreY - radius)), left = Math.Max(0, (int)(centreX - radius));
        for (var y = top; y <= Math.Min(Side - 1, centreY + radius); y++)
        {
            for (var x = left; x <= Math.Min(Side - 1, centreX + radius); x++)
            {
                mask[(y * Side) + x] |= double.Hypot(x - centreX, y - centreY) <= radius;
            }
        }
    }
}
