namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// How many examples to remove: M[j, k] = examples given k that are truly j, from a confident joint. M is the joint
/// transposed, with room kept on the diagonal.
/// </summary>
public static class PruneCounts
{
    /// <summary>Prune counts of a joint.</summary>
    /// <param name="joint">[K, K], rows = given; usually calibrated.</param>
    /// <param name="labelCounts">[K] examples per class.</param>
    /// <param name="options">Examples kept per class, share of the noise, removals per class.</param>
    /// <returns>[K, K], rows = truly, columns = given.</returns>
    /// <exception cref="ArgumentException">The joint or <see cref="LabelErrorOptions.RemovePerClass"/> has another
    /// number of classes.</exception>
    public static long[,] Of(ConfidentJoint joint, ReadOnlySpan<int> labelCounts, LabelErrorOptions options)
    {
        var classes = labelCounts.Length;
        if (joint.Classes != classes)
            throw new ArgumentException(
                $"Joint has {joint.Classes} classes, but predProbs has {classes}; they describe the same classes.");

        var m = new double[classes, classes];
        for (var j = 0; j < classes; j++)
        {
            for (var k = 0; k < classes; k++) m[j, k] = joint[k, j];
        }

        KeepOnDiagonal(m, options.KeptPerClass);
        ReduceNoise(m, options.FracNoise);
        if (options.RemovePerClass is not null) ScaleToRemovals(m, labelCounts, options.RemovePerClass);
        return SumPreservingRounding.RoundRows(m);
    }

    private static void KeepOnDiagonal(double[,] m, int kept)
    {
        var classes = m.GetLength(0);
        for (var k = 0; k < classes; k++)
        {
            var diagonal = Math.Max(m[k, k], kept);
            var nonZero = 0;
            for (var j = 0; j < classes; j++)
                if (m[j, k] != 0) nonZero++;
            // "- 1" assumes a non-zero diagonal, as the reference does
            var each = (diagonal - m[k, k]) / Math.Max(nonZero - 1, 1);
            for (var j = 0; j < classes; j++) m[j, k] = Math.Max(m[j, k] - each, 0);
            m[k, k] = diagonal;
        }
    }

    /// <summary>Keeps a share of the noise and gives the rest to the diagonal. Truncates also where all of it is kept,
    /// as the reference does.</summary>
    private static void ReduceNoise(double[,] m, double fracNoise)
    {
        var classes = m.GetLength(0);
        for (var k = 0; k < classes; k++)
        {
            var removed = 0.0;
            for (var j = 0; j < classes; j++)
            {
                if (j == k) continue;
                var kept = m[j, k] * fracNoise;
                removed += m[j, k] - kept;
                m[j, k] = Math.Truncate(kept);
            }

            m[k, k] = Math.Truncate(m[k, k] + removed);
        }
    }

    private static void ScaleToRemovals(double[,] m, ReadOnlySpan<int> labelCounts, IReadOnlyList<int> removePerClass)
    {
        var classes = m.GetLength(0);
        if (removePerClass.Count != classes)
            throw new ArgumentException(
                $"RemovePerClass has {removePerClass.Count} numbers, but predProbs has {classes} classes; give one " +
                "per class.");
        for (var k = 0; k < classes; k++)
        {
            if (removePerClass[k] < 0 || removePerClass[k] > labelCounts[k])
                throw new ArgumentException(
                    $"RemovePerClass[{k}] is {removePerClass[k]}; class {k} has {labelCounts[k]} examples, so it " +
                    $"lies in 0..{labelCounts[k]}.");
        }

        var rowSums = new double[classes];
        for (var j = 0; j < classes; j++)
        {
            for (var k = 0; k < classes; k++) rowSums[j] += m[j, k];
        }

        // 3.6, as the reference computes it: the row sums divide along the last axis, and a row of the result is one
        // class's noise.
        var psy = new double[classes, classes];
        for (var j = 0; j < classes; j++)
        {
            for (var k = 0; k < classes; k++) psy[j, k] = rowSums[k] == 0 ? 0 : m[j, k] / rowSums[k];
        }

        for (var k = 0; k < classes; k++)
        {
            var noise = 0.0;
            for (var l = 0; l < classes; l++)
                if (l != k) noise += psy[k, l];
            for (var l = 0; l < classes; l++) m[k, l] = noise == 0 ? 0 : psy[k, l] * removePerClass[k] / noise;
            m[k, k] = labelCounts[k] - removePerClass[k];
        }
    }
}
