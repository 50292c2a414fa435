using System.Security.Cryptography;
using NotebookKit.Data;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>
/// A user's own pictures: two folders, one per class, JPEG or PNG of any size, shrunk or enlarged to the recipe's side.
/// The class called "damaged" is the damaged one, else the last by name. Masks are optional: masks/NAME.png beside the
/// class folders, for every damaged picture or for none.
/// </summary>
public static class DefectFolder
{
    private const string Masks = "masks";

    /// <summary>Reads the folder and splits it: 60 % to train, 15 % to validate, 25 % to test.</summary>
    /// <param name="recipe">The folder, the side, and how many pictures at most.</param>
    /// <param name="seed">Names the split.</param>
    /// <exception cref="DataException">The folder has not two classes, a class is empty, a picture is damaged, or a
    /// mask
    /// is missing or does not match its picture.</exception>
    public static CounterfactualData Load(CounterfactualRecipe recipe, long seed)
    {
        var classes = Classes(recipe.Data);
        var masked = Directory.Exists(Path.Combine(recipe.Data, Masks));
        using var scope = NewDisposeScope();
        var examples = classes.SelectMany((name, label) => Files(recipe.Data, name)
            .Select(path => Read(path, label, masked, recipe))).ToArray();
        // colour among grey: all colour
        var channels = examples.Max(example => example.Picture.shape[0]);
        var order = Batches.Order(examples.Length, seed);
        var (train, validation) = (examples.Length * 60 / 100, examples.Length * 15 / 100);
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. examples.SelectMany(example => example.Hash)]));
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(recipe.Data));
        var use = new DataUse(name, hash, $"{examples.Length} pictures of the folder {name}", StandIn: false);
        return new(
            Part(0, train, recipe.TrainCount), Part(train, validation, recipe.ValidationCount),
            Part(train + validation, examples.Length - train - validation, recipe.TestCount));

        ImageSet Part(int start, int count, int limit)
        {
            if (count == 0)
            {
                throw new DataException(
                    $"{recipe.Data} must hold enough pictures for three parts, but holds {examples.Length}. Add some.");
            }

            var part = order.AsSpan(start, Math.Min(count, limit)).ToArray().Select(i => examples[i]).ToArray();
            return new(
                stack([.. part.Select(e => e.Picture.expand(channels, -1, -1))]).round().clamp(0, 255).to(
                    ScalarType.Byte),
                tensor(part.Select(e => e.Label).ToArray()), classes, use,
                masked
                    ? new Dictionary<string, Tensor>
                    {
                        [CounterfactualData.Damage] = stack([.. part.Select(e => e.Mask!)]),
                    }
                    : null);
        }
    }

    /// <summary>Pixels as planes.</summary>
    /// <returns>[C, H, W], float32 in 0..255; C is 1 or 3, an alpha channel is left out.</returns>
    internal static Tensor Planes(Picture picture)
    {
        var planes = tensor(picture.Samples, [picture.Height, picture.Width, picture.Channels])
            .permute(2, 0, 1).to(ScalarType.Float32);
        return picture.Channels == 4 ? planes.narrow(0, 0, 3) : planes;
    }

    /// <summary>A mask, checked against its picture.</summary>
    /// <returns>[H, W], bool: bright pixels are damaged.</returns>
    /// <exception cref="DataException">The sizes differ.</exception>
    internal static Tensor MaskOf(Picture mask, Picture picture, string name) =>
        (mask.Width, mask.Height) == (picture.Width, picture.Height)
            ? Planes(mask)[0] >= 128
            : throw new DataException(
                $"{name} must have the size of its picture, {picture.Width}x{picture.Height}, but is "
                + $"{mask.Width}x{mask.Height}. Export the mask again without scaling.");

    private static string[] Classes(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DataException(
                $"data must be 'procedural', 'cracks' or a folder, but there is no folder '{folder}'.");
        }

        string[] names = [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path))
            .Where(name => name != Masks).OrderBy(name => name == "damaged").ThenBy(
                name => name, StringComparer.Ordinal)];
        return names.Length == 2
            ? names
            : throw new DataException(
                $"{folder} must hold two class folders, but holds {names.Length}: {string.Join(", ", names)}. "
                + "Several kinds of damage are several runs.");
    }

    private static string[] Files(string folder, string name)
    {
        var files = Directory.EnumerateFiles(Path.Combine(folder, name))
            .Where(path => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG")
            .Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0
            ? files
            : throw new DataException($"{Path.Combine(folder, name)} must hold JPEG or PNG pictures, but holds none.");
    }

    private static Example Read(string path, long label, bool masked, CounterfactualRecipe recipe)
    {
        var content = File.ReadAllBytes(path);
        var picture = Decode(content, path);
        var mask = masked ? ReadMask(path, label, picture, recipe) : null;
        return new(SHA256.HashData(content), Resize(Planes(picture), recipe.Side), mask, label);
    }

    private static Tensor ReadMask(string path, long label, Picture picture, CounterfactualRecipe recipe)
    {
        if (label != CounterfactualData.Damaged)
        {
            return zeros(recipe.Side, recipe.Side, ScalarType.Bool);
        }

        var file = Path.Combine(recipe.Data, Masks, Path.ChangeExtension(Path.GetFileName(path), ".png"));
        if (!File.Exists(file))
        {
            throw new DataException(
                $"{path} must have its mask {file}, but there is none. Give a mask for every damaged picture, or remove "
                + $"the folder {Masks}.");
        }

        var mask = MaskOf(PngDecoder.Decode(File.ReadAllBytes(file), file), picture, file);
        return Resize(mask.to(ScalarType.Float32).unsqueeze(0), recipe.Side)[0] >= 0.5;
    }

    private static Picture Decode(byte[] content, string path) =>
        path.EndsWith(".png", StringComparison.OrdinalIgnoreCase)
            ? PngDecoder.Decode(content, path)
            : Jpeg.Decode(content, path);

    // Area means: no pixel is skipped, whatever the size.
    private static Tensor Resize(Tensor planes, int side) =>
        F.adaptive_avg_pool2d(planes.unsqueeze(0), [side, side])[0];

    private sealed record Example(byte[] Hash, Tensor Picture, Tensor? Mask, long Label);
}
