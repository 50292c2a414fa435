using NotebookKit.TensorFiles;
using NotebookKit.Torch.Generated;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// A tensor in TorchSharp's .dat form: LEB128 element type, LEB128 count of dimensions, LEB128 sizes, then the elements,
/// little-endian, in C order.
/// </summary>
internal static unsafe class TensorFile
{
    private const int Chunk = 1 << 20;

    internal static void Write(Tensor tensor, BinaryWriter writer)
    {
        using var scope = NewDisposeScope();
        var here = tensor.detach().cpu().contiguous();
        writer.Write7BitEncodedInt64((long)here.dtype);
        writer.Write7BitEncodedInt64(here.dim());
        foreach (var size in here.shape)
        {
            writer.Write7BitEncodedInt64(size);
        }

        var data = (byte*)here.Data("Save");
        var length = here.numel() * here.element_size();
        for (var done = 0L; done < length; done += Chunk)
        {
            writer.Write(new ReadOnlySpan<byte>(data + done, (int)Math.Min(Chunk, length - done)));
        }

        GC.KeepAlive(here);
    }

    internal static Tensor Read(BinaryReader reader)
    {
        var (type, sizes, _) = Head(reader);
        var tensor = Ops.empty_memory_format(sizes, type, CPU);
        Fill(reader, tensor);
        return tensor;
    }

    /// <summary>Reads into a tensor of the same type and shape; skip passes over the stored one.</summary>
    /// <exception cref="ArgumentException">Type or shape differ.</exception>
    /// <exception cref="EndOfStreamException">The file ends too early.</exception>
    internal static void ReadInto(Tensor target, BinaryReader reader, bool skip)
    {
        var (type, sizes, length) = Head(reader);
        if (skip)
        {
            Skip(reader, length);
            return;
        }

        if (type != target.dtype || !sizes.AsSpan().SequenceEqual(target.shape))
        {
            throw new ArgumentException(
                $"The stored tensor is [{string.Join(", ", sizes)}] {type}, but the one to load into is " +
                $"[{string.Join(", ", target.shape)}] {target.dtype}.");
        }

        using var stored = Ops.empty_memory_format(sizes, type, CPU).DetachFromDisposeScope();
        Fill(reader, stored);
        using (no_grad())
        {
            target.copy_(stored);
        }
    }

    // Type, sizes and bytes of the elements; a stream that knows its length must have them all, before memory is taken.
    private static (ScalarType Type, long[] Sizes, long Length) Head(BinaryReader reader)
    {
        var type = (ScalarType)reader.Read7BitEncodedInt64();
        var dims = reader.Read7BitEncodedInt64();
        if (!Enum.IsDefined(type) || dims is < 0 or > 64)
        {
            throw new InvalidDataException(
                $"A stored tensor begins with its type and count of dimensions, but {(int)type} and {dims} came: no .dat tensor.");
        }

        var sizes = new long[dims];
        for (var k = 0; k < dims; k++)
        {
            sizes[k] = reader.Read7BitEncodedInt64();
            if (sizes[k] < 0)
            {
                throw new InvalidDataException($"Size {k} of a stored tensor is {sizes[k]}; it must not be negative.");
            }
        }

        if (TensorBytes.Count(sizes) is not { } count)
        {
            throw new InvalidDataException($"A stored tensor has the sizes [{string.Join(", ", sizes)}], more than memory can hold.");
        }

        var length = count * type.ElementSize();
        var stream = reader.BaseStream;
        if (stream.CanSeek && length > stream.Length - stream.Position)
        {
            throw new EndOfStreamException(
                $"A stored tensor needs {length} bytes, but the file ends after {stream.Length - stream.Position}.");
        }

        return (type, sizes, length);
    }

    private static void Fill(BinaryReader reader, Tensor tensor)
    {
        var data = (byte*)tensor.Data("Load");
        var length = tensor.numel() * tensor.element_size();
        for (var done = 0L; done < length;)
        {
            var read = reader.Read(new Span<byte>(data + done, (int)Math.Min(Chunk, length - done)));
            if (read == 0)
            {
                throw new EndOfStreamException($"A stored tensor needs {length} bytes, but the file ends after {done}.");
            }

            done += read;
        }

        GC.KeepAlive(tensor);
    }

    private static void Skip(BinaryReader reader, long length)
    {
        var buffer = new byte[Math.Min(Chunk, length)];
        for (var done = 0L; done < length;)
        {
            var read = reader.Read(buffer, 0, (int)Math.Min(buffer.Length, length - done));
            if (read == 0)
            {
                throw new EndOfStreamException($"A stored tensor needs {length} bytes, but the file ends after {done}.");
            }

            done += read;
        }
    }
}
