using System.Numerics;
using NotebookKit.Torch.Door;

namespace TorchSharp;

/// <summary>A number that an operator takes beside tensors. A plain value: nothing native is behind it.</summary>
public sealed class Scalar : IDisposable
{
    private readonly double[]? _complex;   // pinned, so that its address is stable while this object lives

    private Scalar(NkVal value, torch.ScalarType type)
    {
        Value = value;
        Type = type;
    }

    private unsafe Scalar(Complex value, torch.ScalarType type)
    {
        _complex = GC.AllocateArray<double>(2, pinned: true);
        _complex[0] = value.Real;
        _complex[1] = value.Imaginary;
        fixed (double* p = _complex)
        {
            Value = new NkVal { Tag = NkTag.Complex, Pointer = (nint)p };
        }

        Type = type;
    }

    /// <summary>Kind of the number: Int64, Float64, Bool or a complex type; integers and reals keep the kind they came with.</summary>
    public torch.ScalarType Type { get; }

    internal NkVal Value { get; }

    internal double AsDouble => Value.Tag switch
    {
        NkTag.Double => Value.Real,
        NkTag.Complex => _complex![0],
        _ => Value.Integer,
    };

    internal long AsInteger => Value.Tag switch
    {
        NkTag.Double => (long)Value.Real,
        NkTag.Complex => (long)_complex![0],
        _ => Value.Integer,
    };

    internal Complex AsComplex => _complex is null ? AsDouble : new Complex(_complex[0], _complex[1]);

    /// <summary>From an integer.</summary>
    public static implicit operator Scalar(byte value) => new(NkVal.Of((long)value), torch.ScalarType.Byte);

    /// <summary>From an integer.</summary>
    public static implicit operator Scalar(sbyte value) => new(NkVal.Of((long)value), torch.ScalarType.Int8);

    /// <summary>From an integer.</summary>
    public static implicit operator Scalar(short value) => new(NkVal.Of((long)value), torch.ScalarType.Int16);

    /// <summary>From an integer.</summary>
    public static implicit operator Scalar(int value) => new(NkVal.Of((long)value), torch.ScalarType.Int32);

    /// <summary>From an integer.</summary>
    public static implicit operator Scalar(long value) => new(NkVal.Of(value), torch.ScalarType.Int64);

    /// <summary>From a 16-bit real.</summary>
    public static implicit operator Scalar(Half value) => new(NkVal.Of((double)value), torch.ScalarType.Float16);

    /// <summary>From a 16-bit real with float's range.</summary>
    public static implicit operator Scalar(BFloat16 value) => new(NkVal.Of((double)(float)value), torch.ScalarType.BFloat16);

    /// <summary>From a real.</summary>
    public static implicit operator Scalar(float value) => new(NkVal.Of((double)value), torch.ScalarType.Float32);

    /// <summary>From a real.</summary>
    public static implicit operator Scalar(double value) => new(NkVal.Of(value), torch.ScalarType.Float64);

    /// <summary>From a truth value.</summary>
    public static implicit operator Scalar(bool value) => new(NkVal.Of(value), torch.ScalarType.Bool);

    /// <summary>From real and imaginary part.</summary>
    public static implicit operator Scalar((float Real, float Imaginary) value) =>
        new(new Complex(value.Real, value.Imaginary), torch.ScalarType.ComplexFloat32);

    /// <summary>From a complex number.</summary>
    public static implicit operator Scalar(Complex value) => new(value, torch.ScalarType.ComplexFloat64);

    /// <summary>Nothing to free; TorchSharp's Scalar is disposable, so code may dispose it.</summary>
    public void Dispose()
    {
    }

    /// <summary>The number itself.</summary>
    public override string ToString() => Value.Tag switch
    {
        NkTag.Bool => Value.Integer != 0 ? "True" : "False",
        NkTag.Int => Value.Integer.ToString(),
        NkTag.Complex => AsComplex.ToString(),
        _ => Value.Real.ToString(),
    };
}
