using System.Buffers.Text;

namespace NotebookKit.Data;

/// <summary>
/// Decodes PPM pictures (Netpbm, raw form "P6") of 8 bits per sample. Sizes are checked before anything is allocated.
/// </summary>
public static class PpmDecoder
{
    /// <summary>Decodes one picture.</summary>
    /// <param name="file">The whole PPM file.</param>
    /// <param name="name">Name of the file for messages.</param>
    /// <returns>RGB.</returns>
    /// <exception cref="DataException">Not a raw PPM, damaged, too large, or of more than 8 bits per
    /// sample.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file, string name)
    {
        if (!file.StartsWith("P6"u8))
        {
            throw new DataException($"{name} must be a raw PPM file, but does not begin with P6.");
        }

        var rest = file[2..];
        var (width, height, most) = (Number(ref rest, name), Number(ref rest, name), Number(ref rest, name));
        if (width < 1 || height < 1 || (long)width * height > Picture.MaxPixels)
        {
            throw new DataException(
                $"{name} must have between 1 and {Picture.MaxPixels} pixels, but says it has {width}x{height}.");
        }

        if (most != 255)
        {
            throw new DataException(
                $"{name} must have samples from 0 to 255, but says that they run to {most}; save it with 8 bits per "
                + "sample.");
        }

        var pixels = rest.Length > 0 && IsSpace(rest[0]) ? rest[1..] : [];
        var bytes = 3L * width * height;
        return pixels.Length == bytes
            ? new(width, height, 3, pixels.ToArray())
            : throw new DataException(
                $"{name} is damaged: its {width}x{height} pixels are {bytes} bytes, but {pixels.Length} follow the "
                + "header.");
    }

    // White space, and comments that run to the end of their line, stand before each number of the header.
    private static int Number(ref ReadOnlySpan<byte> rest, string name)
    {
        var at = 0;
        while (at < rest.Length && (IsSpace(rest[at]) || rest[at] == '#'))
        {
            var line = rest[at..].IndexOf((byte)'\n');
            at = rest[at] != '#' ? at + 1 : line < 0 ? rest.Length : at + line;
        }

        if (at == 0 || !Utf8Parser.TryParse(rest[at..], out int value, out var digits))
        {
            throw new DataException(
                $"{name} is damaged: the header of a PPM file gives width, height and largest sample as numbers.");
        }

        rest = rest[(at + digits)..];
        return value;
    }

    private static bool IsSpace(byte character) => character is (byte)' ' or (>= 9 and <= 13);
}
