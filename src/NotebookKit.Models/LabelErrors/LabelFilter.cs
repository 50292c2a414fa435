namespace NotebookKit.Models.LabelErrors;

/// <summary>How candidates for label errors are chosen (Confident Learning, section 3.2; names of the reference
/// software).</summary>
public enum LabelFilter
{
    /// <summary>For each pair (given k, truly j) the estimated number of examples with the largest margin P[i, j] -
    /// P[i, k].</summary>
    PruneByNoiseRate,

    /// <summary>For each class the estimated number of errors with the smallest probability of the given
    /// label.</summary>
    PruneByClass,

    /// <summary>Examples that both prune methods flag.</summary>
    Both,

    /// <summary>Examples counted off the diagonal of the confident joint.</summary>
    ConfidentLearning,

    /// <summary>Examples whose most probable class is not the given label.</summary>
    PredictedNotGiven,

    /// <summary>As many examples as <see cref="ConfidentLearning"/> flags, those with the lowest normalized
    /// margin.</summary>
    LowNormalizedMargin,

    /// <summary>As many examples as <see cref="ConfidentLearning"/> flags, those with the lowest probability of the
    /// given label.</summary>
    LowSelfConfidence,
}
