using System.Buffers.Binary;
using System.IO.Compression;
using NotebookKit.TensorFiles;

namespace NotebookKit.Show;

/// <summary>
/// Writes PNG files (ISO/IEC 15948): 8-bit RGB, one image chunk, for each row the filter with the smallest sum of
/// absolute differences, as the standard suggests in section 12.7.
/// </summary>
public static class Png
{
    private const int BytesPerPixel = 3;
    private const int FilterCount = 5;

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The picture as a PNG file.</summary>
    /// <param name="image">A picture.</param>
    /// <returns>The bytes of the file; equal pictures give equal bytes.</returns>
    public static byte[] Encode(RgbImage image)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        (header[8], header[9]) = (8, 2);                                  // bits per channel, colour type RGB
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(image));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>A PNG file as an address that contains it.</summary>
    internal static string DataUri(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);

    /// <summary>The picture as an address that contains it.</summary>
    internal static string DataUri(RgbImage image) => DataUri(Encode(image));

    private static byte[] Compress(RgbImage image)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize))
        {
            var stride = BytesPerPixel * image.Width;
            byte[] above = new byte[stride], best = new byte[stride], tried = new byte[stride];
            for (var y = 0; y < image.Height; y++)
            {
                var row = image.Rgb.AsSpan(y * stride, stride);
                var (bestFilter, bestSum) = (0, long.MaxValue);
                for (var filter = 0; filter < FilterCount; filter++)
                {
                    var sum = Filter(filter, row, above, tried);
                    if (sum < bestSum)
                    {
                        (bestFilter, bestSum) = (filter, sum);
                        (best, tried) = (tried, best);
                    }
                }

                zlib.WriteByte((byte)bestFilter);
                zlib.Write(best);
                row.CopyTo(above);
            }
        }

        return data.ToArray();
    }

    // Section 9.2: each byte minus a guess from the bytes to the left, above, and above left. Returns the sum that the
    // choice goes by: of the differences taken as signed bytes.
    private static long Filter(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> result)
    {
        long sum = 0;
        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= BytesPerPixel ? row[i - BytesPerPixel] : 0;
            int corner = i >= BytesPerPixel ? above[i - BytesPerPixel] : 0;
            int up = above[i];
            var guess = filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                _ => Paeth(left, up, corner),
            };
            result[i] = unchecked((byte)(row[i] - guess));
            sum += Math.Abs((int)unchecked((sbyte)result[i]));
        }

        return sum;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var p = left + up - corner;
        var (a, b, c) = (Math.Abs(p - left), Math.Abs(p - up), Math.Abs(p - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        byte[] body = [.. type, .. data];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Of(body));
        file.Write(word);
    }
}
