using static TorchSharp.torch;

namespace NotebookKit.Models.Bagan;

/// <summary>Draws class labels with given ratios.</summary>
public sealed class LabelSampler
{
    private readonly double[] cumulative;

    /// <summary>Makes a sampler.</summary>
    /// <param name="ratios">[n], 0 or more, of sum 1.</param>
    /// <exception cref="ArgumentException">A ratio is negative, or they do not sum to 1.</exception>
    public LabelSampler(IReadOnlyList<double> ratios)
    {
        if (ratios.Any(r => !(r >= 0)) || Math.Abs(ratios.Sum() - 1) > 1e-9)
        {
            throw new ArgumentException(
                $"ratios must be 0 or more and sum to 1, but are {string.Join(", ", ratios)}.");
        }

        var sum = 0.0;
        cumulative = [.. ratios.Select(ratio => sum += ratio)];
        // u = 1 belongs to the last class despite rounding
        cumulative[^1] = 1;
    }

    /// <summary>Equal ratios: the official program's default.</summary>
    /// <param name="classes">n.</param>
    public static LabelSampler Uniform(int classes) => new([.. Enumerable.Repeat(1.0 / classes, classes)]);

    /// <summary>More of what is rare: r_c = max(0, 2/n - a_c), made to sum to 1 (official program,
    /// "rebalance").</summary>
    /// <param name="frequencies">[n], the observed shares a_c of the classes.</param>
    /// <returns>[n].</returns>
    public static double[] RebalanceRatios(IReadOnlyList<double> frequencies)
    {
        double[] ratios = [.. frequencies.Select(a => Math.Max(0, 2.0 / frequencies.Count - a))];
        var sum = ratios.Sum();
        return [.. ratios.Select(r => r / sum)];
    }

    /// <summary>The first class whose cumulative ratio reaches u.</summary>
    /// <param name="u">In (0, 1].</param>
    public int Label(double u)
    {
        var at = 0;
        while (cumulative[at] < u && at < cumulative.Length - 1)
        {
            at++;
        }

        return at;
    }

    /// <summary>Draws labels from the default generator of the CPU, whose state checkpoints keep.</summary>
    /// <param name="count">B.</param>
    /// <param name="device">Where the labels shall lie; null means the CPU.</param>
    /// <returns>[B], int64.</returns>
    public Tensor Draw(int count, Device? device = null)
    {
        using var scope = NewDisposeScope();
        // [0, 1), so 1 - u is in (0, 1]
        var uniform = rand(count, ScalarType.Float64).data<double>();
        return tensor(uniform.Select(u => (long)Label(1 - u)).ToArray(), device: device).MoveToOuterDisposeScope();
    }
}
