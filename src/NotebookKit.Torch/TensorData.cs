using System.Runtime.InteropServices;
using NotebookKit.Torch.Generated;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Makes tensors from managed memory. Always a copy: the array stays the caller's.</summary>
internal static unsafe class TensorData
{
    internal static Tensor OfScalar<T>(T value, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged => OfSpan(new ReadOnlySpan<T>(in value), [], dtype, device, requiresGrad, null);

    internal static Tensor OfList<T>(
        IList<T> items, ReadOnlySpan<long> sizes, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
        where T : unmanaged => OfSpan<T>(items as T[] ?? [.. items], sizes, dtype, device, requiresGrad, names);

    internal static Tensor OfArray(Array items, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
    {
        var type = ScalarTypeOf(items.GetType().GetElementType()!);
        var sizes = new long[items.Rank];
        for (var k = 0; k < sizes.Length; k++)
        {
            sizes[k] = items.GetLongLength(k);
        }

        var tensor = Ops.empty_memory_format(sizes, type);
        fixed (byte* source = &MemoryMarshal.GetArrayDataReference(items))
        {
            Copy(source, tensor, items.LongLength);
        }

        return Placed(tensor, dtype, device, requiresGrad, names);
    }

    internal static Tensor OfSpan<T>(
        ReadOnlySpan<T> items, ReadOnlySpan<long> sizes, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
        where T : unmanaged
    {
        var count = 1L;
        foreach (var size in sizes)
        {
            count *= size;
        }

        if (count != items.Length)
        {
            throw new ArgumentException(
                $"A tensor of [{string.Join(", ", sizes.ToArray())}] needs {count} elements, but {items.Length} came.");
        }

        var tensor = Ops.empty_memory_format(sizes, ScalarTypeOf<T>());
        fixed (T* source = items)
        {
            Copy(source, tensor, count);
        }

        return Placed(tensor, dtype, device, requiresGrad, names);
    }

    private static void Copy(void* source, Tensor tensor, long count)
    {
        if (count > 0)
        {
            var length = count * tensor.element_size();
            Buffer.MemoryCopy(source, (void*)tensor.Data("tensor"), length, length);
        }
    }

    private static Tensor Placed(Tensor tensor, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
    {
        if (names is { Length: > 0 })
        {
            tensor.Dispose();
            throw new NotSupportedException("Named dimensions are not supported; leave names null.");
        }

        var wanted = dtype ?? tensor.dtype;
        var place = device ?? get_default_device();
        if (wanted != tensor.dtype || place.type != DeviceType.CPU)
        {
            tensor = tensor.to(wanted, place, disposeAfter: true);
        }

        return requiresGrad ? tensor.requires_grad_() : tensor;
    }
}
