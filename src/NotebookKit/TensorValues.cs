using static TorchSharp.torch;

namespace NotebookKit;

/// <summary>Values of tensors as arrays.</summary>
internal static class TensorValues
{
    /// <summary>A copy of the elements in logical order. The accessor is freed here: it holds the tensor's memory otherwise
    /// until the garbage collector comes.</summary>
    /// <typeparam name="T">The tensor's element type.</typeparam>
    public static T[] ToArray<T>(this Tensor tensor)
        where T : unmanaged
    {
        using var elements = tensor.data<T>();
        return elements.ToArray();
    }
}
