using System.IO.Compression;

namespace NotebookKit.Tests.Weights;

/// <summary>The checkpoints of tests/oracles/checkpoints, and archives made of their parts.</summary>
internal static class Checkpoints
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "oracles", "checkpoints");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    /// <summary>The entries of a checkpoint without the archive's name.</summary>
    public static Dictionary<string, byte[]> Entries(string name)
    {
        using var zip = new ZipArchive(new MemoryStream(Bytes(name)));
        return zip.Entries.ToDictionary(entry => entry.FullName[(entry.FullName.IndexOf('/') + 1)..], entry =>
        {
            using var stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray();
        });
    }

    /// <summary>A checkpoint with these entries, CRCs and sizes in order.</summary>
    public static MemoryStream Archive(IEnumerable<KeyValuePair<string, byte[]>> entries)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry("hand/" + name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return stream;
    }

    /// <summary>A checkpoint of another one's storages with a pickle of one's own.</summary>
    public static MemoryStream WithPickle(string name, byte[] pickle)
    {
        var entries = Entries(name);
        entries["data.pkl"] = pickle;
        return Archive(entries);
    }

    /// <summary>The pickle with one sequence of bytes, which it has once, replaced.</summary>
    public static byte[] Replace(byte[] bytes, byte[] from, byte[] to)
    {
        var at = bytes.AsSpan().IndexOf(from);
        return at >= 0 && bytes.AsSpan(at + 1).IndexOf(from) < 0
            ? [.. bytes[..at], .. to, .. bytes[(at + from.Length)..]]
            : throw new ArgumentException($"The bytes {Convert.ToHexString(from)} must come once.");
    }
}
