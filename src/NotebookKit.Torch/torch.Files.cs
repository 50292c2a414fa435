using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Writes a tensor to a file in libtorch's own form, aside and then renamed; PyTorch opens it with
    /// <c>torch.jit.load</c>.</summary>
    public static void save(Tensor t, string location) => TensorArchive.Write(t, location);

    /// <summary>Reads the tensor of a file that <see cref="save"/>, libtorch or PyTorch wrote, or of a .dat file, to the CPU;
    /// no code of the file runs.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or holds something other than one tensor.</exception>
    public static Tensor load(string location) => TensorArchive.Read(location);

    /// <summary>A tensor over the raw numbers of a file, which is mapped into memory.</summary>
    /// <param name="filename">A file of little-endian numbers.</param>
    /// <param name="shared">Writing the tensor writes the file, which is made where it is missing; else the tensor is private.</param>
    /// <param name="size">Count of elements.</param>
    /// <param name="dtype">Type of the elements; null: the default type.</param>
    /// <param name="device">Where.</param>
    /// <param name="requires_grad">Record gradients.</param>
    public static Tensor from_file(string filename, bool? shared = null, long? size = 0, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false) =>
        Made(Ops.from_file(filename, shared, size, dtype, device), requires_grad, null);

    /// <summary>A tensor with a copy of an array of numbers of any rank.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => TensorData.OfArray(rawArray, null, device, false, null);

    /// <summary>A tensor with a copy of an array of numbers of any rank.</summary>
    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        TensorData.OfArray(rawArray, dtype, device, requires_grad, names);

    /// <summary>A tensor with a copy of an array of numbers of any rank.</summary>
    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    /// <summary>The tensor in another type or on another device; itself where nothing changes.</summary>
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);

    /// <summary>count elements of an array from offset on, as a 1-D tensor that shares the array's memory.</summary>
    /// <param name="rawArray">A 1-D array of numbers, pinned while the tensor or a view of it lives.</param>
    /// <param name="dtype">Type of the elements, that of the array.</param>
    /// <param name="count">How many; -1: all from offset on.</param>
    /// <param name="offset">First element.</param>
    /// <param name="requires_grad">Record what is done with it.</param>
    /// <exception cref="ArgumentException">The type differs, or offset and count do not fit.</exception>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        var element = ScalarTypeOf(rawArray.GetType().GetElementType()!);
        var taken = count < 0 ? rawArray.LongLength - offset : count;
        if (element != dtype || offset < 0 || taken < 0 || offset + taken > rawArray.LongLength)
        {
            throw new ArgumentException(
                $"frombuffer needs {dtype} elements {offset}..{offset + taken}, but the array has {rawArray.LongLength} of type {element}.");
        }

        using var whole = NotebookKit.Torch.Door.TensorMemory.Over(rawArray, element, rawArray.LongLength);
        var part = Ops.slice_Tensor(whole, 0, offset, offset + taken);
        return requires_grad ? part.requires_grad_() : part;
    }

    public partial class Tensor
    {
        /// <inheritdoc cref="torch.save"/>
        public void save(string location) => torch.save(this, location);

        /// <inheritdoc cref="torch.load"/>
        public static Tensor load(string location) => torch.load(location);
    }
}
