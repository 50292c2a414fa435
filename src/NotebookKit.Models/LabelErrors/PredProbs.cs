using System.Runtime.InteropServices;

namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// A model's out-of-sample class probabilities, [N, K] in rows: a view on the caller's numbers, float64 or float32,
/// never a copy.
/// </summary>
/// <remarks>float32 is widened row by row where it is read, so all arithmetic is float64 and nothing is copied as a
/// whole.</remarks>
public readonly ref struct PredProbs
{
    /// <summary>Views a row-major array of float64.</summary>
    /// <param name="values">[N * K], one row of K class probabilities per example.</param>
    /// <param name="classes">K, at least 2.</param>
    /// <exception cref="ArgumentException">The length is no multiple of K, or K is below 2.</exception>
    public PredProbs(ReadOnlySpan<double> values, int classes)
    {
        Count = RowsOf(values.Length, classes);
        Doubles = values;
        Classes = classes;
    }

    /// <summary>Views a row-major array of float32.</summary>
    /// <inheritdoc cref="PredProbs(ReadOnlySpan{double}, int)"/>
    public PredProbs(ReadOnlySpan<float> values, int classes)
    {
        Count = RowsOf(values.Length, classes);
        Singles = values;
        Classes = classes;
    }

    /// <summary>N, the number of examples.</summary>
    public int Count { get; }

    /// <summary>K, the number of classes.</summary>
    public int Classes { get; }

    internal ReadOnlySpan<double> Doubles { get; }

    internal ReadOnlySpan<float> Singles { get; }

    /// <summary>Views a matrix [N, K].</summary>
    public static implicit operator PredProbs(double[,] matrix) => new(
        matrix.Length == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(ref matrix[0, 0], matrix.Length),
            matrix.GetLength(1));

    /// <summary>Views a matrix [N, K].</summary>
    public static implicit operator PredProbs(float[,] matrix) => new(
        matrix.Length == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(ref matrix[0, 0], matrix.Length),
            matrix.GetLength(1));

    /// <summary>Divides every row by its sum, in place: for probabilities that went through rounding or a
    /// sigmoid.</summary>
    /// <param name="values">[N * K], each row with a positive sum.</param>
    /// <param name="classes">K.</param>
    /// <exception cref="ArgumentException">A row's sum is not a positive finite number.</exception>
    public static void NormalizeRows(Span<double> values, int classes)
    {
        var rows = RowsOf(values.Length, classes);
        for (var i = 0; i < rows; i++)
        {
            var row = values.Slice(i * classes, classes);
            var sum = 0.0;
            foreach (var p in row) sum += p;
            if (!(sum > 0 && double.IsFinite(sum)))
                throw new ArgumentException(
                    $"predProbs row {i} sums to {sum}; a row needs a positive finite sum to be normalised.");
            foreach (ref var p in row) p /= sum;
        }
    }

    private static int RowsOf(int length, int classes)
    {
        if (classes < 2) throw new ArgumentException(
            $"predProbs has {classes} classes; a classifier needs at least 2.");
        if (length % classes != 0)
            throw new ArgumentException(
                $"predProbs has {length} values, which is no multiple of its {classes} classes; it must be [N, " +
                $"{classes}].");
        return length / classes;
    }
}
