using NotebookKit.Data;
using NotebookKit.Metrics;

namespace NotebookKit.Runs;

/// <summary>A claim of a paper as data: the paper's figure, the figure measured here, and whether it holds.</summary>
public sealed record Claim
{
    /// <summary>Source of a figure that the paper does not have.</summary>
    public const string KitAddition = "this kit's addition";

    private readonly Interval interval;

    /// <summary>States a claim with what was measured for it.</summary>
    /// <param name="name">What was measured, as the table shows it.</param>
    /// <param name="paper">The paper's figure as printed there; null where the paper gives none.</param>
    /// <param name="paperSource">Where in the paper: "abstract", "table 2", "section 4".</param>
    /// <param name="herePerSeed">One measured value per seed, at least one.</param>
    /// <param name="bound">What the mean must satisfy; null for a figure that is only shown.</param>
    /// <param name="asserted">Whether the tests fail when the claim does not hold; needs a bound.</param>
    /// <param name="data">The data it was measured on.</param>
    /// <exception cref="ArgumentException">No measured value, or asserted without a bound.</exception>
    public Claim(
        string name, string? paper, string? paperSource, double[] herePerSeed, ClaimBound? bound, bool asserted,
        DataUse data)
    {
        if (herePerSeed.Length == 0)
        {
            throw new ArgumentException($"Claim '{name}' must have one measured value per seed, but has none.");
        }

        if (asserted && bound is null)
        {
            throw new ArgumentException($"Claim '{name}' is asserted but has no bound; give one such as '>= 0.95'.");
        }

        (Name, Paper, PaperSource, HerePerSeed) = (name, paper, paperSource, herePerSeed);
        (Bound, Asserted, Data) = (bound, asserted, data);
        interval = Interval.OverSeeds(herePerSeed);
    }

    /// <summary>What was measured.</summary>
    public string Name { get; }

    /// <summary>The paper's figure as printed there; null where the paper gives none.</summary>
    public string? Paper { get; }

    /// <summary>Where in the paper the figure stands.</summary>
    public string? PaperSource { get; }

    /// <summary>The measured values, one per seed.</summary>
    public double[] HerePerSeed { get; }

    /// <summary>What <see cref="Here"/> must satisfy; null for a figure that is only shown.</summary>
    public ClaimBound? Bound { get; }

    /// <summary>Whether the tests fail when the claim does not hold.</summary>
    public bool Asserted { get; }

    /// <summary>The data it was measured on.</summary>
    public DataUse Data { get; }

    /// <summary>Mean over the seeds.</summary>
    public double Here => interval.Mean;

    /// <summary>Lower end of the 95 % t interval over seeds; null for one seed.</summary>
    public double? Low => interval.Low;

    /// <summary>Upper end of the 95 % t interval over seeds; null for one seed.</summary>
    public double? High => interval.High;

    /// <summary>Whether the mean satisfies the bound; null where there is no bound.</summary>
    public bool? Holds => Bound?.Holds(Here);
}
