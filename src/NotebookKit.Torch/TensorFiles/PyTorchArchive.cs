using System.IO.Compression;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.TensorFiles;

/// <summary>
/// The zip archive of a checkpoint: <c>name/data.pkl</c>, storages as <c>name/data/key</c>, and <c>name/byteorder</c>
/// in newer ones. What an entry says of its size is checked against the file before memory is taken, and its CRC-32
/// after.
/// </summary>
internal sealed class PyTorchArchive : IDisposable
{
    private const int MaxPickleBytes = 16 << 20;
    private const int MaxRatio = 100;                                       // of inflated to deflated
    private const int SmallBytes = 1 << 16;                                 // no bomb, whatever its ratio

    private readonly string file;
    private readonly ZipArchive zip;
    private readonly Dictionary<string, ZipArchiveEntry> entries = [];
    private readonly string prefix;

    public PyTorchArchive(Stream stream, string file)
    {
        this.file = file;
        RequireZip(stream);
        zip = Guarded("its directory", () => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true));
        try
        {
            prefix = ReadDirectory(stream.Length);
            RequireLittleEndian();
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    /// <summary>A program of TorchScript, as libtorch's <c>torch::save</c> and <c>torch.jit.save</c> write it: beside
    /// the values lies code, which is not read.</summary>
    public bool IsScript => entries.ContainsKey(prefix + "constants.pkl");

    /// <summary>The pickle of everything but the storages.</summary>
    public byte[] ReadPickle()
    {
        var entry = entries[prefix + "data.pkl"];
        if (entry.Length > MaxPickleBytes)
        {
            throw new ArchiveException(
                $"{file}: data.pkl has {entry.Length} bytes; at most {MaxPickleBytes} are read. Save tensors, not " +
                "lists of numbers.");
        }

        return ReadBytes(entry);
    }

    /// <summary>One storage as a 1-D tensor.</summary>
    public Tensor ReadStorage(string key, ScalarType type, long count)
    {
        if (!entries.TryGetValue($"{prefix}data/{key}", out var entry))
        {
            throw new ArchiveException($"{file}: the storage data/{key} is missing; the file is damaged.");
        }

        var bytes = (Int128)count * type.ElementSize();
        if (count < 0 || bytes != entry.Length)
        {
            throw new ArchiveException(
                $"{file}: data/{key} has {entry.Length} bytes, but {count} elements of {type} have {bytes}. The file " +
                "is damaged.");
        }

        return ReadChecked(entry, (stream, seen) =>
            TensorBytes.Read(stream, [count], type, $"{file}: data/{key}", seen), tensor => tensor.Dispose());
    }

    public void Dispose() => zip.Dispose();

    private void RequireZip(Stream stream)
    {
        var start = new byte[4];
        stream.Position = 0;
        var got = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (got < start.Length || !start.AsSpan().SequenceEqual("PK\x03\x04"u8))
        {
            throw new ArchiveException(
                $"{file}: a checkpoint of PyTorch 1.6 or later is a zip archive, but this file is none. Load an " +
                "older one with " +
                "torch.load and save it anew with torch.save.");
        }

        stream.Position = 0;
    }

    private string ReadDirectory(long fileBytes)
    {
        Int128 stored = 0;
        foreach (var entry in Guarded("its directory", () => zip.Entries))
        {
            stored += entry.CompressedLength;
            if (entry.FullName.Split('/', '\\').Contains("..") || entry.FullName.StartsWith('/'))
            {
                throw new ArchiveException(
                    $"{file}: the entry '{entry.FullName}' leads out of the archive; names of a checkpoint are " +
                    "'name/data.pkl' and 'name/data/KEY'. Do not use this file.");
            }

            if (entry.CompressedLength < 0 || entry.Length < 0 || !entries.TryAdd(entry.FullName, entry))
            {
                throw new ArchiveException($"{file}: the entry '{entry.FullName}' comes twice or has a bad size; the " +
                    "file is damaged.");
            }
        }

        if (stored > fileBytes)
        {
            throw new ArchiveException(
                $"{file}: its entries say that they take {stored} bytes, but the file has {fileBytes}. The file is " +
                "damaged.");
        }

        var pickles = entries.Keys.Where(name => name.EndsWith("/data.pkl", StringComparison.Ordinal)).ToList();
        if (pickles.Count != 1)
        {
            throw new ArchiveException(
                $"{file}: a checkpoint has one entry 'name/data.pkl', but this archive has {pickles.Count}: not a " +
                "file of torch.save.");
        }

        return pickles[0][..^"data.pkl".Length];
    }

    private void RequireLittleEndian()
    {
        if (entries.TryGetValue(prefix + "byteorder", out var entry)
            && (entry.Length > 16 || !ReadBytes(entry).AsSpan().SequenceEqual("little"u8)))
        {
            throw new ArchiveException(
                $"{file}: byteorder must be 'little'; save the file on a little-endian machine.");
        }
    }

    private byte[] ReadBytes(ZipArchiveEntry entry) => ReadChecked(
        entry,
        (stream, seen) =>
        {
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            seen(bytes);
            return bytes;
        },
        _ => { });

    private T ReadChecked<T>(ZipArchiveEntry entry, Func<Stream, Action<ReadOnlySpan<byte>>, T> read, Action<T> free)
    {
        if (entry.Length > Math.Max(SmallBytes, entry.CompressedLength * MaxRatio))
        {
            throw new ArchiveException(
                $"{file}: '{entry.FullName}' would grow from {entry.CompressedLength} to {entry.Length} bytes; at " +
                $"most {MaxRatio} times are read. torch.save does not compress: this is no checkpoint.");
        }

        return Guarded($"'{entry.FullName}'", () =>
        {
            using var stream = entry.Open();
            var crc = 0u;
            var content = read(stream, bytes => crc = Crc32.Of(bytes, crc));
            if (stream.ReadByte() >= 0 || crc != entry.Crc32)
            {
                free(content);
                throw new ArchiveException(
                    $"{file}: the CRC-32 of '{entry.FullName}' is {crc:x8}, its directory says {entry.Crc32:x8}. The " +
                    "file is damaged; copy it again.");
            }

            return content;
        });
    }

    // What the framework throws for archives that are not as they should be.
    private T Guarded<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException
            or ArgumentException or OverflowException)
        {
            throw new ArchiveException($"{file}: {what} cannot be read: {error.Message} The file is damaged; copy it " +
                "again.", error);
        }
    }
}
