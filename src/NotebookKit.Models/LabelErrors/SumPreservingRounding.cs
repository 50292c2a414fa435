namespace NotebookKit.Models.LabelErrors;

/// <summary>Rounds a row to integers whose sum is the rounded sum of the row (half to even everywhere).</summary>
public static class SumPreservingRounding
{
    /// <summary>
    /// Rounds every entry, then corrects the entries whose rounding erred most, one each, until the sum fits. On ties
    /// an increase goes to the highest index, a decrease to the lowest.
    /// </summary>
    /// <param name="row">Finite numbers; an empty row gives an empty result.</param>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    public static long[] Round(ReadOnlySpan<double> row)
    {
        var rounded = new long[row.Length];
        var (sum, total) = (0L, 0.0);
        for (var k = 0; k < row.Length; k++)
        {
            if (!double.IsFinite(row[k])) throw new ArgumentException(
                $"row[{k}] is {row[k]}; only finite numbers can be rounded.");
            rounded[k] = (long)Math.Round(row[k], MidpointRounding.ToEven);
            sum += rounded[k];
            total += row[k];
        }

        var missing = (long)Math.Round(total, MidpointRounding.ToEven) - sum;
        while (missing != 0)
        {
            var byError = ByError(row, rounded);                            // ascending: most rounded up first
            var step = Math.Sign(missing);
            var count = (int)Math.Min(Math.Abs(missing), row.Length);
            foreach (var k in step > 0 ? byError.AsSpan(row.Length - count) : byError.AsSpan(0, count))
                rounded[k] += step;
            missing -= step * count;
        }

        return rounded;
    }

    /// <summary>Rounds every row of a matrix by itself.</summary>
    internal static long[,] RoundRows(double[,] matrix)
    {
        var (rows, columns) = (matrix.GetLength(0), matrix.GetLength(1));
        var result = new long[rows, columns];
        var row = new double[columns];
        for (var j = 0; j < rows; j++)
        {
            for (var k = 0; k < columns; k++) row[k] = matrix[j, k];
            var rounded = Round(row);
            for (var k = 0; k < columns; k++) result[j, k] = rounded[k];
        }

        return result;
    }

    private static int[] ByError(ReadOnlySpan<double> row, long[] rounded)
    {
        var errors = new double[row.Length];
        for (var k = 0; k < row.Length; k++) errors[k] = row[k] - rounded[k];
        return Ranking.Ascending(errors);
    }
}
