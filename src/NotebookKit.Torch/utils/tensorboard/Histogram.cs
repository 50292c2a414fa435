using TorchSharp.Utils.tensorboard.Enums;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>Counts, moments and edges of numbers, as TensorBoard's histogram message holds them.</summary>
internal sealed record Histogram(double Min, double Max, double Count, double Sum, double SumOfSquares,
    double[] Limits, double[] Counts)
{
    // TensorFlow's own edges: 1e-12 and up by a tenth each, below 1e20; their negatives; and zero.
    private static readonly double[] s_tensorflowEdges = TensorflowEdges();

    /// <summary>Counts values; buckets that hold nothing at both ends are left out.</summary>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static Histogram Of(Tensor values, HistogramBinSelector bins, long? maxBins)
    {
        double[] numbers;
        using (NewDisposeScope())
        {
            numbers = [.. values.detach().to(ScalarType.Float64).cpu().reshape(-1).data<double>()];
        }
        if (numbers.Length == 0 || !numbers.All(double.IsFinite))
        {
            throw new ArgumentException(
                "A histogram needs at least one number, all finite, " +
                $"but {numbers.Count(n => !double.IsFinite(n))} of {numbers.Length} are not.");
        }
        var (min, max) = (numbers.Min(), numbers.Max());
        var edges = bins == HistogramBinSelector.Tensorflow ? s_tensorflowEdges : Even(numbers, min, max, bins);
        if (maxBins is { } most && edges.Length - 1 > most)
        {
            var take = (int)Math.Ceiling((edges.Length - 1) / (double)Math.Max(1, most));
            edges = [.. edges.Where((_, k) =>
                k % take == 0), .. (edges.Length - 1) % take == 0 ? Array.Empty<double>() : [edges[^1]]];
        }
        var counts = new double[edges.Length - 1];
        foreach (var number in numbers)
        {
            var place = Array.BinarySearch(edges, number);
            counts[Math.Clamp(place >= 0 ? place : ~place - 1, 0, counts.Length - 1)]++;
        }
        // Bucket k of the message ends at limit k; the first one is empty and tells where the second one begins.
        var first = Array.FindIndex(counts, c => c > 0);
        var last = Array.FindLastIndex(counts, c => c > 0);
        return new(min, max, numbers.Length, numbers.Sum(), numbers.Sum(n => n * n), edges[first..(last + 2)], [0,
            .. counts[first..(last + 1)]]);
    }

    /// <summary>The message tensorflow.HistogramProto.</summary>
    public ProtoBuffer ToMessage() => new ProtoBuffer().Double(1, Min).Double(2, Max).Double(3, Count).Double(4, Sum)
        .Double(5, SumOfSquares).Doubles(6, Limits).Doubles(7, Counts);

    private static double[] Even(double[] numbers, double min, double max, HistogramBinSelector bins)
    {
        var n = (double)numbers.Length;
        var mean = numbers.Average();
        var deviation = Math.Sqrt(numbers.Average(x => (x - mean) * (x - mean)));
        var range = max - min;
        if (range == 0) return [min - 0.5, min + 0.5];
        // numpy's rules of the same names
        var width = bins switch
        {
            HistogramBinSelector.Sqrt => range / Math.Sqrt(n),
            HistogramBinSelector.Sturges => range / (Math.Log2(n) + 1),
            HistogramBinSelector.Rice => range / (2 * Math.Cbrt(n)),
            HistogramBinSelector.Doane when n <= 2 => range,
            HistogramBinSelector.Doane => range / (1 + Math.Log2(n)
                + Math.Log2(1 + Skewness() / Math.Sqrt(6 * (n - 2) / ((n + 1) * (n + 3))))),
            HistogramBinSelector.Scott => Math.Cbrt(24 * Math.Sqrt(Math.PI) / n) * deviation,
            _ => throw new ArgumentException(
                $"add_histogram has the bins Tensorflow, Sqrt, Sturges, Rice, Scott and Doane, but got {bins}."),
        };
        var count = width > 0 ? (int)Math.Max(1, Math.Ceiling(range / width)) : 1;
        return [.. Enumerable.Range(0, count + 1).Select(k => k == count ? max : min + range * k / count)];

        double Skewness() => Math.Abs(numbers.Average(x => Math.Pow((x - mean) / deviation, 3)));
    }

    private static double[] TensorflowEdges()
    {
        var positive = new List<double>();
        for (var v = 1e-12; v < 1e20; v *= 1.1) positive.Add(v);
        return [.. positive.Select(v => -v).Reverse(), 0, .. positive];
    }
}
