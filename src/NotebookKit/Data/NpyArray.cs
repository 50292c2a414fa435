namespace NotebookKit.Data;

/// <summary>An array out of a .npy file, in C order, in the type that the file has.</summary>
/// <param name="values">A one-dimensional array of the file's element type.</param>
/// <param name="shape">Sizes; their product is the length of <paramref name="values"/>.</param>
public sealed class NpyArray(Array values, int[] shape)
{
    /// <summary>Sizes of the dimensions.</summary>
    public IReadOnlyList<int> Shape => shape;

    /// <summary>The values in C order, an array of the file's own type: <c>double[]</c> for f8, <c>ushort[]</c> for u2,
    /// and so on.</summary>
    public Array Values => values;

    /// <summary>The values without conversion or copy.</summary>
    /// <typeparam name="T">The file's element type.</typeparam>
    /// <exception cref="DataException">The file holds another type.</exception>
    public T[] As<T>()
        where T : unmanaged =>
        Is<T>() ? (T[])values : throw new DataException(
            $"The array holds {values.GetType().GetElementType()!.Name}, but {typeof(T).Name} was asked for; use ToDoubles or ToInt32s to convert.");

    /// <summary>The values as float64; no copy where they are float64 already.</summary>
    public double[] ToDoubles() => values switch
    {
        double[] doubles => doubles,
        float[] singles => Array.ConvertAll(singles, v => (double)v),
        Half[] halves => Array.ConvertAll(halves, v => (double)v),
        bool[] bits => Array.ConvertAll(bits, v => v ? 1.0 : 0.0),
        _ => [.. values.Cast<IConvertible>().Select(v => v.ToDouble(null))],
    };

    /// <summary>The values as integers; no copy where they are int32 already. Floating-point values must be
    /// whole.</summary>
    /// <exception cref="DataException">A value is no whole number, or lies outside the range of an int.</exception>
    public int[] ToInt32s()
    {
        if (Is<int>()) return As<int>();
        if (Is<ushort>()) return Array.ConvertAll(As<ushort>(), v => (int)v);
        if (Is<byte>()) return Array.ConvertAll(As<byte>(), v => (int)v);

        var doubles = Is<long>() || Is<ulong>() ? null : ToDoubles();            // 64-bit integers do not fit a double
        var result = new int[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var value = doubles is null ? ((IConvertible)values.GetValue(i)!).ToDecimal(null)
                : double.IsFinite(doubles[i]) && Math.Abs(doubles[i]) < 1e18 ? (decimal)doubles[i]
                : throw Refuse(doubles[i], i);
            if (value != decimal.Truncate(value) || value < int.MinValue || value > int.MaxValue) throw Refuse(value, i);
            result[i] = (int)value;
        }

        return result;
    }

    // `values is ushort[]` would also be true of a short[]: the runtime lets arrays of one size stand for each other.
    private bool Is<T>() => values.GetType() == typeof(T[]);

    private static DataException Refuse(object value, int i) =>
        new($"Value {i} is {value}; labels and indices are whole numbers from {int.MinValue} to {int.MaxValue}.");
}
