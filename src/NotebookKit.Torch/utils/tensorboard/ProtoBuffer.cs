using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace TorchSharp.Utils;

/// <summary>One message in the protocol buffer wire format; fields of default value are left out by the
/// caller.</summary>
internal sealed class ProtoBuffer
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The message so far.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>A 64-bit integer in 7-bit groups, least first.</summary>
    public ProtoBuffer Integer(int field, long value)
    {
        Tag(field, Varint);
        Write((ulong)value);
        return this;
    }

    /// <summary>A 64-bit float.</summary>
    public ProtoBuffer Double(int field, double value)
    {
        Tag(field, Fixed64);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>A 32-bit float.</summary>
    public ProtoBuffer Single(int field, float value)
    {
        Tag(field, Fixed32);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>64-bit floats without a tag between them.</summary>
    public ProtoBuffer Doubles(int field, ReadOnlySpan<double> values)
    {
        var bytes = new byte[8 * values.Length];
        for (var k = 0; k < values.Length; k++) BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * k),
            values[k]);
        return Content(field, bytes);
    }

    /// <summary>Text in UTF-8.</summary>
    public ProtoBuffer Text(int field, string value) => Content(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message within the message.</summary>
    public ProtoBuffer Message(int field, ProtoBuffer value) => Content(field, value.ToArray());

    private ProtoBuffer Content(int field, byte[] content)
    {
        Tag(field, Bytes);
        Write((ulong)content.Length);
        _bytes.Write(content);
        return this;
    }

    private void Tag(int field, int type) => Write((ulong)((field << 3) | type));

    private void Write(ulong value)
    {
        for (; value > 0x7f; value >>= 7) _bytes.Write([(byte)(value | 0x80)]);
        _bytes.Write([(byte)value]);
    }
}
