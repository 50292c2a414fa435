using System.IO.Compression;
using NotebookKit.Data;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>
/// Real surfaces with masks: magnetic tiles (Huang et al. 2018), grey photographs of any size, five kinds of defect and
/// sound ones. Half of the sound ones are the support, the others and all defective ones the test.
/// </summary>
public static class MagneticTiles
{
    /// <summary>Id in the catalogue of data sets.</summary>
    public const string Id = "magnetic-tile";

    /// <summary>The zip in the data set's folder.</summary>
    public const string FileName = "magnetic-tile.zip";

    private const string Sound = "MT_Free";
    private const string Prefix = "MT_";
    private const int MaximumBytes = 1 << 22;

    /// <summary>Reads the tiles.</summary>
    /// <param name="recipe">Side of the pictures and how many at most of each kind.</param>
    /// <param name="seed">Names the split of the sound ones.</param>
    /// <exception cref="DataException">The zip is missing or damaged, or a mask does not match its picture.</exception>
    public static MaedayData Load(MaedayRecipe recipe, long seed)
    {
        var location = Datasets.Require(Id, FileName);
        var path = location.PathOf(FileName);
        using var scope = NewDisposeScope();
        using var zip = ZipFile.OpenRead(path);
        var entries = zip.Entries.Where(e => e.FullName.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase))
            .OrderBy(e => e.FullName, StringComparer.Ordinal).GroupBy(e => e.FullName.Split('/')[0])
            .OrderBy(kind => kind.Key != Sound).ThenBy(kind => kind.Key, StringComparer.Ordinal).ToArray();
        string[] kinds = [.. entries.Select(
            kind => kind.Key == Sound ? "good" : kind.Key[Prefix.Length..].ToLowerInvariant())];
        var channels = MaedayNetwork.IsCheckpoint(recipe.Pretraining) ? 3 : 1;
        var pictures = entries.SelectMany((kind, label) => Few(kind.ToArray(), label == 0).Select(
            entry => Read(zip, entry, label, recipe.PhotographSide, path))).ToArray();
        var sound = pictures.Where(picture => picture.Kind == 0).ToArray();
        var order = Batches.Order(sound.Length, seed);
        var support = order[..(sound.Length / 2)].Select(i => sound[i]).ToArray();
        var test = order[(sound.Length / 2)..].Select(i => sound[i]).Concat(
            pictures.Where(picture => picture.Kind > 0));
        var use = location.Use! with { Description =
            $"{pictures.Length} photographs of magnetic tiles, {recipe.PhotographSide}x"
            + $"{recipe.PhotographSide}, {support.Length} sound ones as support" };
        return new([CategoryBuilder.Build("magnetic tile", support, [.. test], kinds, channels, use)], use);

        // A short run takes a part of each kind.
        ZipArchiveEntry[] Few(ZipArchiveEntry[] all, bool isSound) =>
            [.. all.Take(isSound ? recipe.TestCount : Math.Max(1, recipe.TestCount / 4))];
    }

    private static SurfacePicture Read(ZipArchive zip, ZipArchiveEntry entry, long kind, int side, string path)
    {
        var name = Path.ChangeExtension(entry.FullName, ".png");
        var mask = zip.GetEntry(name) ?? throw new DataException(
            $"{path}: {entry.FullName} must have its mask {name}, but there is none. Get the file again.");
        var picture = SurfacePicture.Read(Bytes(entry), entry.FullName, (Bytes(mask), name), kind, side);
        return picture with { Pixels = PictureFiles.InChannels(picture.Pixels, 1) };
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        if (entry.Length > MaximumBytes)
        {
            throw new DataException($"{entry.FullName} must be at most {MaximumBytes} bytes, but has {entry.Length}.");
        }

        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }
}
