using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>
/// One tensor in TorchSharp's .dat files: LEB128 type, LEB128 rank, LEB128 sizes, then the elements, little-endian and in C
/// order.
/// </summary>
internal static unsafe class DatFormat
{
    private const int MostDimensions = 64;
    private const int Chunk = 1 << 20;

    public static void Write(BinaryWriter writer, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var plain = tensor.detach().cpu().contiguous();
        var shape = plain.shape;
        writer.Write7BitEncodedInt64((long)plain.dtype);
        writer.Write7BitEncodedInt64(shape.Length);
        foreach (var size in shape) writer.Write7BitEncodedInt64(size);
        var length = plain.numel() * plain.element_size();
        if (length == 0) return;
        writer.Flush();
        using var memory = new UnmanagedMemoryStream((byte*)plain.Data("save"), length);
        memory.CopyTo(writer.BaseStream, Chunk);
        GC.KeepAlive(plain);
    }

    /// <exception cref="InvalidDataException">The bytes are no tensor, or end too early.</exception>
    public static Tensor Read(BinaryReader reader)
    {
        var dtype = (ScalarType)reader.Read7BitEncodedInt64();
        var rank = reader.Read7BitEncodedInt64();
        if (!Enum.IsDefined(dtype) || rank is < 0 or > MostDimensions)
        {
            throw new InvalidDataException(
                $"A tensor begins with its type and rank, but {(long)dtype} and {rank} came: this is no .dat file, or it is damaged.");
        }
        var shape = new long[rank];
        var count = 1L;
        for (var d = 0; d < rank; d++)
        {
            shape[d] = reader.Read7BitEncodedInt64();
            if (shape[d] < 0) throw new InvalidDataException($"Size {d} of a tensor is {shape[d]}: the file is damaged.");
            count = checked(count * shape[d]);
        }
        var stream = reader.BaseStream;
        var length = checked(count * dtype.ElementSize());
        if (stream.CanSeek && stream.Length - stream.Position < length)
        {
            throw new InvalidDataException(
                $"A tensor of [{string.Join(", ", shape)}] {dtype} needs {length} bytes, but {stream.Length - stream.Position} are left: the file is cut off.");
        }
        var tensor = empty(shape, dtype, CPU);
        if (length == 0) return tensor;
        var data = (byte*)tensor.Data("load");
        for (var at = 0L; at < length; at += Chunk)
        {
            stream.ReadExactly(new Span<byte>(data + at, (int)Math.Min(Chunk, length - at)));
        }
        GC.KeepAlive(tensor);
        return tensor;
    }
}
