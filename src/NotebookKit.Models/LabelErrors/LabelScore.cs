namespace NotebookKit.Models.LabelErrors;

/// <summary>Label quality scores in [0, 1]; low is suspicious.</summary>
public enum LabelScore
{
    /// <summary>P[i, s]: the probability of the given label s.</summary>
    SelfConfidence,

    /// <summary>(P[i, s] - max over k other than s of P[i, k] + 1) / 2.</summary>
    NormalizedMargin,

    /// <summary>Entropy of the row over its self-confidence, brought to [0, 1].</summary>
    ConfidenceWeightedEntropy,
}
