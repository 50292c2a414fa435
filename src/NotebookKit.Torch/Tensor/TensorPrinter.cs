using System.Globalization;
using System.Text;

namespace TorchSharp;

/// <summary>Writes the values of a contiguous tensor on the processor in one of three styles.</summary>
internal sealed class TensorPrinter
{
    private readonly Array _values;
    private readonly long[] _shape;
    private readonly Options _options;
    private readonly torch.ScalarType _type;

    internal TensorPrinter(torch.Tensor tensor, Options options)
    {
        _values = TensorLists.Flat(tensor);
        _shape = tensor.shape;
        _type = tensor.dtype;
        _options = options;
    }

    internal sealed record Options(string FloatFormat, int Width, string NewLine, int MaxRows, int MaxColumns)
    {
        internal CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;
    }

    /// <summary>Nested brackets, rows under each other, long dimensions shortened by "...".</summary>
    internal string Numpy()
    {
        if (_shape.Length == 0)
        {
            return Number(0);
        }

        var text = new StringBuilder();
        Brackets(text, 0, 0, '[', ']', " ", CellWidth());
        return text.ToString();
    }

    /// <summary>Type, sizes and nested braces that C# can read: "float [2x2] {{1f, 2f}, {3f, 4f}}".</summary>
    internal string CSharp()
    {
        var name = _type switch
        {
            torch.ScalarType.Float32 => "float",
            torch.ScalarType.Float64 => "double",
            torch.ScalarType.Int64 => "long",
            torch.ScalarType.Int32 => "int",
            torch.ScalarType.Int16 => "short",
            torch.ScalarType.Int8 => "sbyte",
            torch.ScalarType.Byte => "byte",
            torch.ScalarType.Bool => "bool",
            var other => other.ToString(),
        };
        if (_shape.Length == 0)
        {
            return $"{name} {Number(0)}{Suffix}";
        }

        var text = new StringBuilder($"{name} [{string.Join("x", _shape)}] ");
        Brackets(text, 0, 0, '{', '}', ", ", 0);
        return text.ToString();
    }

    /// <summary>The matrices of the last two dimensions one after the other, each under its index.</summary>
    internal string Julia()
    {
        if (_shape.Length == 0)
        {
            return $", value = {Number(0)}";
        }

        var rows = _shape.Length == 1 ? 1 : _shape[^2];
        var matrix = rows * _shape[^1];
        var text = new StringBuilder(_options.NewLine);
        var width = CellWidth();
        for (var start = 0L; start < _values.LongLength; start += matrix)
        {
            if (_shape.Length > 2)
            {
                text.Append('[').AppendJoin(',', Index(start / matrix)).Append(",..,..] =").Append(_options.NewLine);
            }

            foreach (var row in Shown(rows, _options.MaxRows))
            {
                text.Append(row < 0 ? " ..." : " " + Row(start + (row * _shape[^1]), _shape[^1], " ", width)).Append(_options.NewLine);
            }
        }

        return text.ToString();
    }

    private string Suffix => _type == torch.ScalarType.Float32 ? "f" : _type == torch.ScalarType.Int64 ? "L" : "";

    private long[] Index(long matrix)
    {
        var index = new long[_shape.Length - 2];
        for (var dim = index.Length - 1; dim >= 0; dim--)
        {
            index[dim] = matrix % _shape[dim];
            matrix /= _shape[dim];
        }

        return index;
    }

    private void Brackets(StringBuilder text, int dim, long start, char open, char close, string separator, int width)
    {
        text.Append(open);
        if (dim == _shape.Length - 1)
        {
            text.Append(Row(start, _shape[dim], separator, width));
        }
        else
        {
            var step = _shape.Skip(dim + 1).Aggregate(1L, (a, b) => a * b);
            var first = true;
            foreach (var k in Shown(_shape[dim], _options.MaxRows))
            {
                if (!first)
                {
                    text.Append(separator.Trim()).Append(_options.NewLine).Append(' ', dim + 1);
                }

                first = false;
                if (k < 0)
                {
                    text.Append("...");
                }
                else
                {
                    Brackets(text, dim + 1, start + (k * step), open, close, separator, width);
                }
            }
        }

        text.Append(close);
    }

    private string Row(long start, long count, string separator, int width)
    {
        var fit = Math.Max(2, Math.Min(_options.MaxColumns * 2L, _options.Width / Math.Max(2, width + separator.Length)));
        return string.Join(separator, Shown(count, fit).Select(k => k < 0 ? "..." : (Number(start + k) + CSharpSuffix(separator)).PadLeft(width)));
    }

    // Only C#'s lists need the type at each number; they are the ones with commas.
    private string CSharpSuffix(string separator) => separator == ", " ? Suffix : "";

    // All of a dimension, or its first and last elements round a gap (-1).
    private static IEnumerable<long> Shown(long count, long most)
    {
        if (count <= most)
        {
            for (var k = 0L; k < count; k++)
            {
                yield return k;
            }

            yield break;
        }

        var half = Math.Max(1, most / 2);
        for (var k = 0L; k < half; k++)
        {
            yield return k;
        }

        yield return -1;
        for (var k = count - half; k < count; k++)
        {
            yield return k;
        }
    }

    private int CellWidth()
    {
        var width = 1;
        for (var k = 0L; k < Math.Min(_values.LongLength, 10_000); k++)
        {
            width = Math.Max(width, Number(k).Length);
        }

        return width;
    }

    private string Number(long position) => _values.GetValue(position) switch
    {
        bool value => value ? "true" : "false",
        float value => value.ToString(_options.FloatFormat, _options.Culture),
        double value => value.ToString(_options.FloatFormat, _options.Culture),
        Half value => ((float)value).ToString(_options.FloatFormat, _options.Culture),
        BFloat16 value => ((float)value).ToString(_options.FloatFormat, _options.Culture),
        (float real, float imaginary) => Complex(real, imaginary),
        System.Numerics.Complex value => Complex(value.Real, value.Imaginary),
        IFormattable value => value.ToString(null, _options.Culture),
        var value => value?.ToString() ?? "",
    };

    private string Complex(double real, double imaginary) =>
        real.ToString(_options.FloatFormat, _options.Culture) + (imaginary < 0 ? "-" : "+") +
        Math.Abs(imaginary).ToString(_options.FloatFormat, _options.Culture) + "i";
}
