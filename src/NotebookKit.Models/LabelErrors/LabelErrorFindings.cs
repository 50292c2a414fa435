namespace NotebookKit.Models.LabelErrors;

/// <summary>What <see cref="LabelErrors"/> found.</summary>
public sealed class LabelErrorFindings
{
    /// <summary>N, the number of examples looked at.</summary>
    public required int Examples { get; init; }

    /// <summary>Flagged examples, ascending.</summary>
    public required int[] Indices { get; init; }

    /// <summary>Flagged examples, most suspicious first.</summary>
    public required int[] Ranked { get; init; }

    /// <summary>Score of each example of <see cref="Ranked"/>, in [0, 1].</summary>
    public required double[] Scores { get; init; }

    /// <summary>The model's most probable class for each example of <see cref="Ranked"/>: what the label may have to
    /// be.</summary>
    public required int[] PredictedLabels { get; init; }

    /// <summary>The confident joint of the data, uncalibrated.</summary>
    public required ConfidentJoint Joint { get; init; }

    /// <summary>The joint scaled to the label counts; the estimate of how many examples of each class carry which
    /// label.</summary>
    public required ConfidentJoint Calibrated { get; init; }

    /// <summary>[K] class thresholds.</summary>
    public required double[] Thresholds { get; init; }

    /// <summary>Share of examples whose most probable class is the given label, in [0, 1].</summary>
    public required double Accuracy { get; init; }

    /// <summary>What to know before trusting the result: skipped classes, probabilities that look in-sample, ignored
    /// options.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Share of examples that were not flagged, in [0, 1].</summary>
    public double HealthScore => 1 - (Indices.Length / (double)Examples);

    /// <summary>[N] whether each example was flagged.</summary>
    public bool[] ToMask()
    {
        var mask = new bool[Examples];
        foreach (var i in Indices) mask[i] = true;
        return mask;
    }
}
