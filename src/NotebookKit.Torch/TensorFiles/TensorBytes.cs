using static TorchSharp.torch;

namespace NotebookKit.TensorFiles;

/// <summary>Moves raw little-endian elements between streams and tensors in pieces, so that a tensor may be larger than
/// an array of .NET.</summary>
internal static class TensorBytes
{
    /// <summary>Dimensions that a tensor of a file may have.</summary>
    public const int MaxDimensions = 64;

    private const int Piece = 1 << 20;                                      // bytes

    /// <summary>A new tensor, filled from the stream; outside of all dispose scopes.</summary>
    /// <param name="stream">At the first element.</param>
    /// <param name="shape">Checked by the caller against what the file holds: this allocates.</param>
    /// <param name="type">Element type.</param>
    /// <param name="where">File and field, for messages.</param>
    /// <param name="seen">Told of every piece, for checksums.</param>
    /// <exception cref="ArchiveException">The stream ends too early, or a boolean is neither 0 nor 1.</exception>
    public static Tensor Read(
        Stream stream, long[] shape, ScalarType type, string where, Action<ReadOnlySpan<byte>>? seen = null)
    {
        var tensor = empty(shape, type, CPU).DetachFromDisposeScope();
        try
        {
            ForPieces(tensor, bytes =>
            {
                if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                {
                    throw new ArchiveException($"{where}: the file ends inside its data; copy the file again.");
                }

                if (type == ScalarType.Bool && bytes.IndexOfAnyExceptInRange((byte)0, (byte)1) >= 0)
                {
                    throw new ArchiveException($"{where}: a boolean is neither 0 nor 1; the file is damaged.");
                }

                seen?.Invoke(bytes);
            });
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>Writes the elements in C order.</summary>
    public static void Write(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        ForPieces(tensor.detach().cpu().contiguous(), bytes => stream.Write(bytes));
    }

    /// <summary>The count of elements; null where it exceeds 63 bits or a size is negative.</summary>
    public static long? Count(ReadOnlySpan<long> shape)
    {
        Int128 count = 1;
        var empty = false;
        foreach (var size in shape)
        {
            if (size < 0)
            {
                return null;
            }

            if (size == 0)
            {
                empty = true;
                continue;
            }

            count *= size;
            if (count > long.MaxValue / 16)                                 // 16 bytes: the largest element
            {
                return null;
            }
        }

        return empty ? 0 : (long)count;
    }

    private static void ForPieces(Tensor tensor, PieceAction action)
    {
        var count = tensor.numel();
        if (count == 0)
        {
            return;
        }

        using var flat = tensor.reshape(-1);
        var step = Piece / tensor.element_size();
        for (var start = 0L; start < count; start += step)
        {
            using var part = flat.narrow(0, start, Math.Min(step, count - start));
            action(part.bytes);
        }
    }

    private delegate void PieceAction(Span<byte> bytes);
}
