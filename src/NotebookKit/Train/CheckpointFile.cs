using System.Security.Cryptography;
using NotebookKit.Interactive;

namespace NotebookKit.Train;

/// <summary>The file form of a checkpoint: 8 bytes "NKTRAIN1", the parts, each after its length (int64, little-endian), and
/// the SHA-256 of all before it.</summary>
internal static class CheckpointFile
{
    private const int DigestBytes = SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Magic => "NKTRAIN1"u8;

    /// <summary>Writes aside and renames; the former file stays where that fails.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<byte[]> parts) =>
        AtomicFile.Write(path, stream => WriteTo(stream, parts));

    public static byte[][] Read(string path, int count)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        var damaged = new InvalidDataException(
            $"{path}: no whole checkpoint (written by another program, cut short or damaged). Delete it to train from the start.");
        if (file.Length < Magic.Length + DigestBytes)
        {
            throw damaged;
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (!Take(Magic.Length).AsSpan().SequenceEqual(Magic))
        {
            throw damaged;
        }
        var parts = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            parts[i] = Take(BitConverter.ToInt64(Take(sizeof(long))));
        }
        if (file.Length - file.Position != DigestBytes)
        {
            throw damaged;
        }
        var digest = hash.GetHashAndReset();
        return Take(DigestBytes).AsSpan().SequenceEqual(digest) ? parts : throw damaged;

        byte[] Take(long length)
        {
            if (length < 0 || length > file.Length - file.Position)
            {
                throw damaged;
            }
            var bytes = new byte[length];
            file.ReadExactly(bytes);
            hash.AppendData(bytes);
            return bytes;
        }
    }

    private static void WriteTo(Stream file, IReadOnlyList<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Put(Magic);
        foreach (var part in parts)
        {
            Put(BitConverter.GetBytes((long)part.Length));
            Put(part);
        }
        file.Write(hash.GetHashAndReset());

        void Put(ReadOnlySpan<byte> bytes)
        {
            file.Write(bytes);
            hash.AppendData(bytes);
        }
    }
}
