using System.Buffers.Binary;
using System.IO.Compression;
using NotebookKit.Data;
using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Tests.Show;

public sealed class PngTests
{
    [Fact]
    public void Encode_OnePixel_HasTheKnownBytes()
    {
        var file = Png.Encode(new RgbImage(1, 1, [255, 0, 0]));

        // Signature, IHDR of a 1 x 1 picture in 8-bit RGB with its CRC, and IEND with its CRC, as every such file has them.
        Assert.Equal("89504E470D0A1A0A0000000D4948445200000001000000010802000000907753DE",
            Convert.ToHexString(file[..33]));
        Assert.Equal("0000000049454E44AE426082", Convert.ToHexString(file[^12..]));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 5, 2)]
    [InlineData(64, 33, 3)]
    public void Encode_Noise_ComesBackPixelByPixel(int width, int height, int seed)
    {
        var bytes = new byte[3 * width * height];
        new Random(seed).NextBytes(bytes);

        var (readWidth, readHeight, pixels) = Decode(Png.Encode(new RgbImage(width, height, bytes)));

        Assert.Equal((width, height), (readWidth, readHeight));
        Assert.Equal(bytes, pixels);
    }

    [Fact]
    public void Encode_Noise_IsReadByTheKitsOwnDecoder()
    {
        var image = SampleFigures.Picture(4);

        var read = PngDecoder.Decode(Png.Encode(image), "noise");

        Assert.Equal((16, 16, 3), (read.Width, read.Height, read.Channels));
        Assert.Equal(image.Rgb, read.Samples);
    }

    [Fact]
    public void Encode_Gradient_ComesBackAndIsSmall()
    {
        var image = RgbImage.From(128, 128, (x, y) => new((byte)x, (byte)y, (byte)(x + y)));

        var file = Png.Encode(image);

        Assert.Equal(image.Rgb, Decode(file).Pixels);
        Assert.True(file.Length < 1500, $"{file.Length} bytes");          // raw: 49,152
    }

    /// <summary>Reads back what the encoder writes: all five filters, every CRC checked bit by bit.</summary>
    internal static (int Width, int Height, byte[] Pixels) Decode(byte[] file)
    {
        var (at, width, height) = (8, 0, 0);
        using var compressed = new MemoryStream();
        while (at < file.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var body = file.AsSpan(at + 4, length + 4);
            Assert.Equal(Crc(body), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            if (body.StartsWith("IHDR"u8))
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(body[4..]),
                    BinaryPrimitives.ReadInt32BigEndian(body[8..]));
            }
            else if (body.StartsWith("IDAT"u8))
            {
                compressed.Write(body[4..]);
            }

            at += 12 + length;
        }

        compressed.Position = 0;
        using var raw = new MemoryStream();
        new ZLibStream(compressed, CompressionMode.Decompress).CopyTo(raw);
        return (width, height, Unfilter(raw.ToArray(), width * 3, height));
    }

    private static byte[] Unfilter(byte[] raw, int stride, int height)
    {
        Assert.Equal((stride + 1) * height, raw.Length);
        var pixels = new byte[stride * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (y, x) = (i / stride, i % stride);
            int left = x >= 3 ? pixels[i - 3] : 0, up = y > 0 ? pixels[i - stride] : 0;
            int corner = x >= 3 && y > 0 ? pixels[i - stride - 3] : 0;
            int[] near = [left, up, corner];
            var paeth = near.MinBy(n => Math.Abs(left + up - corner - n));  // the first of equals, as the standard asks
            var guess = raw[y * (stride + 1)] switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, 4 => paeth,
                var f => throw new InvalidDataException($"filter {f}") };
            pixels[i] = (byte)(raw[(y * (stride + 1)) + 1 + x] + guess);
        }

        return pixels;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
