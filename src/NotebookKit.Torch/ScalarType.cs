#pragma warning disable CA1720 // type names are the contract
namespace TorchSharp;

public static partial class torch
{
    /// <summary>Type of a tensor's elements, with libtorch's values.</summary>
    public enum ScalarType
    {
        /// <summary>8-bit integer 0..255 (uint8).</summary>
        Byte = 0,

        /// <summary>8-bit integer.</summary>
        Int8 = 1,

        /// <summary>16-bit integer.</summary>
        Int16 = 2,

        /// <summary>32-bit integer.</summary>
        Int32 = 3,

        /// <summary>64-bit integer.</summary>
        Int64 = 4,

        /// <summary>16-bit real, 11-bit precision.</summary>
        Float16 = 5,

        /// <summary>32-bit real.</summary>
        Float32 = 6,

        /// <summary>64-bit real.</summary>
        Float64 = 7,

        /// <summary>Complex number of two 32-bit reals.</summary>
        ComplexFloat32 = 9,

        /// <summary>Complex number of two 64-bit reals.</summary>
        ComplexFloat64 = 10,

        /// <summary>Truth value, one byte.</summary>
        Bool = 11,

        /// <summary>Quantized 8-bit integer.</summary>
        QInt8 = 12,

        /// <summary>Quantized 8-bit integer 0..255.</summary>
        QUInt8 = 13,

        /// <summary>Quantized 32-bit integer.</summary>
        QInt32 = 14,

        /// <summary>16-bit real with float's range, 8-bit precision.</summary>
        BFloat16 = 15,
    }

    /// <inheritdoc cref="ScalarType.Bool"/>
    public static readonly ScalarType @bool = ScalarType.Bool;

    /// <inheritdoc cref="ScalarType.Byte"/>
    public static readonly ScalarType uint8 = ScalarType.Byte;

    /// <inheritdoc cref="ScalarType.Int8"/>
    public static readonly ScalarType int8 = ScalarType.Int8;

    /// <inheritdoc cref="ScalarType.Int16"/>
    public static readonly ScalarType int16 = ScalarType.Int16;

    /// <inheritdoc cref="ScalarType.Int32"/>
    public static readonly ScalarType int32 = ScalarType.Int32;

    /// <inheritdoc cref="ScalarType.Int64"/>
    public static readonly ScalarType int64 = ScalarType.Int64;

    /// <inheritdoc cref="ScalarType.BFloat16"/>
    public static readonly ScalarType bfloat16 = ScalarType.BFloat16;

    /// <inheritdoc cref="ScalarType.Float16"/>
    public static readonly ScalarType float16 = ScalarType.Float16;

    /// <inheritdoc cref="ScalarType.Float32"/>
    public static readonly ScalarType float32 = ScalarType.Float32;

    /// <inheritdoc cref="ScalarType.Float64"/>
    public static readonly ScalarType float64 = ScalarType.Float64;

    /// <inheritdoc cref="ScalarType.ComplexFloat32"/>
    public static readonly ScalarType complex64 = ScalarType.ComplexFloat32;

    /// <inheritdoc cref="ScalarType.ComplexFloat64"/>
    public static readonly ScalarType complex128 = ScalarType.ComplexFloat64;

    /// <inheritdoc cref="ScalarType.ComplexFloat32"/>
    public static readonly ScalarType cfloat = ScalarType.ComplexFloat32;

    /// <inheritdoc cref="ScalarType.ComplexFloat64"/>
    public static readonly ScalarType cdouble = ScalarType.ComplexFloat64;

    /// <inheritdoc cref="ScalarType.Int16"/>
    public static readonly ScalarType @short = ScalarType.Int16;

    /// <inheritdoc cref="ScalarType.Int32"/>
    public static readonly ScalarType @int = ScalarType.Int32;

    /// <inheritdoc cref="ScalarType.Int64"/>
    public static readonly ScalarType @long = ScalarType.Int64;

    /// <inheritdoc cref="ScalarType.Float16"/>
    public static readonly ScalarType half = ScalarType.Float16;

    /// <inheritdoc cref="ScalarType.Float32"/>
    public static readonly ScalarType @float = ScalarType.Float32;

    /// <inheritdoc cref="ScalarType.Float64"/>
    public static readonly ScalarType @double = ScalarType.Float64;

    /// <summary>Complex counterpart of a real type, for results of transforms.</summary>
    internal static bool IsComplex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    /// <summary>Element type that a C# type is stored as.</summary>
    /// <exception cref="ArgumentException">No tensor holds <typeparamref name="T"/>.</exception>
    internal static ScalarType ScalarTypeOf<T>() => ScalarTypeOf(typeof(T));

    /// <inheritdoc cref="ScalarTypeOf{T}"/>
    internal static ScalarType ScalarTypeOf(Type type) =>
        type == typeof(bool) ? ScalarType.Bool
        : type == typeof(byte) ? ScalarType.Byte
        : type == typeof(sbyte) ? ScalarType.Int8
        : type == typeof(short) ? ScalarType.Int16
        : type == typeof(int) ? ScalarType.Int32
        : type == typeof(long) ? ScalarType.Int64
        : type == typeof(Half) ? ScalarType.Float16
        : type == typeof(BFloat16) ? ScalarType.BFloat16
        : type == typeof(float) ? ScalarType.Float32
        : type == typeof(double) ? ScalarType.Float64
        : type == typeof((float, float)) ? ScalarType.ComplexFloat32
        : type == typeof(System.Numerics.Complex) ? ScalarType.ComplexFloat64
        : throw new ArgumentException($"No tensor holds elements of type {type.Name}.");
}
