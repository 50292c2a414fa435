using MathNet.Numerics.LinearAlgebra;

namespace NotebookKit.Models.LabelErrors;

/// <summary>How the shares of the true classes are computed.</summary>
public enum TrueShareMethod
{
    /// <summary>inverse_kk / noise_kk p(s = k): by counting.</summary>
    Count,

    /// <summary>noise matrix inverted, times p(s).</summary>
    Equation,

    /// <summary>Column sums of the joint over its total.</summary>
    Marginal,

    /// <summary>Inverse noise matrix times p(s).</summary>
    MarginalGiven,
}

/// <summary>Latent estimates from a joint (Confident Learning, section 3.1): how labels go wrong, and how often each
/// class truly occurs.</summary>
/// <param name="TrueShares">[K] p(y = k), sums to 1.</param>
/// <param name="NoiseMatrix">[K, K] P(given j | truly k); columns sum to 1.</param>
/// <param name="InverseNoiseMatrix">[K, K] P(truly k | given j), rows = truly; columns sum to 1.</param>
public sealed record LatentEstimate(double[] TrueShares, double[,] NoiseMatrix, double[,] InverseNoiseMatrix)
{
    private const double Smallest = 1e-6;

    /// <summary>Estimates from a joint and the label counts.</summary>
    /// <param name="joint">[K, K], rows = given; calibrate it first.</param>
    /// <param name="givenLabels">[N], in 0..K-1.</param>
    /// <param name="method">How the true shares are computed.</param>
    /// <exception cref="ArgumentException">A class has no count in its row or column, so its rates are not
    /// defined.</exception>
    public static LatentEstimate Of(
        ConfidentJoint joint, ReadOnlySpan<int> givenLabels, TrueShareMethod method = TrueShareMethod.Count)
    {
        var classes = joint.Classes;
        var labelCounts = InputChecks.CountLabels(givenLabels, givenLabels.Length, classes, allowOneClass: true);
        var examples = (double)givenLabels.Length;
        var givenShares = Array.ConvertAll(labelCounts, n => n / examples);
        var (noise, inverse) = (new double[classes, classes], new double[classes, classes]);
        var trueCounts = new double[classes];
        for (var k = 0; k < classes; k++)
        {
            var (column, row) = (0L, 0L);
            for (var j = 0; j < classes; j++)
            {
                column += joint[j, k];
                row += joint[k, j];
            }

            if (column == 0 || row == 0)
            {
                throw new ArgumentException(
                    $"The joint has no example {(row == 0 ? "given" : "guessed")} class {k}, so its noise rates are " +
                    $"not defined. Leave that class out.");
            }

            trueCounts[k] = column;
            for (var j = 0; j < classes; j++)
            {
                noise[j, k] = joint[j, k] / (double)column;
                inverse[j, k] = joint[k, j] / (double)row;
            }
        }

        var shares = Shares(method, noise, inverse, givenShares, trueCounts);
        ClipRates(noise);
        ClipRates(inverse);
        return new LatentEstimate(Clip(shares), noise, inverse);
    }

    private static double[] Shares(
        TrueShareMethod method, double[,] noise, double[,] inverse, double[] given, double[] trueCounts) =>
            method switch
        {
            TrueShareMethod.Count => [.. given.Select((p, k) => inverse[k, k] / noise[k, k] * p)],
            TrueShareMethod.Equation => Matrix<double>.Build.DenseOfArray(noise).Solve(
                Vector<double>.Build.Dense(given)).ToArray(),
            TrueShareMethod.Marginal => Array.ConvertAll(trueCounts, n => n / trueCounts.Sum()),
            TrueShareMethod.MarginalGiven =>
                Matrix<double>.Build.DenseOfArray(inverse).Multiply(Vector<double>.Build.Dense(given)).ToArray(),
            _ => throw new ArgumentException($"method is {method}; it is Count, Equation, Marginal or MarginalGiven."),
        };

    private static double[] Clip(double[] shares)
    {
        var clipped = Array.ConvertAll(shares, p => double.IsNaN(p) ? Smallest : Math.Clamp(p, Smallest, 1));
        var sum = clipped.Sum();
        return Array.ConvertAll(clipped, p => p / sum);
    }

    private static void ClipRates(double[,] rates)
    {
        const double most = 0.9999;
        var classes = rates.GetLength(0);
        for (var k = 0; k < classes; k++)
        {
            var sum = 0.0;
            for (var j = 0; j < classes; j++)
            {
                if (j != k) rates[j, k] = Math.Clamp(rates[j, k], 0, most);
                sum += rates[j, k];
            }

            for (var j = 0; j < classes; j++) rates[j, k] /= sum;
        }
    }
}
