using System.IO.Compression;

namespace NotebookKit.Data;

/// <summary>
/// Pictures drawn by a diffusion model, as PNG files in a zip: the fake class for a test across generators. Entries are
/// read in
/// memory only; their names are never used as paths.
/// </summary>
public static class GeneratedImages
{
    /// <summary>Id in the catalogue of data sets.</summary>
    public const string Id = "ddpm-cifar10";

    /// <summary>The zip in the data set's folder.</summary>
    public const string FileName = "ddpm-cifar10-256.zip";

    private const int Side = 32;
    private const int PixelBytes = 3 * Side * Side;
    private const int MaxEntries = 100_000;
    private const int MaxEntryBytes = 1 << 20;

    /// <summary>Reads all pictures, in the order of their names.</summary>
    /// <param name="zipPath">The zip file.</param>
    /// <returns>[N, 3, 32, 32], all labelled FAKE.</returns>
    /// <exception cref="DataException">The zip is missing or damaged, or an entry is too large or not a 32x32 RGB
    /// picture.</exception>
    public static ImageSet Load(string zipPath)
    {
        if (!File.Exists(zipPath))
        {
            throw new DataException($"{zipPath} is missing. {DataCatalogue.BuiltIn[Id].Note}");
        }

        var content = File.ReadAllBytes(zipPath);
        var planes = Decode(content, Path.GetFileName(zipPath));
        var labels = new long[planes.Length / PixelBytes];
        Array.Fill(labels, RealOrFake.Fake);
        var source = new DataUse(
            Id, FileHash.Of(content), $"{labels.Length} pictures drawn by a diffusion model (DDPM)", StandIn: false);
        return ImageSet.FromPlanes(planes, 3, Side, Side, labels, RealOrFake.Classes, source);
    }

    private static byte[] Decode(byte[] content, string name)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            var entries = zip.Entries.Where(
                entry => entry.FullName.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
                .OrderBy(entry => entry.FullName, StringComparer.Ordinal).ToList();
            if (entries.Count is 0 or > MaxEntries)
            {
                throw new DataException(
                    $"{name} must hold 1 to {MaxEntries:N0} PNG pictures, but holds {entries.Count:N0}.");
            }

            var planes = new byte[(long)entries.Count * PixelBytes];
            for (var i = 0; i < entries.Count; i++)
            {
                var label = $"{name}: {entries[i].FullName}";
                var picture = PngDecoder.Decode(ReadEntry(entries[i], label), label);
                if (picture is not { Width: Side, Height: Side, Channels: 3 })
                {
                    throw new DataException($"{label} must be 32x32 RGB, but is {picture.Width}x{picture.Height} " +
                        $"with {picture.Channels} channels.");
                }

                picture.CopyPlanes(planes.AsSpan(i * PixelBytes, PixelBytes));
            }

            return planes;
        }
        catch (InvalidDataException error)
        {
            throw new DataException($"{name} must be a zip file, but is damaged: {error.Message}", error);
        }
    }

    // The length that an entry states may lie, so what is counted is what comes out of it.
    private static byte[] ReadEntry(ZipArchiveEntry entry, string label)
    {
        var buffer = new byte[MaxEntryBytes + 1];
        using var stream = entry.Open();
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length <= MaxEntryBytes
            ? buffer[..length]
            : throw new DataException($"{label} must have at most {MaxEntryBytes:N0} bytes, but has more.");
    }
}
