using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Conversions, printing and files of tensors.</summary>
public static partial class TensorExtensionMethods
{
    /// <summary>The tensor as a parameter, which requires a gradient and lives outside dispose scopes.</summary>
    public static Modules.Parameter AsParameter(this Tensor tensor) => new(tensor);

    /// <summary>The values as text.</summary>
    /// <param name="tensor">Any tensor.</param>
    /// <param name="fltFormat">.NET format of reals, "g5" unless set.</param>
    /// <param name="width">Longest line.</param>
    /// <param name="newLine">Line break.</param>
    /// <param name="cultureInfo">Culture of the numbers.</param>
    /// <param name="style">Julia, NumPy or C#.</param>
    public static string str(
        this Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null,
        CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    /// <summary>Writes the values to the console and returns the tensor.</summary>
    /// <param name="t">Any tensor.</param>
    /// <param name="fltFormat">.NET format of reals.</param>
    /// <param name="width">Longest line.</param>
    /// <param name="newLine">Line break.</param>
    /// <param name="cultureInfo">Culture of the numbers.</param>
    /// <param name="style">Julia, NumPy or C#.</param>
    public static Tensor print(
        this Tensor t, string? fltFormat = "g5", int? width = 100, string? newLine = null,
        CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.ToString(style, fltFormat, width, cultureInfo, newLine));
        return t;
    }

    /// <summary>Sizes as 32-bit integers.</summary>
    public static ReadOnlySpan<int> IntShape(this Tensor tensor) => Array.ConvertAll(tensor.shape, n => checked((int)n));

    /// <summary>Bytes of one element.</summary>
    /// <exception cref="NotSupportedException">The type has no fixed size here.</exception>
    public static int ElementSize(this ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool or ScalarType.QInt8 or ScalarType.QUInt8 => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 or ScalarType.QInt32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new NotSupportedException($"Elements of type {type} have no size."),
    };

    /// <summary>A tensor over a copy of an array.</summary>
    public static Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false)
    {
        var flat = TensorData.OfArray(rawArray, null, null, false, null);
        using (flat)
        {
            var shaped = flat.reshape(dimensions);
            return requires_grad ? shaped.requires_grad_() : shaped;
        }
    }

    /// <summary>A 0-D tensor of a number.</summary>
    public static Tensor ToTensor<T>(this T scalar, Device? device = null, bool requires_grad = false)
        where T : struct
    {
        var flat = TensorData.OfArray(new[] { scalar }, null, device, false, null);
        using (flat)
        {
            var single = flat.reshape();
            return requires_grad ? single.requires_grad_() : single;
        }
    }

    /// <summary>The one element, converted.</summary>
    public static Half ToHalf(this Tensor value) => value.ToScalar().ToHalf();

    /// <summary>The one element, converted.</summary>
    public static BFloat16 ToBFloat16(this Tensor value) => value.ToScalar().ToBFloat16();

    /// <summary>The one element, converted.</summary>
    public static float ToSingle(this Tensor value) => value.ToScalar().ToSingle();

    /// <summary>The one element, converted.</summary>
    public static double ToDouble(this Tensor value) => value.ToScalar().ToDouble();

    /// <summary>The one element, converted.</summary>
    public static sbyte ToSByte(this Tensor value) => value.ToScalar().ToSByte();

    /// <summary>The one element, converted.</summary>
    public static byte ToByte(this Tensor value) => value.ToScalar().ToByte();

    /// <summary>The one element, converted.</summary>
    public static short ToInt16(this Tensor value) => value.ToScalar().ToInt16();

    /// <summary>The one element, converted.</summary>
    public static int ToInt32(this Tensor value) => value.ToScalar().ToInt32();

    /// <summary>The one element, converted.</summary>
    public static long ToInt64(this Tensor value) => value.ToScalar().ToInt64();

    /// <summary>The one element is not zero.</summary>
    public static bool ToBoolean(this Tensor value) => value.ToScalar().ToBoolean();

    /// <summary>Count of elements of a tensor with these sizes.</summary>
    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => product * size);
}
