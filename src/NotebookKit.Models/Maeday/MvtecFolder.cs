using NotebookKit.Data;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>
/// A user's own pictures in the layout of MVTec: train/good, test/good, test/DEFECT, and with pixel masks
/// ground_truth/DEFECT/NAME_mask.png (or NAME.png). The folder is a category, or holds one folder per category. JPEG or
/// PNG of any size.
/// </summary>
public static class MvtecFolder
{
    private const string Good = "good";
    private const string Masks = "ground_truth";
    private const int SupportCount = 64;

    /// <summary>Reads the folder.</summary>
    /// <param name="recipe">The folder, the side, and how many test pictures of a category at most.</param>
    /// <param name="seed">Names the choice where there are more.</param>
    /// <exception cref="DataException">The layout is another, a folder is empty, a picture is damaged, or a mask is
    /// missing or does not match its picture.</exception>
    public static MaedayData Load(MaedayRecipe recipe, long seed)
    {
        var root = recipe.Data;
        if (!Directory.Exists(root))
        {
            throw new DataException(
                $"data must be 'procedural', 'tiles' or a folder in MVTec's layout, but there is no folder '{root}'.");
        }

        string[] folders = IsCategory(root) ? [root]
            : [.. Directory.EnumerateDirectories(root).Where(IsCategory).Order(StringComparer.Ordinal)];
        if (folders.Length == 0)
        {
            throw new DataException(
                $"{root} must be in MVTec's layout: train/{Good} and test/{Good}, test/DEFECT in it or in folders "
                + "of it, "
                + $"but holds {string.Join(", ", Directory.EnumerateDirectories(root).Select(Path.GetFileName))}.");
        }

        using var scope = NewDisposeScope();
        var read = folders.Select(folder => Read(folder, recipe, seed)).ToArray();
        var pictures = read.SelectMany(category => category.Support.Concat(category.Test)).ToArray();
        var channels = MaedayNetwork.IsCheckpoint(recipe.Pretraining) ? 3 : pictures.Max(p => p.Pixels.shape[0]);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(root));
        var use = new DataUse(
            name, CategoryBuilder.HashOf(pictures), $"{pictures.Length} pictures of the folder {name}, "
            + (channels == 1 ? "grey" : pictures.Any(p => p.Pixels.shape[0] == 1) ? "colour, grey ones in every channel"
                : "colour"), StandIn: false);
        return new([.. read.Select(category => CategoryBuilder.Build(
            category.Name, category.Support, category.Test, category.Kinds, channels, use))], use);
    }

    private static bool IsCategory(string folder) =>
        Directory.Exists(Path.Combine(folder, "train")) && Directory.Exists(Path.Combine(folder, "test"));

    private static (string Name, SurfacePicture[] Support, SurfacePicture[] Test, string[] Kinds) Read(
        string folder, MaedayRecipe recipe, long seed)
    {
        var test = Path.Combine(folder, "test");
        string[] kinds = [Good, .. Directory.EnumerateDirectories(test).Select(path => Path.GetFileName(path))
            .Where(name => name != Good).Order(StringComparer.Ordinal)];
        var masked = Directory.Exists(Path.Combine(folder, Masks));
        var train = Few(Filled(Path.Combine(folder, "train", Good)), SupportCount, seed);
        var files = kinds.SelectMany((kind, label) =>
            (label == 0 ? PictureFiles.In(Path.Combine(test, kind)) : Filled(Path.Combine(test, kind)))
            .Select(path => (path, label))).ToArray();
        if (files.Length == 0)
        {
            throw new DataException($"{test} must hold pictures in {Good} or in folders of defects, but holds none.");
        }

        return (
            Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)),
            [.. train.Select(path => SurfacePicture.Read(
                File.ReadAllBytes(path), path, null, 0, recipe.PhotographSide))],
            [.. Few(files, recipe.TestCount, seed).Select(file => Read(
                folder, file.path, kinds[file.label], file.label, masked, recipe.PhotographSide))],
            kinds);
    }

    private static SurfacePicture Read(string folder, string path, string kind, long label, bool masked, int side)
    {
        var content = File.ReadAllBytes(path);
        if (!masked || label == 0)
        {
            var picture = SurfacePicture.Read(content, path, null, label, side);
            return masked ? picture with { Mask = zeros(side, side, ScalarType.Bool) } : picture;
        }

        var stem = Path.Combine(folder, Masks, kind, Path.GetFileNameWithoutExtension(path));
        var file = new[] { $"{stem}_mask.png", $"{stem}.png" }.FirstOrDefault(File.Exists) ?? throw new DataException(
            $"{path} must have its mask {stem}_mask.png, but there is none. Give a mask for every defective "
            + "picture, or "
            + $"remove the folder {Masks}.");
        return SurfacePicture.Read(content, path, (File.ReadAllBytes(file), file), label, side);
    }

    private static T[] Few<T>(T[] files, int limit, long seed) => files.Length <= limit
        ? files
        : [.. Batches.Order(files.Length, seed)[..limit].Order().Select(i => files[i])];

    private static string[] Filled(string folder)
    {
        var files = PictureFiles.In(folder);
        return files.Length > 0
            ? files
            : throw new DataException($"{folder} must hold JPEG or PNG pictures, but holds none.");
    }
}
