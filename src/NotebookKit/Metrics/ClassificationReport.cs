namespace NotebookKit.Metrics;

/// <summary>Precision, recall and F1 of one class against all others, and the accuracy over all classes.</summary>
/// <param name="Positive">The class taken as positive.</param>
/// <param name="Accuracy">Share of all predictions that equal their label.</param>
/// <param name="Precision">TP / (TP + FP); 0 where nothing was predicted positive.</param>
/// <param name="Recall">TP / (TP + FN); 0 where no example is positive.</param>
/// <param name="F1">Harmonic mean of precision and recall; 0 where both are 0.</param>
/// <param name="Support">Number of examples whose label is the positive class.</param>
/// <param name="Count">Number of examples.</param>
public sealed record ClassificationReport(
    long Positive, double Accuracy, double Precision, double Recall, double F1, int Support, int Count)
{
    /// <summary>Measures the predictions with one class as the positive one.</summary>
    /// <param name="predicted">[N], predicted classes.</param>
    /// <param name="labels">[N], the classes to compare with.</param>
    /// <param name="positive">The class whose precision and recall are wanted; CIFAKE takes REAL = 1.</param>
    /// <exception cref="ArgumentException">The spans are empty or differ in length.</exception>
    public static ClassificationReport Of(ReadOnlySpan<long> predicted, ReadOnlySpan<long> labels, long positive = 1)
    {
        var accuracy = Metrics.Accuracy.Of(predicted, labels);
        int hits = 0, claimed = 0, support = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var isPositive = labels[i] == positive;
            var saysPositive = predicted[i] == positive;
            support += isPositive ? 1 : 0;
            claimed += saysPositive ? 1 : 0;
            hits += isPositive && saysPositive ? 1 : 0;
        }

        var precision = claimed == 0 ? 0.0 : (double)hits / claimed;
        var recall = support == 0 ? 0.0 : (double)hits / support;
        var f1 = hits == 0 ? 0.0 : 2.0 * precision * recall / (precision + recall);
        return new(positive, accuracy, precision, recall, f1, support, labels.Length);
    }
}
