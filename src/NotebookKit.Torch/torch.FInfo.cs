namespace TorchSharp;

public static partial class torch
{
    /// <summary>Limits of the default real type.</summary>
    public static FInfo finfo() => finfo(get_default_dtype());

    /// <summary>Limits of a real type; of a complex one those of its parts.</summary>
    /// <exception cref="ArgumentException">The type is not real.</exception>
    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.Float16 => new() { bits = 16, eps = 0.0009765625, max = 65504, smallest_normal = 6.103515625e-05, resolution = 1e-3 },
        ScalarType.BFloat16 => new()
        {
            bits = 16, eps = 0.0078125, max = 3.3895313892515355e+38, smallest_normal = 1.1754943508222875e-38, resolution = 1e-2,
        },
        ScalarType.Float32 or ScalarType.ComplexFloat32 => new()
        {
            bits = 32, eps = 1.1920928955078125e-07, max = float.MaxValue, smallest_normal = 1.1754943508222875e-38, resolution = 1e-6,
        },
        ScalarType.Float64 or ScalarType.ComplexFloat64 => new()
        {
            bits = 64, eps = 2.220446049250313e-16, max = double.MaxValue, smallest_normal = 2.2250738585072014e-308, resolution = 1e-15,
        },
        _ => throw new ArgumentException($"finfo needs a real type, but {dtype} came."),
    };

    /// <summary>Limits of a real type.</summary>
    public struct FInfo
    {
        /// <summary>All zero; <see cref="finfo()"/> gives the limits.</summary>
        public FInfo()
        {
        }

        /// <summary>Bits of one number.</summary>
        public int bits;

        /// <summary>Distance from 1 to the next number.</summary>
        public double eps;

        /// <summary>Largest number.</summary>
        public double max;

        /// <summary>Smallest positive number with full precision.</summary>
        public double smallest_normal;

        /// <summary>Rough decimal precision.</summary>
        public double resolution;

        /// <summary>Most negative number.</summary>
        public readonly double min => -max;

        /// <summary>Smallest positive number with full precision.</summary>
        public readonly double tiny => smallest_normal;
    }
}
