using System.Numerics.Tensors;

namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// Given labels and class probabilities, pinned for the time of one computation, so that several threads can read
/// the caller's spans. Row i is widened to float64 only when it is read.
/// </summary>
internal readonly unsafe struct LabelledRows
{
    private const int RowsPerBlock = 4096;                       // fixed, so results cannot depend on the thread count

    private readonly int* _labels;
    private readonly double* _doubles;
    private readonly float* _singles;

    private LabelledRows(int* labels, double* doubles, float* singles, int count, int classes, int threads)
    {
        _labels = labels;
        _doubles = doubles;
        _singles = singles;
        (Count, Classes, Threads) = (count, classes, threads);
    }

    /// <summary>Work on one block of rows: first row, one past the last, room for one widened row.</summary>
    public delegate void BlockBody(int from, int to, double[] scratch);

    public int Count { get; }

    public int Classes { get; }

    public int Threads { get; }

    /// <summary>Pins the caller's numbers while <paramref name="body"/> runs.</summary>
    /// <param name="givenLabels">[N].</param>
    /// <param name="predProbs">[N, K].</param>
    /// <param name="threads">Most threads to use; 0 = one per processor.</param>
    /// <param name="body">What to compute.</param>
    public static TResult Pin<TResult>(
        ReadOnlySpan<int> givenLabels, PredProbs predProbs, int threads, Func<LabelledRows, TResult> body)
    {
        if (threads < 0) throw new ArgumentException(
            $"threads is {threads}; it is a number of threads, or 0 for one per processor.");
        var used = threads == 0 ? Environment.ProcessorCount : threads;
        fixed (int* labels = givenLabels)
        fixed (double* doubles = predProbs.Doubles)
        fixed (float* singles = predProbs.Singles)
            return body(new LabelledRows(labels, doubles, singles, predProbs.Count, predProbs.Classes, used));
    }

    public int Label(int i) => _labels[i];

    public ReadOnlySpan<int> Labels => new(_labels, Count);

    public double At(int i, int k)
    {
        var offset = ((long)i * Classes) + k;
        return _doubles != null ? _doubles[offset] : _singles[offset];
    }

    /// <summary>Row i as float64; <paramref name="scratch"/> holds it when the input is float32.</summary>
    public ReadOnlySpan<double> Row(int i, double[] scratch)
    {
        var offset = (long)i * Classes;
        if (_doubles != null) return new ReadOnlySpan<double>(_doubles + offset, Classes);
        TensorPrimitives.ConvertTruncating(
            new ReadOnlySpan<float>(_singles + offset, Classes), scratch.AsSpan(0, Classes));
        return scratch.AsSpan(0, Classes);
    }

    /// <summary>Runs <paramref name="body"/> over all rows in fixed blocks, several at a time.</summary>
    public void ForEachBlock(BlockBody body)
    {
        var (count, classes) = (Count, Classes);
        var blocks = (count + RowsPerBlock - 1) / RowsPerBlock;
        Parallel.For(
            0, blocks, new ParallelOptions { MaxDegreeOfParallelism = Threads },
            () => new double[classes],
            (block, _, scratch) =>
            {
                body(block * RowsPerBlock, Math.Min(count, (block + 1) * RowsPerBlock), scratch);
                return scratch;
            },
            _ => { });
    }
}
