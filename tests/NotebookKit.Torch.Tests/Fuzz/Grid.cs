using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Fuzz;

/// <summary>A tensor's shape, type and values, held and computed without libtorch: what a result must be.</summary>
/// <param name="Shape">Sizes.</param>
/// <param name="Values">In C order.</param>
/// <param name="Type">Element type.</param>
internal sealed record Grid(long[] Shape, double[] Values, ScalarType Type)
{
    /// <summary>Types for which promotion and wrapping are modelled here.</summary>
    public static ScalarType[] Types { get; } =
    [
        ScalarType.Float32, ScalarType.Float64, ScalarType.Int64, ScalarType.Int32, ScalarType.Int16, ScalarType.Int8,
        ScalarType.Byte,
    ];

    public bool IsFloat => Type is ScalarType.Float32 or ScalarType.Float64;

    public int Rank => Shape.Length;

    /// <summary>Small whole numbers of a random shape and type.</summary>
    public static Grid Make(Choices choices, long[]? shape = null, ScalarType? type = null)
    {
        shape ??= FuzzTensors.Shape(choices);
        var kind = type ?? choices.Of(Types);
        var values = new double[Count(shape)];
        var start = choices.Next(7);
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = ((start + k * 5) % 7) - (kind == ScalarType.Byte ? 0 : 3);
        }

        return new Grid(shape, values, kind);
    }

    /// <summary>The same values as a tensor, in one of several layouts.</summary>
    public Tensor ToTensor(Choices choices)
    {
        var plain = tensor(Values, Shape).to(Type);
        return choices.Next(4) switch
        {
            1 when Rank >= 2 => plain.transpose(0, -1).contiguous().transpose(0, -1),
            2 when Rank >= 1 => cat([plain, plain], -1).narrow(-1, 0, Shape[^1]),
            _ => plain,
        };
    }

    /// <summary>Asserts that a tensor is this.</summary>
    public void Check(Tensor actual, double tolerance = 0)
    {
        Assert.Equal(Shape, actual.shape);
        Assert.Equal(Type, actual.dtype);
        var values = actual.to(float64).contiguous().data<double>().ToArray();
        for (var k = 0; k < values.Length; k++)
        {
            var close = values[k].Equals(Values[k]) || values[k] == Values[k]
                || Math.Abs(values[k] - Values[k]) <= tolerance * Math.Max(1, Math.Abs(Values[k]));
            Assert.True(close, $"Element {k} is {values[k]:R}, must be {Values[k]:R}.");
        }
    }

    /// <summary>Each element through a function, in a type of its own; whole numbers wrap.</summary>
    public Grid Map(Func<double, double> function, ScalarType? type = null) =>
        new(Shape, [.. Values.Select(v => Wrap(function(v), type ?? Type))], type ?? Type);

    /// <summary>Element by element with broadcasting; null where the shapes do not fit.</summary>
    public Grid? With(Grid other, Func<double, double, double> function, ScalarType type)
    {
        var rank = Math.Max(Rank, other.Rank);
        var shape = new long[rank];
        for (var k = 0; k < rank; k++)
        {
            var (a, b) = (Size(this, k - rank), Size(other, k - rank));
            if (a != b && a != 1 && b != 1)
            {
                return null;
            }

            shape[k] = a == 1 ? b : a;
        }

        var values = new double[Count(shape)];
        for (var k = 0; k < values.Length; k++)
        {
            var at = Place(k, shape);
            values[k] = Wrap(function(Values[Index(Shape, at)], other.Values[Index(other.Shape, at)]), type);
        }

        return new Grid(shape, values, type);
    }

    /// <summary>The element at a place; a place of more dimensions is cut at its front, a size of 1 is repeated.</summary>
    public double At(ReadOnlySpan<long> place) => Values[Index(Shape, place)];

    /// <summary>A grid whose elements come from places.</summary>
    public static Grid From(long[] shape, ScalarType type, Func<long[], double> value)
    {
        var values = new double[Count(shape)];
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = value(Place(k, shape));
        }

        return new Grid(shape, values, type);
    }

    /// <summary>The type of a result of two (PyTorch's notes on type promotion): the larger kind; of equal kinds the one
    /// that has dimensions, then the wider.</summary>
    public static ScalarType Promote(Grid a, Grid b)
    {
        if (a.Type == b.Type)
        {
            return a.Type;
        }

        if ((a.Rank > 0) != (b.Rank > 0) && a.IsFloat == b.IsFloat)
        {
            return a.Rank > 0 ? a.Type : b.Type;
        }

        if (a.IsFloat != b.IsFloat)
        {
            return a.IsFloat ? a.Type : b.Type;
        }

        if (a.IsFloat)
        {
            return ScalarType.Float64;
        }

        ScalarType[] signed = [ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64];
        var widest = Math.Max(Array.IndexOf(signed, a.Type), Array.IndexOf(signed, b.Type));
        return a.Type == ScalarType.Byte || b.Type == ScalarType.Byte ? signed[Math.Max(widest, 1)] : signed[widest];
    }

    public static long Count(long[] shape) => shape.Aggregate(1L, (a, b) => a * b);

    private static long Size(Grid grid, int fromEnd) => grid.Rank + fromEnd >= 0 ? grid.Shape[grid.Rank + fromEnd] : 1;

    private static long[] Place(long k, long[] shape)
    {
        var at = new long[shape.Length];
        for (var dim = shape.Length - 1; dim >= 0; dim--)
        {
            (at[dim], k) = (k % shape[dim], k / shape[dim]);
        }

        return at;
    }

    private static long Index(long[] shape, ReadOnlySpan<long> place)
    {
        var index = 0L;
        for (var dim = 0; dim < shape.Length; dim++)
        {
            var at = place[place.Length - shape.Length + dim];
            index = index * shape[dim] + (shape[dim] == 1 ? 0 : at);
        }

        return index;
    }

    private static double Wrap(double value, ScalarType type) => type switch
    {
        ScalarType.Byte => ((value % 256) + 256) % 256,
        ScalarType.Int8 => (sbyte)(long)value,
        ScalarType.Bool => value != 0 ? 1 : 0,
        _ => value,
    };
}
