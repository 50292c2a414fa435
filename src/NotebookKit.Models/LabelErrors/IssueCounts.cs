namespace NotebookKit.Models.LabelErrors;

/// <summary>Estimates of how many labels are wrong, without saying which.</summary>
/// <param name="OffDiagonal">Examples counted off the diagonal of the confident joint that the model still disagrees
/// with.</param>
/// <param name="OffDiagonalCalibrated">The off-diagonal share of the calibrated joint, times N.</param>
public sealed record IssueCounts(int OffDiagonal, int OffDiagonalCalibrated)
{
    /// <summary>Counts the errors of a data set.</summary>
    /// <param name="givenLabels">[N], in 0..K-1.</param>
    /// <param name="predProbs">[N, K], out of sample.</param>
    /// <param name="options">Semantics, accepted inputs and threads; the rest does not matter here.</param>
    /// <exception cref="ArgumentException">A label or probability is out of range, or the sizes differ.</exception>
    public static IssueCounts Of(ReadOnlySpan<int> givenLabels, PredProbs predProbs, LabelErrorOptions? options = null)
    {
        options ??= new LabelErrorOptions();
        var counts = InputChecks.CountLabels(givenLabels, predProbs.Count, predProbs.Classes, options.AllowOneClass);
        return LabelledRows.Pin(givenLabels, predProbs, options.Threads, rows =>
        {
            var scan = RowScan.Of(rows, counts, options);
            var joint = ConfidentJoint.Count(rows.Labels, scan, options.Semantics).CalibrateTo(counts);
            return new IssueCounts(LabelErrors.CountConfident(rows, scan), Custom(joint, rows.Count));
        });
    }

    /// <summary>The off-diagonal share of a joint ("off_diagonal_custom"), times N, half to even.</summary>
    /// <param name="joint">Any joint, usually calibrated.</param>
    /// <param name="examples">N.</param>
    public static int Custom(ConfidentJoint joint, int examples)
    {
        var distribution = joint.Distribution();
        var trace = 0.0;
        for (var k = 0; k < joint.Classes; k++) trace += distribution[k, k];
        return (int)Math.Round((1 - trace) * examples, MidpointRounding.ToEven);
    }
}
