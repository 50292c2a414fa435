using System.Runtime.InteropServices;

namespace NotebookKit.Data;

/// <summary>JPEG decoding and encoding in memory through libturbojpeg. Safe from many threads.</summary>
public static unsafe class Jpeg
{
    /// <summary>Decodes a JPEG to RGB. A warning of the decoder (data missing or superfluous) counts as
    /// damage.</summary>
    /// <param name="file">The whole JPEG file.</param>
    /// <param name="name">Name of the file for messages.</param>
    /// <exception cref="DataException">The file is not a JPEG, is damaged, or is too large.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file, string name)
    {
        var handle = Open(TurboJpeg.InitDecompress);
        try
        {
            fixed (byte* from = file)
            {
                var size = new CULong((nuint)file.Length);
                if (TurboJpeg.DecompressHeader(handle, from, size, out var width, out var height, out _, out _) != 0)
                {
                    throw new DataException($"{name} is not a readable JPEG: {TurboJpeg.Error(handle)}.");
                }

                if ((long)width * height > Picture.MaxPixels)
                {
                    throw new DataException(
                        $"{name} must have at most {Picture.MaxPixels} pixels, but has {width}x{height}.");
                }

                var samples = new byte[width * height * 3L];
                fixed (byte* to = samples)
                {
                    if (TurboJpeg.Decompress(
                        handle, from, size, to, width, 0, height, TurboJpeg.PixelFormatRgb, TurboJpeg.AccurateDct) != 0)
                    {
                        throw new DataException($"{name} is a damaged JPEG: {TurboJpeg.Error(handle)}.");
                    }
                }

                return new(width, height, 3, samples);
            }
        }
        finally
        {
            _ = TurboJpeg.Destroy(handle);
        }
    }

    /// <summary>Encodes RGB as baseline JPEG with 4:2:0 chroma, the usual setting of cameras and web sites.</summary>
    /// <param name="picture">Three channels.</param>
    /// <param name="quality">1 (smallest) to 100 (best).</param>
    /// <returns>The whole JPEG file.</returns>
    /// <exception cref="ArgumentException">The picture is not RGB or the quality is outside 1..100.</exception>
    public static byte[] Encode(Picture picture, int quality)
    {
        if (picture.Channels != 3 || quality is < 1 or > 100)
        {
            throw new ArgumentException(
                $"JPEG needs 3 channels and a quality from 1 to 100, but got {picture.Channels} channels and quality " +
                $"{quality}.");
        }

        var handle = Open(TurboJpeg.InitCompress);
        byte* file = null;
        try
        {
            var size = new CULong(0);
            fixed (byte* from = picture.Samples)
            {
                if (TurboJpeg.Compress(
                    handle, from, picture.Width, 0, picture.Height, TurboJpeg.PixelFormatRgb, ref file, ref size,
                    TurboJpeg.Subsampling420, quality, TurboJpeg.AccurateDct) != 0)
                {
                    throw new InvalidOperationException(
                        $"libturbojpeg could not encode the picture: {TurboJpeg.Error(handle)}.");
                }
            }

            return new ReadOnlySpan<byte>(file, (int)size.Value).ToArray();
        }
        finally
        {
            TurboJpeg.Free(file);
            _ = TurboJpeg.Destroy(handle);
        }
    }

    private static nint Open(Func<nint> open)
    {
        try
        {
            var handle = open();
            return handle != 0
                ? handle
                : throw new InvalidOperationException("libturbojpeg could not start: it is out of memory.");
        }
        catch (DllNotFoundException error)
        {
            throw new DataException(
                "JPEG pictures need libturbojpeg.so.0, which is not installed. Install the package libturbojpeg0 " +
                "(environment/setup.sh does).",
                error);
        }
    }
}
