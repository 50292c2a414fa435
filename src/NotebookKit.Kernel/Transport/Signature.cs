using System.Security.Cryptography;
using System.Text;

namespace NotebookKit.Kernel.Transport;

/// <summary>Signs messages and checks them: lower-case hex HMAC-SHA256 over header, parent header, metadata and
/// content, byte for byte. Without a key nothing is signed.</summary>
/// <param name="key">The key of the connection file; UTF-8.</param>
internal sealed class Signature(string key)
{
    private const int Remembered = 10_000;

    private readonly byte[] key = Encoding.UTF8.GetBytes(key);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Queue<string> seenInOrder = new();

    /// <summary>The signature frame of a message.</summary>
    /// <param name="frames">Header, parent header, metadata, content.</param>
    public byte[] Of(ReadOnlySpan<byte[]> frames)
    {
        if (key.Length == 0)
        {
            return [];
        }

        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var frame in frames)
        {
            hash.AppendData(frame);
        }

        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Why a received message must not be trusted; null when it may. Called by one thread.</summary>
    /// <param name="given">The signature frame.</param>
    /// <param name="frames">Header, parent header, metadata, content.</param>
    public string? Objection(byte[] given, ReadOnlySpan<byte[]> frames)
    {
        if (key.Length == 0)
        {
            return null;
        }

        if (!CryptographicOperations.FixedTimeEquals(given, Of(frames)))
        {
            return "its signature is wrong";
        }

        var text = Encoding.ASCII.GetString(given);
        if (!seen.Add(text))
        {
            return "it was received before";
        }

        seenInOrder.Enqueue(text);
        if (seenInOrder.Count > Remembered)
        {
            seen.Remove(seenInOrder.Dequeue());
        }

        return null;
    }
}
