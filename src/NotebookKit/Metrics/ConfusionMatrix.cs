namespace NotebookKit.Metrics;

/// <summary>Counts of (given label, predicted class): rows are labels, columns predictions.</summary>
/// <param name="Counts">[K, K]; element [k, j] counts examples of class k that were predicted as j.</param>
public sealed record ConfusionMatrix(long[,] Counts)
{
    /// <summary>Number of classes K.</summary>
    public int Classes => Counts.GetLength(0);

    /// <summary>Number of examples counted.</summary>
    public long Total => Counts.Cast<long>().Sum();

    /// <summary>Share of the examples on the diagonal.</summary>
    public double Accuracy => Enumerable.Range(0, Classes).Sum(k => Counts[k, k]) / (double)Total;

    /// <summary>Counts each (label, prediction) pair.</summary>
    /// <param name="predicted">[N], each in 0..K-1.</param>
    /// <param name="labels">[N], each in 0..K-1.</param>
    /// <param name="classes">K.</param>
    /// <exception cref="ArgumentException">The spans are empty, differ in length, or hold a class outside
    /// 0..K-1.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<long> predicted, ReadOnlySpan<long> labels, int classes)
    {
        Pairs.Check(nameof(predicted), predicted.Length, nameof(labels), labels.Length);
        CheckRange(nameof(predicted), predicted, classes);
        CheckRange(nameof(labels), labels, classes);
        var counts = new long[classes, classes];
        for (var i = 0; i < labels.Length; i++)
        {
            counts[labels[i], predicted[i]]++;
        }

        return new(counts);
    }

    /// <summary>Each row divided by its sum: element [k, j] is the share of class k that was predicted as j.</summary>
    /// <returns>[K, K] in [0, 1]; a class without examples has a row of zeros.</returns>
    public double[,] RowShares()
    {
        var shares = new double[Classes, Classes];
        for (var k = 0; k < Classes; k++)
        {
            long row = 0;
            for (var j = 0; j < Classes; j++)
            {
                row += Counts[k, j];
            }

            for (var j = 0; j < Classes && row > 0; j++)
            {
                shares[k, j] = (double)Counts[k, j] / row;
            }
        }

        return shares;
    }

    private static void CheckRange(string name, ReadOnlySpan<long> values, int classes)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] < 0 || values[i] >= classes)
            {
                throw new ArgumentException($"{name}[{i}] is {values[i]}; classes run from 0 to {classes - 1}.");
            }
        }
    }
}
