using static TorchSharp.torch;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>
/// The simplest detector of generated pictures: one number, the energy at the highest spatial frequencies, and a
/// threshold on it. A network is worth its weights only as far as it beats this.
/// </summary>
/// <param name="Threshold">Energy from which on a picture is called FAKE (or REAL, see
/// <paramref name="FakeIsAbove"/>).</param>
/// <param name="FakeIsAbove">True when fakes have more energy than photographs.</param>
public sealed record HighPassThreshold(double Threshold, bool FakeIsAbove)
{
    /// <summary>Finds the threshold with the best accuracy on training pictures.</summary>
    /// <param name="images">[N, 3, H, W], uint8.</param>
    /// <param name="labels">[N], 1 = REAL, 0 = FAKE.</param>
    public static HighPassThreshold Fit(Tensor images, ReadOnlySpan<long> labels)
    {
        var energy = Energy(images);
        var order = Enumerable.Range(0, energy.Length).OrderBy(i => energy[i]).ToArray();
        long fakes = 0;
        foreach (var label in labels)
        {
            fakes += 1 - label;
        }

        // Sweep the threshold upwards: below it so many reals and fakes, above it the rest.
        long realBelow = 0, fakeBelow = 0, best = Math.Max(fakes, labels.Length - fakes);
        var result = new HighPassThreshold(double.PositiveInfinity, FakeIsAbove: labels.Length - fakes >= fakes);
        for (var i = 0; i + 1 < order.Length; i++)
        {
            (realBelow, fakeBelow) = labels[order[i]] == 1 ? (realBelow + 1, fakeBelow) : (realBelow, fakeBelow + 1);
            var rightIfFakeAbove = realBelow + (fakes - fakeBelow);
            (long, bool)[] rules = [(rightIfFakeAbove, true), (labels.Length - rightIfFakeAbove, false)];
            foreach (var (right, above) in rules)
            {
                if (right > best)
                {
                    best = right;
                    result = new((energy[order[i]] + energy[order[i + 1]]) / 2, above);
                }
            }
        }

        return result;
    }

    /// <summary>Verdicts of the threshold.</summary>
    /// <param name="images">[N, 3, H, W], uint8.</param>
    /// <returns>[N], 1 = REAL, 0 = FAKE.</returns>
    public long[] Predict(Tensor images) =>
        [.. Energy(images).Select(e => e >= Threshold == FakeIsAbove ? 0L : 1L)];

    /// <summary>Mean square of the picture after the second difference along both axes.</summary>
    /// <param name="images">[N, 3, H, W], uint8.</param>
    /// <returns>[N], in squared units of the pixel range [0, 1].</returns>
    public static double[] Energy(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var x = images.to(ScalarType.Float32) / 255;                                     // [N, 3, H, W]
        var rows = x.narrow(2, 2, x.shape[2] - 2) - (2 * x.narrow(2, 1, x.shape[2] - 2))
            + x.narrow(2, 0, x.shape[2] - 2);
        var both = rows.narrow(3, 2, x.shape[3] - 2) - (2 * rows.narrow(3, 1, x.shape[3] - 2))
            + rows.narrow(3, 0, x.shape[3] - 2);                                         // [N, 3, H - 2, W - 2]
        return (both / 4).square().mean([1, 2, 3]).to(ScalarType.Float64).data<double>().ToArray();
    }
}
