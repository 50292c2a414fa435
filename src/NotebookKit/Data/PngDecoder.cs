using System.Buffers.Binary;
using System.IO.Compression;
using NotebookKit.TensorFiles;

namespace NotebookKit.Data;

/// <summary>
/// Decodes PNG pictures (W3C PNG specification, second edition) of 8 bits per sample, grey, RGB or RGBA, not
/// interlaced.
/// Sizes are checked before anything is allocated, and no more is inflated than the picture can hold.
/// </summary>
public static class PngDecoder
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Decodes one picture.</summary>
    /// <param name="file">The whole PNG file.</param>
    /// <param name="name">Name of the file for messages.</param>
    /// <exception cref="DataException">Not a PNG, damaged, too large, or of a kind that is not supported.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file, string name)
    {
        if (!file.StartsWith(Signature))
        {
            throw new DataException($"{name} must be a PNG file, but does not begin with the PNG signature.");
        }

        var rest = file[Signature.Length..];
        Header? header = null;
        using var compressed = new MemoryStream();
        while (true)
        {
            var chunk = Chunk.Read(ref rest, name);
            if (header is null && !chunk.Is("IHDR"u8))
            {
                throw new DataException($"{name}: the first PNG chunk must be IHDR.");
            }

            if (chunk.Is("IHDR"u8))
            {
                header = Header.Read(chunk.Data, name);
            }
            else if (chunk.Is("IDAT"u8))
            {
                compressed.Write(chunk.Data);
            }
            else if (chunk.Is("IEND"u8))
            {
                break;
            }
            else if ((chunk.Type[0] & 0x20) == 0)
            {
                throw new DataException(
                    $"{name} has the PNG chunk '{System.Text.Encoding.ASCII.GetString(chunk.Type)}', which this " +
                    "reader does not know; save it as 8-bit grey, RGB or RGBA.");
            }
        }

        compressed.Position = 0;
        return Inflate(compressed, header!.Value, name);
    }

    private static Picture Inflate(Stream compressed, Header header, string name)
    {
        var row = header.Width * header.Channels;
        var samples = new byte[(long)row * header.Height];
        var current = new byte[row];
        var above = new byte[row];
        try
        {
            using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
            for (var y = 0; y < header.Height; y++)
            {
                var filter = zlib.ReadByte();
                zlib.ReadExactly(current);
                Unfilter(filter, current, above, header.Channels, name, y);
                current.CopyTo(samples.AsSpan(y * row));
                (current, above) = (above, current);
            }

            if (zlib.ReadByte() >= 0)
            {
                throw new DataException(
                    $"{name} holds more pixel data than its {header.Width}x{header.Height} pixels need.");
            }
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidDataException)
        {
            throw new DataException($"{name} is damaged: its pixel data ends early or cannot be inflated.", error);
        }

        return new(header.Width, header.Height, header.Channels, samples);
    }

    // Section 9.2: each byte was stored as its difference from a prediction by the bytes left, above and upper left.
    private static void Unfilter(int filter, byte[] row, byte[] above, int step, string name, int y)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < step ? 0 : row[i - step], upperLeft = i < step ? 0 : above[i - step];
            row[i] += filter switch
            {
                0 => 0,
                1 => (byte)left,
                2 => above[i],
                3 => (byte)((left + above[i]) / 2),
                4 => (byte)Paeth(left, above[i], upperLeft),
                _ => throw new DataException(
                    $"{name}: row {y} has filter type {filter}; PNG filter types run from 0 to 4."),
            };
        }
    }

    private static int Paeth(int left, int up, int upperLeft)
    {
        var estimate = left + up - upperLeft;
        int toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up),
            toUpperLeft = Math.Abs(estimate - upperLeft);
        return toLeft <= toUp && toLeft <= toUpperLeft ? left : toUp <= toUpperLeft ? up : upperLeft;
    }

    private readonly record struct Header(int Width, int Height, int Channels)
    {
        public static Header Read(ReadOnlySpan<byte> data, string name)
        {
            if (data.Length != 13)
            {
                throw new DataException($"{name}: the PNG header must have 13 bytes, but has {data.Length}.");
            }

            var width = BinaryPrimitives.ReadUInt32BigEndian(data);
            var height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
            if (width == 0 || height == 0 || (ulong)width * height > Picture.MaxPixels)
            {
                throw new DataException(
                    $"{name} must have between 1 and {Picture.MaxPixels} pixels, but says it has {width}x{height}.");
            }

            int depth = data[8], colour = data[9], interlace = data[12];
            var channels = colour switch { 0 => 1, 2 => 3, 6 => 4, _ => 0 };
            return depth == 8 && channels != 0 && interlace == 0 && data[10] == 0 && data[11] == 0
                ? new((int)width, (int)height, channels)
                : throw new DataException(
                    $"{name} must be 8-bit grey, RGB or RGBA and not interlaced, but has depth {depth}, colour type " +
                    $"{colour}, interlace {interlace}.");
        }
    }

    private readonly ref struct Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        public ReadOnlySpan<byte> Type { get; } = type;

        public ReadOnlySpan<byte> Data { get; } = data;

        public bool Is(ReadOnlySpan<byte> type) => Type.SequenceEqual(type);

        public static Chunk Read(scoped ref ReadOnlySpan<byte> rest, string name)
        {
            const int frame = 12;                                         // length, type and checksum around the data
            var length = rest.Length < frame ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - frame)
            {
                throw new DataException($"{name} is truncated: a PNG chunk ends behind the end of the file.");
            }

            var body = rest.Slice(4, 4 + (int)length);
            if (Crc32.Of(body) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
            {
                throw new DataException($"{name} is damaged: the checksum of a PNG chunk is wrong.");
            }

            rest = rest[(frame + (int)length)..];
            return new(body[..4], body[4..]);
        }
    }
}
