namespace NotebookKit.Models.LabelErrors;

/// <summary>Refuses labels and probabilities that no estimate can be made from.</summary>
internal static class InputChecks
{
    /// <summary>Checks labels against the shape of the probabilities; the probabilities' values are checked where they
    /// are read.</summary>
    /// <returns>[K] examples per class.</returns>
    /// <exception cref="ArgumentException">No example, N mismatch, a label outside 0..K-1, or one class
    /// only.</exception>
    public static int[] CountLabels(ReadOnlySpan<int> givenLabels, int rows, int classes, bool allowOneClass)
    {
        if (givenLabels.Length != rows)
            throw new ArgumentException(
                $"givenLabels has {givenLabels.Length} labels, but predProbs has {rows} rows; they describe the " +
                "same examples.");
        if (rows == 0) throw new ArgumentException(
            "givenLabels is empty; at least one example of two classes is needed.");

        var counts = new int[classes];
        for (var i = 0; i < givenLabels.Length; i++)
        {
            if ((uint)givenLabels[i] >= (uint)classes)
                throw new ArgumentException(
                    $"givenLabels[{i}] is {givenLabels[i]}; labels run from 0 to {classes - 1}.");
            counts[givenLabels[i]]++;
        }

        var present = counts.Count(n => n > 0);
        if (present == 1 && !allowOneClass)
        {
            throw new ArgumentException(
                $"All {rows} given labels are class {givenLabels[0]}; errors between classes need at least 2 of the " +
                $"{classes} classes. " +
                "Set AllowOneClass to accept this.");
        }

        return counts;
    }

    /// <summary>Says which value of a refused row is wrong.</summary>
    public static ArgumentException BadRow(ReadOnlySpan<double> row, int i)
    {
        var sum = 0.0;
        for (var k = 0; k < row.Length; k++)
        {
            if (!(row[k] >= 0 && row[k] <= 1))
            {
                return new ArgumentException(
                    $"predProbs[{i}, {k}] is {row[k]}; probabilities lie in [0, 1]. " +
                    (row[k] is > 1 and < 1.001 ? "Divide each row by its sum (PredProbs.NormalizeRows)."
                        : "Pass probabilities after softmax, not logits."));
            }

            sum += row[k];
        }

        return new ArgumentException(
            $"predProbs row {i} sums to {sum:G6}; the probabilities of a row sum to 1 (within " +
            $"{RowScan.SumTolerance}). " +
            "Divide each row by its sum (PredProbs.NormalizeRows), or set AllowUnnormalized.");
    }
}
