using System.Numerics;
using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using Xunit;

namespace NotebookKit.Tests.Data;

public class ProceduralPhotographsTests
{
    private const int Side = 32;
    private const int Pixels = Side * Side;

    [Fact]
    public void Generate_SameSeed_IsTheSameWhateverTheCount()
    {
        using var few = ProceduralPhotographs.Generate(20, seed: 7);
        using var many = ProceduralPhotographs.Generate(50, seed: 7);
        using var other = ProceduralPhotographs.Generate(20, seed: 8);

        Assert.Equal(few.ToPlanes(), many.ToPlanes()[..(20 * 3 * Pixels)]);
        Assert.Equal(few.ToLabels(), many.ToLabels()[..20]);
        Assert.NotEqual(few.ToPlanes(), other.ToPlanes());
        Assert.NotEqual(few.Source.Sha256, many.Source.Sha256);
        Assert.True(few.Source.StandIn);
    }

    [Fact]
    public void Generate_ManyPictures_HasBothClassesAlike()
    {
        using var set = ProceduralPhotographs.Generate(4000, seed: 1);

        Assert.InRange(set.ToLabels().Sum(), 2000 - 160, 2000 + 160);     // five standard deviations
        Assert.Equal(["FAKE", "REAL"], set.Classes);
    }

    [Fact]
    public void Generate_Masks_DoNotMeetAndDoNotDependOnTheLabel()
    {
        using var set = ProceduralPhotographs.Generate(4000, seed: 2);
        bool[] objects = [.. set.Masks["object"].data<bool>()], residues = [.. set.Masks["residue"].data<bool>()];
        var labels = set.ToLabels();
        var area = new double[2, 2];
        var count = new double[2];
        for (var n = 0; n < labels.Length; n++)
        {
            count[labels[n]]++;
            for (var i = n * Pixels; i < (n + 1) * Pixels; i++)
            {
                Assert.False(objects[i] && residues[i]);
                area[labels[n], 0] += objects[i] ? 1.0 / Pixels : 0;
                area[labels[n], 1] += residues[i] ? 1.0 / Pixels : 0;
            }
        }

        // Mean area of the ellipse: pi * E[ax] * E[ay] = pi * 49 pixels of 1,024; of the window without it: the 13 % of
        // the design.
        for (var label = 0; label < 2; label++)
        {
            Assert.Equal(Math.PI * 49 / Pixels, area[label, 0] / count[label], 0.005);
            Assert.Equal(0.13, area[label, 1] / count[label], 0.01);
        }

        Assert.Equal(area[0, 1] / count[0], area[1, 1] / count[1], 0.006);
    }

    [Theory]
    [InlineData(0.09)]
    [InlineData(0.05)]
    public void Generate_Fakes_HaveTheResidueInItsMaskOnly(double amplitude)
    {
        using var set = ProceduralPhotographs.Generate(
            1500, seed: 3, new() { Amplitude = amplitude, FixedPhase = true });
        var fake = CheckerboardStrength(set, RealOrFake.Fake, "residue");
        var real = CheckerboardStrength(set, RealOrFake.Real, "residue");
        var outside = CheckerboardStrength(set, RealOrFake.Fake, "object");

        // The strength is uniform in 0.5..1.5 times the amplitude.
        Assert.Equal(amplitude, fake, 0.004);
        Assert.Equal(0, real, 0.002);
        Assert.Equal(0, outside, 0.002);
    }

    [Fact]
    public void Generate_PhaseFromTheWindow_LeavesNothingForOneLinearFilter()
    {
        using var set = ProceduralPhotographs.Generate(1500, seed: 3);

        Assert.Equal(0, CheckerboardStrength(set, RealOrFake.Fake, "residue"), 0.01);
    }

    [Fact]
    public void Generate_OptionsAtZero_LeaveFlatBackgrounds()
    {
        using var set = ProceduralPhotographs.Generate(
            10, seed: 5, new() { Amplitude = 0, Texture = 0, ColourTexture = 0, SensorNoise = 0 });
        var planes = set.ToPlanes();
        bool[] objects = [.. set.Masks["object"].data<bool>()];
        for (var n = 0; n < 10; n++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var background = Enumerable.Range(0, Pixels).Where(i => !objects[n * Pixels + i])
                    .Select(i => planes[(n * 3 + channel) * Pixels + i]).Distinct().ToList();
                Assert.Single(background);
                Assert.InRange(background[0] / 255.0, 0.298, 0.702);
            }
        }
    }

    [Fact]
    public void Generate_SensorNoiseAlone_HasItsStandardDeviation()
    {
        using var set = ProceduralPhotographs.Generate(
            40, seed: 6, new() { Amplitude = 0, Texture = 0, ColourTexture = 0 });
        var planes = set.ToPlanes();
        bool[] objects = [.. set.Masks["object"].data<bool>()];
        var deviations = Enumerable.Range(0, 40).Select(n => Deviation(
            [.. Enumerable.Range(0, Pixels).Where(i => !objects[n * Pixels + i]).Select(
                i => planes[n * 3 * Pixels + i] / 255.0)]));

        Assert.Equal(0.03, deviations.Average(), 0.001);
    }

    [Fact]
    public void SpectralNoise_ManyFields_FallAsTheDesignSays()
    {
        var noise = new SpectralNoise(Side);
        var random = new SeededRandom(12);
        var power = new double[Pixels];
        for (var trial = 0; trial < 60; trial++)
        {
            double[] a = [.. Enumerable.Range(0, Pixels).Select(_ => random.Normal())],
                b = [.. a.Select(_ => random.Normal())];
            noise.Filter(a, b);
            Assert.Equal(0, a.Average(), 1e-9);
            Assert.Equal(1, Deviation(a), 1e-9);
            Assert.Equal(1, Deviation(b), 1e-9);
            AddPower(a, power);
            AddPower(b, power);
        }

        Assert.Equal(-2 * 1.2, Slope(power), 0.05);                       // power is the square of the amplitude r^-1.2
    }

    [Fact]
    public void SpectralNoise_Impulse_AgreesWithThePlainSum()
    {
        const int size = 8;
        var noise = new SpectralNoise(size);
        double[] first = new double[size * size], second = new double[size * size];
        (first[0], second[9]) = (1, 1);

        noise.Filter(first, second);

        var expected = new double[size * size];
        for (var i = 0; i < expected.Length; i++)
        {
            for (var k = 1; k < expected.Length; k++)                     // without k = 0, which standardising removes
            {
                int fx = k % size, fy = k / size;
                var r = double.Hypot((fx < 4 ? fx : fx - 8) / 8.0, (fy < 4 ? fy : fy - 8) / 8.0);
                expected[i] += Math.Pow(r, -1.2) * Math.Cos(2 * Math.PI * (fx * (i % size) + fy * (i / size)) / size);
            }
        }

        var scale = Deviation(expected);
        for (var i = 0; i < expected.Length; i++)
        {
            int x = i % size, y = i / size;
            Assert.Equal(expected[i] / scale, first[i], 1e-9);
            // The same answer, one step down and right.
            Assert.Equal(first[i], second[(y + 1) % size * size + (x + 1) % size], 1e-9);
        }
    }

    [Theory]
    [InlineData(0, 0.09)]
    [InlineData(5, -0.1)]
    [InlineData(5, double.NaN)]
    public void Generate_ImpossibleValues_AreRefused(int count, double amplitude) =>
        Assert.Throws<ArgumentException>(
            () => ProceduralPhotographs.Generate(count, 1, new() { Amplitude = amplitude }));

    [Fact]
    public void SeededRandom_Normal_HasMeanZeroVarianceOneAndNoThirdMoment()
    {
        var random = new SeededRandom(1);
        double[] values = [.. Enumerable.Range(0, 200_000).Select(_ => random.Normal())];

        Assert.Equal(0, values.Average(), 0.012);
        Assert.Equal(1, Deviation(values), 0.01);
        Assert.Equal(0, values.Average(v => v * v * v), 0.05);
        Assert.Equal(3, values.Average(v => v * v * v * v), 0.12);
    }

    [Fact]
    public void SeededRandom_Below_IsUniform()
    {
        var random = new SeededRandom(2, stream: 9);
        var counts = new int[19];
        for (var i = 0; i < 190_000; i++)
        {
            counts[random.Below(19)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    // Mean product of pixel and checkerboard inside a mask: the amplitude of what is there in that phase, smooth
    // content aside.
    private static double CheckerboardStrength(ImageSet set, long label, string mask)
    {
        var planes = set.ToPlanes();
        var labels = set.ToLabels();
        bool[] inside = [.. set.Masks[mask].data<bool>()];
        double sum = 0, count = 0;
        for (var n = 0; n < labels.Length; n++)
        {
            for (var i = 0; i < Pixels && labels[n] == label; i++)
            {
                int x = i % Side, y = i / Side;
                // Each pixel against the mean of its row neighbours inside the mask, so that brightness cancels.
                if (x is 0 or Side - 1 || !inside[n * Pixels + i] || !inside[n * Pixels + i - 1]
                    || !inside[n * Pixels + i + 1])
                {
                    continue;
                }

                var at = n * 3 * Pixels + i;
                var difference = (planes[at] - (planes[at - 1] + planes[at + 1]) / 2.0) / 2;
                sum += ((x + y) % 2 == 0 ? difference : -difference) / 255;
                count++;
            }
        }

        return sum / count;
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }

    // The plain discrete Fourier sum along one axis and then the other: slow, and independent of the fast one.
    private static void AddPower(double[] field, double[] power)
    {
        var rows = new Complex[Pixels];
        for (var k = 0; k < Pixels; k++)
        {
            for (var x = 0; x < Side; x++)
            {
                rows[k] += field[k / Side * Side + x] * Complex.FromPolarCoordinates(
                    1, -2 * Math.PI * (k % Side) * x / Side);
            }
        }

        for (var k = 0; k < Pixels; k++)
        {
            var sum = Complex.Zero;
            for (var y = 0; y < Side; y++)
            {
                sum += rows[y * Side + k % Side] * Complex.FromPolarCoordinates(
                    1, -2 * Math.PI * (k / Side) * y / Side);
            }

            power[k] += sum.Real * sum.Real + sum.Imaginary * sum.Imaginary;
        }
    }

    // Least squares of log power over log frequency.
    private static double Slope(double[] power)
    {
        var points = Enumerable.Range(1, Pixels - 1).Select(k =>
        {
            int fx = k % Side, fy = k / Side;
            var r = double.Hypot((fx < 16 ? fx : fx - 32) / 32.0, (fy < 16 ? fy : fy - 32) / 32.0);
            return (X: Math.Log(r), Y: Math.Log(power[k]));
        }).ToList();
        double meanX = points.Average(p => p.X), meanY = points.Average(p => p.Y);
        return points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / points.Sum(p => (p.X - meanX) * (p.X - meanX));
    }
}
