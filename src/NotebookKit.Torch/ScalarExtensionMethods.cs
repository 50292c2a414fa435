using System.Numerics;

namespace TorchSharp;

/// <summary>Numbers to <see cref="Scalar"/> and back.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>As a scalar of its own type.</summary>
    public static Scalar ToScalar(this byte value) => value;

    /// <summary>As a scalar of its own type.</summary>
    public static Scalar ToScalar(this sbyte value) => value;

    /// <summary>As a scalar of its own type.</summary>
    public static Scalar ToScalar(this short value) => value;

    /// <summary>As a scalar of its own type.</summary>
    public static Scalar ToScalar(this int value) => value;

    /// <summary>As a scalar of its own type.</summary>
    public static Scalar ToScalar(this long value) => value;

    /// <summary>As a scalar of its own type.</summary>
    public static Scalar ToScalar(this float value) => value;

    /// <summary>As a scalar of its own type.</summary>
    public static Scalar ToScalar(this double value) => value;

    /// <summary>As a complex scalar.</summary>
    public static Scalar ToScalar(this (float, float) value) => value;

    /// <summary>As a complex scalar.</summary>
    public static Scalar ToScalar(this Complex value) => value;

    /// <summary>As a truth value.</summary>
    public static Scalar ToScalar(this bool value) => value;

    /// <summary>As a scalar of its own type.</summary>
    public static Scalar ToScalar(this Half value) => value;

    /// <summary>Rounded to 8 bits of precision.</summary>
    public static Scalar ToBFloat16Scalar(this float value) => (BFloat16)value;

    /// <summary>As a scalar of its own type.</summary>
    public static Scalar ToScalar(this BFloat16 value) => value;

    /// <summary>Rounded to 11 bits of precision.</summary>
    public static Half ToHalf(this Scalar value) => (Half)value.AsDouble;

    /// <summary>Rounded to 8 bits of precision.</summary>
    public static BFloat16 ToBFloat16(this Scalar value) => (BFloat16)(float)value.AsDouble;

    /// <summary>As a float.</summary>
    public static float ToSingle(this Scalar value) => (float)value.AsDouble;

    /// <summary>As a double.</summary>
    public static double ToDouble(this Scalar value) => value.AsDouble;

    /// <summary>Towards zero, low 8 bits.</summary>
    public static sbyte ToSByte(this Scalar value) => unchecked((sbyte)value.AsInteger);

    /// <summary>Towards zero, low 8 bits.</summary>
    public static byte ToByte(this Scalar value) => unchecked((byte)value.AsInteger);

    /// <summary>Towards zero, low 16 bits.</summary>
    public static short ToInt16(this Scalar value) => unchecked((short)value.AsInteger);

    /// <summary>Towards zero, low 32 bits.</summary>
    public static int ToInt32(this Scalar value) => unchecked((int)value.AsInteger);

    /// <summary>Towards zero.</summary>
    public static long ToInt64(this Scalar value) => value.AsInteger;

    /// <summary>Not zero.</summary>
    public static bool ToBoolean(this Scalar value) => value.AsComplex != Complex.Zero;
}
