using System.Runtime.InteropServices;

namespace NotebookKit.Data;

/// <summary>The functions of libturbojpeg (TurboJPEG API 2, apt package libturbojpeg0) that the kit calls.</summary>
internal static unsafe partial class TurboJpeg
{
    public const int PixelFormatRgb = 0;
    public const int Subsampling420 = 2;
    public const int AccurateDct = 4096;                              // TJFLAG_ACCURATEDCT: the slow, exact transform

    private const string Library = "libturbojpeg.so.0";

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial nint InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    public static partial nint InitCompress();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static partial int DecompressHeader(
        nint handle, byte* file, CULong size, out int width, out int height, out int subsampling, out int colourSpace);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static partial int Decompress(
        nint handle, byte* file, CULong size, byte* pixels, int width, int pitch, int height, int pixelFormat,
        int flags);

    [LibraryImport(Library, EntryPoint = "tjCompress2")]
    public static partial int Compress(
        nint handle, byte* pixels, int width, int pitch, int height, int pixelFormat, ref byte* file, ref CULong size,
        int subsampling, int quality, int flags);

    [LibraryImport(Library, EntryPoint = "tjFree")]
    public static partial void Free(byte* buffer);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    private static partial nint GetError(nint handle);

    public static string Error(nint handle) => Marshal.PtrToStringUTF8(GetError(handle)) ?? "no reason given";
}
