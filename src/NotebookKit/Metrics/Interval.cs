using MathNet.Numerics.Distributions;

namespace NotebookKit.Metrics;

/// <summary>A measured value with the interval that it can be trusted to.</summary>
/// <param name="Mean">The value.</param>
/// <param name="Low">Lower end; null where one measurement gives no spread.</param>
/// <param name="High">Upper end; null where one measurement gives no spread.</param>
public readonly record struct Interval(double Mean, double? Low, double? High)
{
    /// <summary>Mean over seeds with Student's t interval: mean ± t(n - 1) * s / sqrt(n).</summary>
    /// <param name="values">[n], one per seed.</param>
    /// <param name="level">Coverage, 0.95 for the 95 % interval.</param>
    /// <returns>The mean alone for a single seed; NaN throughout where a value is NaN.</returns>
    /// <exception cref="ArgumentException"><paramref name="values"/> is empty or <paramref name="level"/> is not in (0,
    /// 1).</exception>
    public static Interval OverSeeds(ReadOnlySpan<double> values, double level = 0.95)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("An interval over seeds needs at least one value, but there is none.");
        }

        CheckLevel(level);
        var mean = 0.0;
        foreach (var value in values)
        {
            mean += value / values.Length;
        }

        if (values.Length == 1)
        {
            return new(values[0], null, null);
        }

        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        var standardError = Math.Sqrt(squares / (values.Length - 1) / values.Length);
        var t = StudentT.InvCDF(0, 1, values.Length - 1, 0.5 + level / 2);
        return new(mean, mean - t * standardError, mean + t * standardError);
    }

    /// <summary>Wilson score interval of a proportion (Wilson 1927): honest near 0 and 1 and for few trials.</summary>
    /// <param name="successes">Number of successes, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Number of trials, 1 or more.</param>
    /// <param name="level">Coverage, 0.95 for the 95 % interval.</param>
    /// <returns>The proportion with both ends inside [0, 1].</returns>
    /// <exception cref="ArgumentException">The counts do not fit, or <paramref name="level"/> is not in (0,
    /// 1).</exception>
    public static Interval OfProportion(long successes, long trials, double level = 0.95)
    {
        if (trials < 1 || successes < 0 || successes > trials)
        {
            throw new ArgumentException(
                $"A proportion needs 0 <= successes <= trials and trials >= 1, but got {successes} of {trials}.");
        }

        CheckLevel(level);
        double n = trials, p = successes / n, z = Normal.InvCDF(0, 1, 0.5 + level / 2);
        var scale = 1 + z * z / n;
        var centre = (p + z * z / (2 * n)) / scale;
        var half = z * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
        return new(p, successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }

    private static void CheckLevel(double level)
    {
        if (!(level is > 0 and < 1))
        {
            throw new ArgumentException($"level must lie between 0 and 1, but is {level}.");
        }
    }
}
