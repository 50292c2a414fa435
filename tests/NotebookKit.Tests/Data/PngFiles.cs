using System.Buffers.Binary;
using System.IO.Compression;
using NotebookKit.TensorFiles;

namespace NotebookKit.Tests.Data;

/// <summary>Hand-made PNG files, good and bad: every chunk and every filter type as a test asks for it.</summary>
internal static class PngFiles
{
    public static byte[] Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>A good file whose row y uses filter type <paramref name="filter"/>(y).</summary>
    public static byte[] Encode(byte[] samples, int width, int height, int channels, Func<int, int> filter)
    {
        var row = width * channels;
        using var raw = new MemoryStream();
        for (var y = 0; y < height; y++)
        {
            raw.WriteByte((byte)filter(y));
            for (var i = 0; i < row; i++)
            {
                var left = i < channels ? 0 : samples[y * row + i - channels];
                var up = y == 0 ? 0 : samples[(y - 1) * row + i];
                var corner = i < channels || y == 0 ? 0 : samples[(y - 1) * row + i - channels];
                var prediction = filter(y) switch
                {
                    0 => 0,
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    _ => Paeth(left, up, corner),
                };
                raw.WriteByte((byte)(samples[y * row + i] - prediction));
            }
        }

        return File(Header(width, height, 8, channels switch { 1 => 0, 3 => 2, _ => 6 }),
            Chunk("IDAT", Deflate(raw.ToArray())));
    }

    public static byte[] File(params byte[][] chunks) =>
        [.. Signature, .. chunks.SelectMany(chunk => chunk), .. Chunk("IEND", [])];

    public static byte[] Header(int width, int height, int depth, int colour, int interlace = 0)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), height);
        (data[8], data[9], data[12]) = ((byte)depth, (byte)colour, (byte)interlace);
        return Chunk("IHDR", data);
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        var chunk = new byte[8 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + body.Length), Crc32.Of(body));
        return chunk;
    }

    public static byte[] Deflate(byte[] raw)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(raw);
        }

        return compressed.ToArray();
    }

    // From the specification's text: the neighbour nearest to left + up - corner, ties in the order left, up, corner.
    private static int Paeth(int left, int up, int corner)
    {
        var p = left + up - corner;
        return new[] { left, up, corner }.MinBy(neighbour => Math.Abs(p - neighbour));
    }
}
