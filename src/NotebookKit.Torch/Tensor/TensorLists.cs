using System.Collections;

namespace TorchSharp;

/// <summary>A contiguous tensor as nested lists and arrays of .NET numbers.</summary>
internal static class TensorLists
{
    internal static object Of(torch.Tensor tensor)
    {
        var flat = Flat(tensor);
        var position = 0;
        return Nest(flat, tensor.shape, 0, ref position);
    }

    /// <summary>All elements in C order, in an array of their own type.</summary>
    /// <exception cref="NotSupportedException">The elements have no .NET type.</exception>
    internal static Array Flat(torch.Tensor tensor) => tensor.dtype switch
    {
        torch.ScalarType.Bool => tensor.data<bool>().ToArray(),
        torch.ScalarType.Byte => tensor.data<byte>().ToArray(),
        torch.ScalarType.Int8 => tensor.data<sbyte>().ToArray(),
        torch.ScalarType.Int16 => tensor.data<short>().ToArray(),
        torch.ScalarType.Int32 => tensor.data<int>().ToArray(),
        torch.ScalarType.Int64 => tensor.data<long>().ToArray(),
        torch.ScalarType.Float16 => tensor.data<Half>().ToArray(),
        torch.ScalarType.BFloat16 => tensor.data<BFloat16>().ToArray(),
        torch.ScalarType.Float32 => tensor.data<float>().ToArray(),
        torch.ScalarType.Float64 => tensor.data<double>().ToArray(),
        torch.ScalarType.ComplexFloat32 => tensor.data<(float, float)>().ToArray(),
        torch.ScalarType.ComplexFloat64 => tensor.data<System.Numerics.Complex>().ToArray(),
        var type => throw new NotSupportedException($"Elements of type {type} have no .NET type; use dequantize()."),
    };

    private static object Nest(Array flat, long[] shape, int dim, ref int position)
    {
        if (dim == shape.Length)
        {
            return flat.GetValue(position++)!;
        }

        var list = new ArrayList((int)shape[dim]);
        for (var k = 0; k < shape[dim]; k++)
        {
            list.Add(Nest(flat, shape, dim + 1, ref position));
        }

        return list;
    }
}
