using System.Security.Cryptography;
using System.Text;

namespace NotebookKit.Data;

/// <summary>SHA-256 of files and of sets of files, as lower-case hexadecimal.</summary>
public static class FileHash
{
    /// <summary>Of a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string OfFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>One file: its own hash. Several: the hash of their list in the form that sha256sum prints, in the order
    /// given.</summary>
    public static string OfSet(IReadOnlyList<(string Name, string Sha256)> files) => files.Count == 1
        ? files[0].Sha256
        : Of(Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{file.Sha256}  {file.Name}\n"))));
}
