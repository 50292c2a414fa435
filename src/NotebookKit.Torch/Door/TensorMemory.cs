using System.Runtime.InteropServices;
using NotebookKit.Torch.Generated;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Door;

/// <summary>Memory of tensors, where TorchSharp has no member: order of dimensions, and tensors over managed arrays.</summary>
public static unsafe class TensorMemory
{
    /// <summary>A copy with the channels last in memory ([N, H, W, C] order under the same [N, C, H, W] shape).</summary>
    /// <param name="tensor">[N, C, H, W].</param>
    public static Tensor ToChannelsLast(Tensor tensor) => Ops.contiguous(tensor, MemoryFormat.ChannelsLast);

    /// <summary>Puts the channels of this tensor last in memory, keeping the object and its place in autograd.</summary>
    /// <param name="tensor">[N, C, H, W], such as the weight of a convolution.</param>
    public static void MakeChannelsLast(Tensor tensor)
    {
        using var detached = tensor.detach();
        using var last = ToChannelsLast(detached);
        // One channel lies last in either order: only the strides tell a convolution which of the two is meant.
        var (shape, channels) = (tensor.shape, tensor.shape[1]);
        using var ordered = last.as_strided(
            shape, [channels * shape[2] * shape[3], 1, channels * shape[3], channels]);
        NativeError.Check(NativeMethods.nk_set_data(tensor.Handle, ordered.Handle), "MakeChannelsLast");
        GC.KeepAlive(tensor);
    }

    /// <summary>The channels lie last in memory.</summary>
    public static bool IsChannelsLast(Tensor tensor)
    {
        var result = NativeMethods.nk_contiguous_as(tensor.Handle, (int)MemoryFormat.ChannelsLast);
        GC.KeepAlive(tensor);
        return NativeError.Check(result, "IsChannelsLast") != 0;
    }

    /// <summary>
    /// A tensor over an array, without a copy: each sees what the other writes. The array stays pinned until the last
    /// view of the tensor is gone.
    /// </summary>
    /// <param name="array">The elements, in C order.</param>
    /// <param name="shape">Sizes; their product is the length of the array.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the array.</exception>
    public static Tensor Over<T>(T[] array, params long[] shape)
        where T : unmanaged => Over(array, ScalarTypeOf<T>(), shape);

    internal static Tensor Over(Array array, ScalarType type, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        if (count != array.LongLength)
        {
            throw new ArgumentException(
                $"A tensor of [{string.Join(", ", shape)}] needs {count} elements, but the array has {array.LongLength}.");
        }

        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        fixed (long* sizes = shape)
        {
            var tensor = NativeMethods.nk_from_blob(
                pin.AddrOfPinnedObject(), sizes, shape.Length, (int)type, GCHandle.ToIntPtr(pin), &Free);
            if (tensor == 0)
            {
                pin.Free();
                throw NativeError.Of("from_blob");
            }

            return new Tensor(tensor);
        }
    }

    /// <summary>Owners of the native tensor: handles, views' bases and graphs.</summary>
    public static long UseCount(Tensor tensor)
    {
        var count = NativeMethods.nk_use_count(tensor.Handle);
        GC.KeepAlive(tensor);
        return count;
    }

    [UnmanagedCallersOnly]
    private static void Free(nint context) => GCHandle.FromIntPtr(context).Free();
}
