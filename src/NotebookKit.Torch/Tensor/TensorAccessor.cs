using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NotebookKit.Torch.Door;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>
/// The elements of a tensor as a collection in logical (C) order, whatever its strides. Reads and writes go to the
/// tensor's own memory, while the tensor lives; a tensor on another device is copied once and then only read. The
/// accessor holds no native memory of its own.
/// </summary>
/// <typeparam name="T">.NET type of the elements.</typeparam>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly Tensor _tensor;
    private readonly T[]? _copy;            // of another device's memory, pinned
    private readonly T* _data;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(Tensor tensor)
    {
        _tensor = tensor;
        _shape = tensor.shape;
        if (tensor.device_type == DeviceType.CPU && HasMemory(tensor))
        {
            _strides = tensor.stride();
            _contiguous = tensor.is_contiguous();
            _data = Address(tensor);
            return;
        }

        using var here = tensor.cpu();
        using var own = here.clone();
        using var dense = own.contiguous();
        _strides = dense.stride();
        _contiguous = true;
        _copy = GC.AllocateUninitializedArray<T>(checked((int)Count), pinned: true);
        _data = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_copy));
        new ReadOnlySpan<T>(Address(dense), _copy.Length).CopyTo(_copy);
    }

    /// <summary>Count of elements.</summary>
    public long Count => _shape.TotalSize();

    /// <summary>A copy of another device's memory is read-only.</summary>
    public bool IsReadOnly => _copy is not null;

    /// <summary>One element by its indices.</summary>
    /// <exception cref="InvalidOperationException">The tensor was disposed, or its memory replaced, since.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its dimension.</exception>
    /// <exception cref="NotSupportedException">Writing to a copy of another device's memory.</exception>
    public T this[params long[] indices]
    {
        get
        {
            var element = Memory()[Offset(indices)];
            GC.KeepAlive(_tensor);
            return element;
        }

        set
        {
            RequireWritable();
            Memory()[Offset(indices)] = value;
            GC.KeepAlive(_tensor);
        }
    }

    /// <summary>Same elements in the same order.</summary>
    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left.Equals(right);

    /// <summary>Other elements or another order.</summary>
    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !left.Equals(right);

    /// <summary>All elements in one array.</summary>
    public T[] ToArray()
    {
        var array = GC.AllocateUninitializedArray<T>(checked((int)Count));
        CopyTo(array.AsSpan());
        return array;
    }

    /// <summary>An array with the tensor's dimensions; a single element for a 0-D tensor.</summary>
    public Array ToNDArray()
    {
        if (_shape.Length == 0)
        {
            return ToArray();
        }

        var array = Array.CreateInstance(typeof(T), _shape);
        var flat = ToArray();
        Buffer.MemoryCopy(
            Unsafe.AsPointer(ref flat[0]),
            Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)),
            (long)flat.Length * sizeof(T),
            (long)flat.Length * sizeof(T));
        return array;
    }

    /// <summary>Copies elements from tensorIndex on to an array.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <inheritdoc cref="CopyTo(T[], int, long)"/>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var memory = Memory();
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (_contiguous)
        {
            new ReadOnlySpan<T>(memory + tensorIndex, count).CopyTo(array[arrayIndex..]);
        }
        else
        {
            for (var k = 0; k < count; k++)
            {
                array[arrayIndex + k] = memory[Offset(tensorIndex + k)];
            }
        }

        GC.KeepAlive(_tensor);
    }

    /// <summary>Copies an array into the tensor from tensorIndex on.</summary>
    /// <exception cref="NotSupportedException">This is a copy of another device's memory.</exception>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    /// <inheritdoc cref="CopyFrom(T[], int, long)"/>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        RequireWritable();
        var memory = Memory();
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        for (var k = 0; k < count; k++)
        {
            memory[_contiguous ? tensorIndex + k : Offset(tensorIndex + k)] = array[arrayIndex + k];
        }

        GC.KeepAlive(_tensor);
    }

    /// <summary>Does nothing: the memory is the tensor's.</summary>
    public void Dispose()
    {
    }

    /// <summary>The elements in logical order.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        for (var k = 0L; k < Count; k++)
        {
            yield return Element(k);
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Same elements in the same order.</summary>
    public override bool Equals(object? obj) =>
        obj is TensorAccessor<T> other && Count == other.Count && this.SequenceEqual(other);

    /// <summary>Of the count, as elements may change.</summary>
    public override int GetHashCode() => Count.GetHashCode();

    // Gradients that are known to be zero come from libtorch without memory.
    private static bool HasMemory(Tensor tensor) => Address(tensor) != null || tensor.numel() == 0;

    private static T* Address(Tensor tensor)
    {
        nint data;
        NativeError.Check(NativeMethods.nk_data(tensor.Handle, &data), "data");
        GC.KeepAlive(tensor);
        return (T*)data;
    }

    private T Element(long position)
    {
        var element = Memory()[_contiguous ? position : Offset(position)];
        GC.KeepAlive(_tensor);
        return element;
    }

    /// <summary>The elements; asked for at each use, as the tensor may be gone or have other memory by then.</summary>
    private T* Memory() =>
        _copy is not null || Address(_tensor) == _data
            ? _data
            : throw new InvalidOperationException("The tensor's memory was replaced after data() was called; call it again.");

    private void RequireWritable()
    {
        if (IsReadOnly)
        {
            throw new NotSupportedException("This accessor reads a copy of another device's memory; write to a tensor on the CPU.");
        }
    }

    private long Offset(long position)
    {
        var offset = 0L;
        for (var dim = _shape.Length - 1; dim >= 0; dim--)
        {
            offset += position % _shape[dim] * _strides[dim];
            position /= _shape[dim];
        }

        return offset;
    }

    private long Offset(long[] indices)
    {
        if (indices.Length != _shape.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(indices), $"A tensor of {_shape.Length} dimensions needs as many indices, but {indices.Length} came.");
        }

        var offset = 0L;
        for (var dim = 0; dim < indices.Length; dim++)
        {
            if (indices[dim] < 0 || indices[dim] >= _shape[dim])
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices), $"Index {indices[dim]} of dimension {dim} is outside 0..{_shape[dim] - 1}.");
            }

            offset += indices[dim] * _strides[dim];
        }

        return offset;
    }
}
