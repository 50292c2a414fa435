using System.Buffers.Binary;
using System.IO.Compression;

namespace NotebookKit.Data;

/// <summary>
/// Reads the IDX files of MNIST and its relatives: two zero bytes, type 8 (unsigned byte), the number of dimensions,
/// big-endian
/// 32-bit sizes, the data. Files ending in .gz are unpacked while they are read.
/// </summary>
public static class Idx
{
    private const byte UnsignedByte = 8;

    /// <summary>Reads a file of unsigned bytes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Sizes and the bytes in row order.</returns>
    /// <exception cref="DataException">The file is missing, no IDX file of unsigned bytes, or cut short.</exception>
    public static (int[] Shape, byte[] Values) Load(string path)
    {
        if (!File.Exists(path)) throw new DataException($"{path} is missing; put the file there.");
        var name = Path.GetFileName(path);
        try
        {
            using var file = File.OpenRead(path);
            using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(file, CompressionMode.Decompress)
                : file;
            return Read(content, name);
        }
        catch (InvalidDataException error)
        {
            throw new DataException($"{name}: is no whole gzip file ({error.Message}); copy it again.", error);
        }
    }

    private static (int[] Shape, byte[] Values) Read(Stream content, string name)
    {
        var head = Take(4);
        if (head[0] != 0 || head[1] != 0 || head[2] != UnsignedByte || head[3] is 0 or > 4)
        {
            throw new DataException(
                $"{name}: begins with {Convert.ToHexString(head)}; an IDX file of unsigned bytes begins with 000008 " +
                $"and "
                + "1 to 4 dimensions.");
        }

        var shape = new int[head[3]];
        for (var d = 0; d < shape.Length; d++) shape[d] = BinaryPrimitives.ReadInt32BigEndian(Take(4));
        var count = shape.Aggregate(1.0, (n, size) => n * size);
        if (shape.Any(size => size < 0) || count > Array.MaxLength)
            throw new DataException(
                $"{name}: sizes {string.Join(" x ", shape)} are no sizes of an array; the file is damaged.");
        var values = Take((int)count);
        return content.ReadByte() < 0
            ? (shape, values)
            : throw new DataException(
                $"{name}: more data follows than {string.Join(" x ", shape)} bytes; copy it again.");

        byte[] Take(int length)
        {
            var bytes = new byte[length];
            return content.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length
                ? bytes
                : throw new DataException(
                    $"{name}: ends before its {length} bytes; the copy was cut short. Copy it again.");
        }
    }
}
