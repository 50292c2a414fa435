using System.Buffers.Binary;
using System.Text;

namespace NotebookKit.Torch.Tests;

/// <summary>Reads event files by the published formats alone (TFRecord, CRC-32C, protocol buffers); shares no code
/// with the writer.</summary>
internal static class EventReader
{
    /// <summary>The records of a file, each with both checksums checked bit by bit.</summary>
    public static List<byte[]> Records(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var records = new List<byte[]>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(Masked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            var content = bytes.AsSpan(at + 12, length);
            Assert.Equal(Masked(content), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            records.Add(content.ToArray());
            at += length + 16;
        }
        return records;
    }

    /// <summary>The fields of a message: long, double, float or byte[].</summary>
    public static ILookup<int, object> Fields(byte[] message)
    {
        var fields = new List<(int Field, object Value)>();
        for (var at = 0; at < message.Length;)
        {
            var tag = (int)Varint(message, ref at);
            object value;
            switch (tag & 7)
            {
                case 0:
                    value = (long)Varint(message, ref at);
                    break;
                case 1:
                    value = BitConverter.ToDouble(message, at);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    value = message[at..(at + length)];
                    at += length;
                    break;
                case 5:
                    value = BitConverter.ToSingle(message, at);
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"No such wire type: {tag & 7}.");
            }
            fields.Add((tag >> 3, value));
        }
        return fields.ToLookup(f => f.Field, f => f.Value);
    }

    public static ILookup<int, object> Message(this ILookup<int, object> fields, int field) =>
        Fields((byte[])fields[field].Single());

    public static string Text(this ILookup<int, object> fields, int field) =>
        Encoding.UTF8.GetString((byte[])fields[field].Single());

    public static double[] Doubles(this ILookup<int, object> fields, int field) =>
        [.. ((byte[])fields[field].Single()).Chunk(8).Select(b => BitConverter.ToDouble(b))];

    // CRC-32C bit by bit (polynomial 0x1EDC6F41, reflected), then TFRecord's mask.
    public static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var k = 0; k < 8; k++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
        }
        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8);
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var b = message[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return value;
        }
    }
}
