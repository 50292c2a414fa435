using static TorchSharp.torch;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>
/// Mean log amplitude spectrum of a set of pictures: where generators leave traces that no eye sees at 32 x 32.
/// </summary>
/// <param name="LogAmplitude">[32, 32], natural logarithm, zero frequency in the middle.</param>
/// <param name="Radius">Radii of the profile in cycles per picture, 0 to 22.</param>
/// <param name="Profile">Mean of the log amplitude over each ring.</param>
public sealed record CifakeSpectrum(double[,] LogAmplitude, double[] Radius, double[] Profile)
{
    /// <summary>Measures the brightness of pictures.</summary>
    /// <param name="images">[N, 3, 32, 32], uint8 or float in [0, 1]; N at least 1.</param>
    public static CifakeSpectrum Of(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var side = (int)images.shape[^1];
        var grey = images.to(ScalarType.Float32).mean([1]);                              // [N, H, W]
        if (images.dtype == ScalarType.Byte)
        {
            grey = grey / 255;
        }

        var amplitude = fft.fftshift(fft.fft2(grey).abs(), [1, 2]);                      // [N, H, W]
        var mean = (amplitude + 1e-6).log().mean([0]).to(ScalarType.Float64);            // [H, W]
        var values = mean.contiguous().data<double>().ToArray();

        var map = new double[side, side];
        var rings = new int[(int)Math.Round(Math.Sqrt(2) * side / 2) + 1];
        var profile = new double[rings.Length];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var ring = (int)Math.Round(Math.Sqrt(Square(y - (side / 2)) + Square(x - (side / 2))));
                map[y, x] = values[(y * side) + x];
                profile[ring] += map[y, x];
                rings[ring]++;
            }
        }

        for (var ring = 0; ring < rings.Length; ring++)
        {
            profile[ring] /= Math.Max(rings[ring], 1);
        }

        return new(map, [.. Enumerable.Range(0, rings.Length).Select(r => (double)r)], profile);

        static double Square(int d) => (double)d * d;
    }

    /// <summary>This spectrum minus another: above 0 where this set has more.</summary>
    /// <param name="other">A spectrum of the same size.</param>
    /// <returns>[32, 32], difference of logarithms.</returns>
    public double[,] Minus(CifakeSpectrum other)
    {
        var difference = new double[LogAmplitude.GetLength(0), LogAmplitude.GetLength(1)];
        for (var y = 0; y < difference.GetLength(0); y++)
        {
            for (var x = 0; x < difference.GetLength(1); x++)
            {
                difference[y, x] = LogAmplitude[y, x] - other.LogAmplitude[y, x];
            }
        }

        return difference;
    }
}
