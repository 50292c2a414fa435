using static TorchSharp.torch;

namespace NotebookKit.Show;

/// <summary>Evenly spaced values of a tensor, read without a copy of the whole, and what they say.</summary>
internal sealed class TensorSample
{
    private const long MostValues = 1 << 16;

    private readonly double[] finite;

    private TensorSample(double[] values, long count)
    {
        (Values, Count, finite) = (values, count, [.. values.Where(double.IsFinite)]);
        if (finite.Length > 0)
        {
            Min = finite.Min();
            Max = finite.Max();
            Mean = finite.Average();
            Deviation = finite.Length < 2
                ? double.NaN
                : Math.Sqrt(finite.Sum(v => (v - Mean) * (v - Mean)) / (finite.Length - 1));
        }
    }

    /// <summary>Row-major, by the thinned shape.</summary>
    public double[] Values { get; }

    /// <summary>Those that are neither NaN nor infinite.</summary>
    public IReadOnlyList<double> Finite => finite;

    /// <summary>Values that the tensor holds.</summary>
    public long Count { get; }

    public double Min { get; } = double.NaN;

    public double Max { get; } = double.NaN;

    public double Mean { get; } = double.NaN;

    /// <summary>Standard deviation with n - 1, as PyTorch's.</summary>
    public double Deviation { get; } = double.NaN;

    /// <summary>Smallest, mean, deviation, largest, and what is not finite.</summary>
    public string Statistics
    {
        get
        {
            var odd = Values.Length - finite.Length;
            var sampled = Values.Length < Count
                ? $" (from {Numbers.Count(Values.Length)} of {Numbers.Count(Count)} values, evenly spaced)"
                : "";
            var rest = odd > 0 ? $", {Numbers.Count(odd)} not finite" : "";
            return finite.Length == 0
                ? $"no finite value{rest}{sampled}"
                : $"min {Numbers.Short(Min)}, mean {Numbers.Short(Mean)}, " +
                  $"std {(double.IsNaN(Deviation) ? "–" : Numbers.Short(Deviation))}, max {Numbers.Short(Max)}" +
                  rest + sampled;
        }
    }

    /// <summary>Reads a dense tensor of any type; of complex numbers the absolute values.</summary>
    /// <param name="tensor">Any shape with at least one value.</param>
    public static TensorSample Of(Tensor tensor) => Read(Thin(tensor, MostValues), tensor.numel());

    /// <summary>Reads a matrix, thinned to at most so many rows and columns.</summary>
    /// <param name="matrix">[rows, columns].</param>
    /// <param name="most">Most rows, and most columns.</param>
    /// <param name="shape">Rows and columns that were read.</param>
    public static TensorSample Of(Tensor matrix, long most, out (int Rows, int Columns) shape)
    {
        const long Least = 16;              // rows or columns of a long, narrow matrix
        var step = (Math.Max(matrix.shape[0], matrix.shape[1]) + most - 1) / most;
        long Left(int axis) => Math.Max((matrix.shape[axis] + step - 1) / step, Math.Min(Least, matrix.shape[axis]));
        var thin = Shorten(Shorten(matrix, 0, Left(0)), 1, Left(1));
        shape = ((int)thin.shape[0], (int)thin.shape[1]);
        return Read(thin, matrix.numel());
    }

    /// <summary>Every n-th place along one axis, so that at most so many stay; a view.</summary>
    public static Tensor Shorten(Tensor tensor, int axis, long most)
    {
        var size = tensor.shape[axis];
        return size <= most ? tensor : tensor.slice(axis, 0, size, (size + most - 1) / most);
    }

    /// <summary>Whether the values have an imaginary part; TorchSharp's tensors do not say.</summary>
    public static bool IsComplex(Tensor tensor) =>
        tensor.dtype is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    private static TensorSample Read(Tensor thin, long count)
    {
        using var scope = NewDisposeScope();
        var real = IsComplex(thin) ? thin.detach().abs() : thin.detach();
        return new(real.to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray(), count);
    }

    private static Tensor Thin(Tensor tensor, long most)
    {
        var steps = tensor.shape.Select(_ => 1L).ToArray();
        long Left(int axis) => (tensor.shape[axis] + steps[axis] - 1) / steps[axis];
        while (Enumerable.Range(0, steps.Length).Aggregate(1.0, (n, axis) => n * Left(axis)) > most)
        {
            steps[Enumerable.Range(0, steps.Length).MaxBy(Left)] *= 2;
        }

        for (var axis = 0; axis < steps.Length; axis++)
        {
            tensor = steps[axis] == 1 ? tensor : tensor.slice(axis, 0, tensor.shape[axis], steps[axis]);
        }

        return tensor;
    }
}
