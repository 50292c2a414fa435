using System.Numerics.Tensors;

namespace NotebookKit.Benchmarks;

/// <summary>
/// Synthetic labels and probabilities with the figures of the reference measurement: 8 % of the labels flipped, the
/// model's argmax differing from about 16 % of the given labels.
/// </summary>
internal static class SyntheticLabels
{
    private const double FlipShare = 0.08;

    /// <summary>Fills one row of probabilities after another, in place.</summary>
    /// <param name="values">[N * K].</param>
    /// <param name="classes">K.</param>
    /// <param name="seed">Same seed, same data, on every number of threads.</param>
    /// <returns>[N] given labels, and whether each was flipped.</returns>
    public static (int[] GivenLabels, bool[] Flipped) Fill<T>(T[] values, int classes, int seed)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        const int rowsPerBlock = 10_000;
        var count = values.Length / classes;
        var (given, flipped) = (new int[count], new bool[count]);
        Parallel.For(0, (count + rowsPerBlock - 1) / rowsPerBlock, block =>
        {
            var random = new Random(seed + block);
            var row = new double[classes];
            for (var i = block * rowsPerBlock; i < Math.Min(count, (block + 1) * rowsPerBlock); i++)
            {
                var truth = random.Next(classes);
                flipped[i] = random.NextDouble() < FlipShare;
                given[i] = flipped[i] ? (truth + 1 + random.Next(classes - 1)) % classes : truth;
                FillRow(row, truth, random);
                TensorPrimitives.ConvertTruncating<double, T>(row, values.AsSpan(i * classes, classes));
            }
        });
        return (given, flipped);
    }

    /// <summary>A flat Dirichlet row with an extra weight on the true class, which is sometimes too small to
    /// win.</summary>
    private static void FillRow(double[] row, int truth, Random random)
    {
        for (var k = 0; k < row.Length; k++) row[k] = 1 - random.NextDouble();
        TensorPrimitives.Log<double>(row, row);                                   // -log u: exponential weights
        TensorPrimitives.Negate<double>(row, row);
        row[truth] += row.Length * Math.Pow(random.NextDouble(), 1.3);
        TensorPrimitives.Divide<double>(row, TensorPrimitives.Sum<double>(row), row);
    }
}
