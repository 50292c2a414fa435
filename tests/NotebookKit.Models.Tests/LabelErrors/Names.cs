using NotebookKit.Models.LabelErrors;

namespace NotebookKit.Models.Tests;

/// <summary>The reference software's names of filters and scores.</summary>
internal static class Names
{
    public static string Of(LabelFilter filter) => filter switch
    {
        LabelFilter.PruneByNoiseRate => "prune_by_noise_rate",
        LabelFilter.PruneByClass => "prune_by_class",
        LabelFilter.Both => "both",
        LabelFilter.ConfidentLearning => "confident_learning",
        LabelFilter.PredictedNotGiven => "predicted_neq_given",
        LabelFilter.LowNormalizedMargin => "low_normalized_margin",
        LabelFilter.LowSelfConfidence => "low_self_confidence",
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, null),
    };

    public static LabelFilter Filter(string name) => Enum.GetValues<LabelFilter>().Single(f => Of(f) == name);

    public static string Of(LabelScore score) => score switch
    {
        LabelScore.SelfConfidence => "self_confidence",
        LabelScore.NormalizedMargin => "normalized_margin",
        LabelScore.ConfidenceWeightedEntropy => "confidence_weighted_entropy",
        _ => throw new ArgumentOutOfRangeException(nameof(score), score, null),
    };

    public static LabelScore Score(string name) => Enum.GetValues<LabelScore>().Single(s => Of(s) == name);
}
