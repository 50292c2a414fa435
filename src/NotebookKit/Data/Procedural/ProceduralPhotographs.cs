namespace NotebookKit.Data.Procedural;

/// <summary>What a procedural photograph is made of; the defaults are those of the CIFAKE study's small mode.</summary>
public sealed record PhotographOptions
{
    /// <summary>Amplitude of the residue that upsampling leaves in a fake, in units of the full range [0, 1].</summary>
    public double Amplitude { get; init; } = 0.09;

    /// <summary>Weight of the texture that all three channels share.</summary>
    public double Texture { get; init; } = 0.09;

    /// <summary>Weight of the texture of each channel on its own.</summary>
    public double ColourTexture { get; init; } = 0.04;

    /// <summary>Standard deviation of the sensor noise.</summary>
    public double SensorNoise { get; init; } = 0.03;

    /// <summary>
    /// True counts the checkerboard's parity from the corner of the picture, false from the corner of its window. With
    /// one phase in
    /// all pictures a single linear filter finds every fake, and no network is needed.
    /// </summary>
    public bool FixedPhase { get; init; }
}

/// <summary>
/// Stand-in for CIFAKE: procedural "photographs" of 32x32 pixels whose forgery flaw is known by construction. A picture
/// is a textured background, an elliptic object and sensor noise; a FAKE has a checkerboard residue of two pixels'
/// period in the background only. Masks: "object" (the ellipse) and "residue" (where the residue is or, for a real
/// picture, would be).
/// </summary>
/// <remarks>
/// Every picture has its own stream of random numbers, named by seed and index, so picture 17 is the same whatever the
/// count.
/// Order of draws: channel means m (3); white noise of the shared texture (1024), of the red, green and blue texture
/// (1024 each);
/// centre x, y (2); semi-axes x, y (2); colour c (3); label (1); residue strength (1); window x, y (2); sensor noise
/// (3072, by
/// channel and row). All draws happen for real and fake alike, so no mask depends on the label.
/// </remarks>
public static class ProceduralPhotographs
{
    /// <summary>Id of this stand-in, as figures and claims name it.</summary>
    public const string Id = "procedural-photographs";

    /// <summary>Width and height in pixels.</summary>
    public const int Side = 32;

    /// <summary>Side of the window that holds the residue, in pixels.</summary>
    public const int Window = 14;

    private const int Pixels = Side * Side;

    /// <summary>Draws pictures with their labels and masks.</summary>
    /// <param name="count">Number of pictures, 1 or more.</param>
    /// <param name="seed">Names the whole set; another seed is another set.</param>
    /// <param name="options">What the pictures are made of; null means the defaults.</param>
    /// <returns>[count, 3, 32, 32] with classes FAKE and REAL and the masks "object" and "residue".</returns>
    /// <exception cref="ArgumentException">The count is less than 1 or an option is negative.</exception>
    public static ImageSet Generate(int count, long seed, PhotographOptions? options = null)
    {
        var made = options ?? new();
        if (count < 1)
        {
            throw new ArgumentException($"count must be 1 or more, but is {count}.");
        }

        if (!(made is { Amplitude: >= 0, Texture: >= 0, ColourTexture: >= 0, SensorNoise: >= 0 }))
        {
            throw new ArgumentException($"Amplitudes and weights must be 0 or more, but are {made}.");
        }

        var planes = new byte[count * 3L * Pixels];
        var labels = new long[count];
        var objects = new bool[count * (long)Pixels];
        var residues = new bool[count * (long)Pixels];
        Parallel.For(0, count, static () => new Painter(), (index, _, painter) =>
        {
            labels[index] = painter.Paint(
                new SeededRandom(seed, index), made, planes.AsSpan(index * 3 * Pixels, 3 * Pixels),
                objects.AsSpan(index * Pixels, Pixels), residues.AsSpan(index * Pixels, Pixels));
            return painter;
        }, static _ => { });

        var description = $"{count} procedural photographs, seed {seed}, residue amplitude {made.Amplitude}, texture " +
            $"{made.Texture} and {made.ColourTexture}, sensor noise {made.SensorNoise}; a generated stand-in for " +
            "CIFAKE";
        var source = new DataUse(Id, ImageSet.HashOf(planes, labels), description, StandIn: true);
        return ImageSet.FromPlanes(
            planes, 3, Side, Side, labels, RealOrFake.Classes, source, new Dictionary<string, bool[]>
        {
            ["object"] = objects,
            ["residue"] = residues,
        });
    }

    // One picture after the other, with the working memory of one thread.
    private sealed class Painter
    {
        private readonly SpectralNoise noise = new(Side);
        private readonly double[] white = new double[4 * Pixels];         // shared, red, green, blue

        public long Paint(
            SeededRandom random, PhotographOptions options, Span<byte> planes, Span<bool> inObject,
            Span<bool> inResidue)
        {
            Span<double> mean = [random.Uniform(0.3, 0.7), random.Uniform(0.3, 0.7), random.Uniform(0.3, 0.7)];
            foreach (ref var value in white.AsSpan())
            {
                value = random.Normal();
            }

            noise.Filter(white.AsSpan(0, Pixels), white.AsSpan(Pixels, Pixels));
            noise.Filter(white.AsSpan(2 * Pixels, Pixels), white.AsSpan(3 * Pixels, Pixels));
            double centreX = random.Uniform(11, 21), centreY = random.Uniform(11, 21);
            double axisX = random.Uniform(5, 9), axisY = random.Uniform(5, 9);
            Span<double> colour = [random.Uniform(0.1, 0.9), random.Uniform(0.1, 0.9), random.Uniform(0.1, 0.9)];
            var label = random.Uniform() < 0.5 ? RealOrFake.Fake : RealOrFake.Real;
            var strength = options.Amplitude * random.Uniform(0.5, 1.5);
            int windowX = random.Below(Side - Window + 1), windowY = random.Below(Side - Window + 1);
            var phase = options.FixedPhase ? 0 : windowX + windowY;

            for (var channel = 0; channel < 3; channel++)
            {
                for (var i = 0; i < Pixels; i++)
                {
                    int x = i % Side, y = i / Side;
                    var distance = Square((x - centreX) / axisX) + Square((y - centreY) / axisY);
                    inObject[i] = distance < 1;
                    inResidue[i] = !inObject[i] && IsInWindow(x, windowX) && IsInWindow(y, windowY);
                    var texture = options.Texture * white[i]
                        + options.ColourTexture * white[(1 + channel) * Pixels + i];
                    var value = inObject[i]
                        ? colour[channel] * (1 - 0.35 * distance) + 0.4 * texture
                        : mean[channel] + texture;
                    if (inResidue[i] && label == RealOrFake.Fake)
                    {
                        value += (x + y - phase) % 2 == 0 ? strength : -strength;
                    }

                    value += options.SensorNoise * random.Normal();
                    planes[channel * Pixels + i] = (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
                }
            }

            return label;
        }

        private static double Square(double value) => value * value;

        private static bool IsInWindow(int at, int start) => at >= start && at < start + Window;
    }
}
