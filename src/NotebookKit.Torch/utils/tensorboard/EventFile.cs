using System.Buffers.Binary;
using System.Numerics;

namespace TorchSharp.Utils;

/// <summary>A TensorBoard event file: records of length, checksum of the length, bytes, checksum of the
/// bytes.</summary>
internal sealed class EventFile
{
    private const uint MaskDelta = 0xa282ead8;
    private readonly string _path;

    /// <summary>Creates the file with the version record that TensorBoard expects first.</summary>
    public EventFile(string path)
    {
        _path = path;
        Append(Event(Now()).Text(3, "brain.Event:2"));
    }

    /// <summary>Adds one summary value (tensorflow.Summary.Value) at a step.</summary>
    /// <param name="value">The value, with its tag.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="walltime">Seconds since 1970; null for now.</param>
    public void Add(ProtoBuffer value, long step, double? walltime) =>
        Append(Event(walltime ?? Now()).Integer(2, step).Message(5, new ProtoBuffer().Message(1, value)));

    /// <summary>CRC-32C of the bytes, turned right by 15 bits, plus a constant: so a checksum of checksums stays
    /// good.</summary>
    public static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }

    private static ProtoBuffer Event(double walltime) => new ProtoBuffer().Double(1, walltime);

    private static double Now() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;

    // The file is opened for each record, as a reader may follow it and a writer has nothing to dispose.
    private void Append(ProtoBuffer message)
    {
        var content = message.ToArray();
        var record = new byte[8 + 4 + content.Length + 4];
        BinaryPrimitives.WriteInt64LittleEndian(record, content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedCrc(record.AsSpan(0, 8)));
        content.CopyTo(record, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + content.Length), MaskedCrc(content));
        using var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
        stream.Write(record);
    }
}
