namespace NotebookKit.Data;

/// <summary>A decoded picture: 8-bit samples, row by row, the channels of a pixel side by side.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 grey, 3 RGB, 4 RGBA.</param>
/// <param name="Samples">[Height * Width * Channels].</param>
public sealed record Picture(int Width, int Height, int Channels, byte[] Samples)
{
    /// <summary>More pixels than this in one file are refused before anything is allocated.</summary>
    public const long MaxPixels = 1L << 26;

    /// <summary>Writes the samples as planes, the order of a [C, H, W] tensor.</summary>
    /// <param name="planes">[Channels * Height * Width], written in full.</param>
    public void CopyPlanes(Span<byte> planes)
    {
        var pixels = Width * Height;
        for (var channel = 0; channel < Channels; channel++)
        {
            var plane = planes.Slice(channel * pixels, pixels);
            for (int i = 0, from = channel; i < plane.Length; i++, from += Channels)
            {
                plane[i] = Samples[from];
            }
        }
    }

    /// <summary>Makes a picture from planes, the order of a [C, H, W] tensor.</summary>
    /// <param name="planes">[channels * height * width].</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1, 3 or 4.</param>
    public static Picture FromPlanes(ReadOnlySpan<byte> planes, int width, int height, int channels)
    {
        var samples = new byte[planes.Length];
        var pixels = width * height;
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = planes[i % channels * pixels + i / channels];
        }

        return new(width, height, channels, samples);
    }
}
