namespace NotebookKit.Metrics;

/// <summary>One bin of a reliability diagram.</summary>
/// <param name="Low">Lower edge of confidence, exclusive (inclusive in the first bin).</param>
/// <param name="High">Upper edge of confidence, inclusive.</param>
/// <param name="Count">Number of predictions in the bin.</param>
/// <param name="Confidence">Mean confidence of the bin; NaN in an empty bin.</param>
/// <param name="Accuracy">Share of the bin that is right; NaN in an empty bin.</param>
public readonly record struct CalibrationBin(double Low, double High, int Count, double Confidence, double Accuracy);

/// <summary>
/// Expected calibration error (Naeini et al. 2015; Guo et al. 2017, eq. 5): the mean distance between confidence and
/// accuracy over bins of equal width, weighted by the bins' counts.
/// </summary>
/// <param name="Bins">The bins over [0, 1].</param>
/// <param name="ExpectedError">The expected calibration error in [0, 1].</param>
public sealed record Calibration(IReadOnlyList<CalibrationBin> Bins, double ExpectedError)
{
    /// <summary>Calibration of predictions with their confidence.</summary>
    /// <param name="confidence">[N] in [0, 1], the probability given to the predicted class.</param>
    /// <param name="correct">[N], whether the prediction was right.</param>
    /// <param name="bins">Number of bins of equal width.</param>
    /// <exception cref="ArgumentException">The spans are empty, differ in length, or a confidence is outside [0,
    /// 1].</exception>
    public static Calibration Of(ReadOnlySpan<double> confidence, ReadOnlySpan<bool> correct, int bins = 15)
    {
        Pairs.Check(nameof(confidence), confidence.Length, nameof(correct), correct.Length);
        if (bins < 1)
        {
            throw new ArgumentException($"bins must be 1 or more, but is {bins}.");
        }

        var counts = new int[bins];
        var confidenceSums = new double[bins];
        var hits = new int[bins];
        for (var i = 0; i < confidence.Length; i++)
        {
            if (!(confidence[i] is >= 0 and <= 1))
            {
                throw new ArgumentException($"confidence[{i}] is {confidence[i]}; it must lie in [0, 1].");
            }

            var bin = Math.Clamp((int)Math.Ceiling(confidence[i] * bins) - 1, 0, bins - 1);
            counts[bin]++;
            confidenceSums[bin] += confidence[i];
            hits[bin] += correct[i] ? 1 : 0;
        }

        var result = new CalibrationBin[bins];
        var error = 0.0;
        for (var b = 0; b < bins; b++)
        {
            var (mean, accuracy) = (confidenceSums[b] / counts[b], (double)hits[b] / counts[b]);
            result[b] = new((double)b / bins, (b + 1.0) / bins, counts[b], mean, accuracy);
            error += counts[b] == 0 ? 0.0 : Math.Abs(mean - accuracy) * counts[b] / confidence.Length;
        }

        return new(result, error);
    }

    /// <summary>Calibration of a two-class detector that gives one probability, decided at 0.5.</summary>
    /// <param name="probabilities">[N] in [0, 1], the probability of class 1.</param>
    /// <param name="labels">[N], each 0 or 1.</param>
    /// <param name="bins">Number of bins of equal width.</param>
    /// <exception cref="ArgumentException">As <see cref="Of"/>.</exception>
    public static Calibration OfBinary(ReadOnlySpan<double> probabilities, ReadOnlySpan<long> labels, int bins = 15)
    {
        Pairs.Check(nameof(probabilities), probabilities.Length, nameof(labels), labels.Length);
        var confidence = new double[labels.Length];
        var correct = new bool[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            var saysOne = probabilities[i] >= 0.5;
            confidence[i] = saysOne ? probabilities[i] : 1.0 - probabilities[i];
            correct[i] = saysOne == (labels[i] == 1);
        }

        return Of(confidence, correct, bins);
    }
}
