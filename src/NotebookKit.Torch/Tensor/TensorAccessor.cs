using System.Collections;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>
/// The elements of a tensor as a collection in logical (C) order, whatever its strides. Reads and writes go to the
/// tensor's own memory; a tensor on another device is copied to the processor first and then only read.
/// </summary>
/// <typeparam name="T">.NET type of the elements.</typeparam>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly Tensor _tensor;       // keeps the memory alive
    private readonly bool _copied;
    private readonly T* _data;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(Tensor tensor)
    {
        _copied = tensor.device_type != DeviceType.CPU;
        _tensor = _copied ? tensor.cpu() : tensor.alias();
        _tensor.DetachFromDisposeScope();
        _shape = _tensor.shape;
        _strides = _tensor.stride();
        _contiguous = _tensor.is_contiguous();
        nint data;
        NotebookKit.Torch.Door.NativeError.Check(NotebookKit.Torch.Door.NativeMethods.nk_data(_tensor.Handle, &data), "data");
        _data = (T*)data;
    }

    /// <summary>Count of elements.</summary>
    public long Count => _shape.TotalSize();

    /// <summary>A copy of another device's memory is read-only.</summary>
    public bool IsReadOnly => _copied;

    /// <summary>One element by its indices.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its dimension.</exception>
    /// <exception cref="NotSupportedException">Writing to a copy of another device's memory.</exception>
    public T this[params long[] indices]
    {
        get => _data[Offset(indices)];
        set
        {
            if (_copied)
            {
                throw new NotSupportedException("This accessor reads a copy of another device's memory; write to a tensor on the CPU.");
            }

            _data[Offset(indices)] = value;
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
            Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array)),
            (long)flat.Length * sizeof(T),
            (long)flat.Length * sizeof(T));
        return array;
    }

    /// <summary>Copies elements from tensorIndex on to an array.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <inheritdoc cref="CopyTo(T[], int, long)"/>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (_contiguous)
        {
            new ReadOnlySpan<T>(_data + tensorIndex, count).CopyTo(array[arrayIndex..]);
        }
        else
        {
            for (var k = 0; k < count; k++)
            {
                array[arrayIndex + k] = _data[Offset(tensorIndex + k)];
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
        if (_copied)
        {
            throw new NotSupportedException("This accessor reads a copy of another device's memory; write to a tensor on the CPU.");
        }

        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        for (var k = 0; k < count; k++)
        {
            _data[_contiguous ? tensorIndex + k : Offset(tensorIndex + k)] = array[arrayIndex + k];
        }

        GC.KeepAlive(_tensor);
    }

    /// <summary>Frees the accessor's hold on the tensor's memory.</summary>
    public void Dispose() => _tensor.Dispose();

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

    private T Element(long position) => _data[_contiguous ? position : Offset(position)];

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
