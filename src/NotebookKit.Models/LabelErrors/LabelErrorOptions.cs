namespace NotebookKit.Models.LabelErrors;

/// <summary>What <see cref="LabelErrors.Find(ReadOnlySpan{int}, PredProbs, LabelErrorOptions?)"/> can be told; the
/// defaults are the reference software's.</summary>
public sealed record LabelErrorOptions
{
    /// <summary>How candidates are chosen.</summary>
    public LabelFilter Filter { get; init; } = LabelFilter.PruneByNoiseRate;

    /// <summary>Score that orders <see cref="LabelErrorFindings.Ranked"/>.</summary>
    public LabelScore RankBy { get; init; } = LabelScore.SelfConfidence;

    /// <summary>Whose behaviour to follow.</summary>
    public Semantics Semantics { get; init; } = Semantics.Current;

    /// <summary>Share of the estimated errors that the prune methods remove, in (0, 1].</summary>
    public double FracNoise
    {
        get;
        init => field = value is > 0 and <= 1
            ? value : throw new ArgumentException($"FracNoise is {value}; it is a share in (0, 1].");
    } = 1;

    /// <summary>Examples that the prune methods keep in each class; classes with no more are skipped. 1.0.1 always
    /// keeps 5.</summary>
    public int MinExamplesPerClass
    {
        get;
        init => field = value >= 0
            ? value : throw new ArgumentException(
                $"MinExamplesPerClass is {value}; it is a number of examples, 0 or more.");
    } = 1;

    /// <summary>[K] examples that the prune methods remove from each class, in place of the estimate; null =
    /// estimated.</summary>
    public IReadOnlyList<int>? RemovePerClass { get; init; }

    /// <summary>A confident joint to take the prune counts from, in place of the calibrated one of the data.</summary>
    public ConfidentJoint? Joint { get; init; }

    /// <summary>Whether a label vector that names only one class is accepted.</summary>
    public bool AllowOneClass { get; init; }

    /// <summary>Whether rows that do not sum to 1 (within 0.01) are accepted.</summary>
    public bool AllowUnnormalized { get; init; }

    /// <summary>Most threads to use; 0 = one per processor. The result is the same for every number.</summary>
    public int Threads { get; init; }

    internal int KeptPerClass => Semantics == Semantics.Release101 ? 5 : MinExamplesPerClass;
}
