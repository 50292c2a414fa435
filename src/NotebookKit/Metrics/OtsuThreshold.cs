namespace NotebookKit.Metrics;

/// <summary>
/// Otsu's threshold (1979): parts values in two so that the variance between the parts is largest. Exact, over the values
/// themselves instead of a histogram's bins.
/// </summary>
public static class OtsuThreshold
{
    /// <summary>Finds the threshold.</summary>
    /// <param name="values">[n].</param>
    /// <returns>Half way between two neighbouring values: those above it are the upper part. For equal values their
    /// value, so that nothing lies above.</returns>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static double Of(ReadOnlySpan<double> values)
    {
        Pairs.Check(nameof(values), values.Length, nameof(values), values.Length);
        Pairs.CheckFinite(nameof(values), values);
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var (total, below, largest, threshold) = (sorted.Sum(), 0.0, -1.0, sorted[^1]);
        for (var i = 0; i < sorted.Length - 1; i++)
        {
            below += sorted[i];
            if (sorted[i] == sorted[i + 1])
            {
                continue;
            }

            double low = i + 1, high = sorted.Length - low;
            var gap = (total - below) / high - below / low;
            var between = low * high * gap * gap;                           // n^2 times the variance between the parts
            if (between > largest)
            {
                (largest, threshold) = (between, sorted[i] + (sorted[i + 1] - sorted[i]) / 2);
            }
        }

        return threshold;
    }
}
