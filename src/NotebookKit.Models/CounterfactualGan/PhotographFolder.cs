using NotebookKit.Data;
using static TorchSharp.torch;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>
/// A user's photographs with a mask of each (DeepCrack and Crack500 have this form): images/NAME.jpg or .png beside
/// masks/NAME.png, of any sizes. Cut into patches as the networks see them; a patch counts as damaged where the mask
/// takes 0.5 % of it or more, as undamaged where there is none, and the others are dropped (specification, section 4).
/// The split is by photograph, never by patch: 60 % to train, 15 % to validate, 25 % to test.
/// </summary>
internal static class PhotographFolder
{
    private const string Images = "images";
    private const string Masks = "masks";
    private static readonly string[] Classes = ["undamaged", "damaged"];

    /// <summary>Whether a folder has this form: images and masks, and nothing else.</summary>
    public static bool Is(string folder) => Directory.Exists(folder) && Directory.EnumerateDirectories(folder)
        .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).SequenceEqual([Images, Masks]);

    /// <summary>Cuts the patches and splits them by photograph.</summary>
    /// <param name="recipe">The folder, the side of the patches, and how many at most.</param>
    /// <param name="seed">Names the split.</param>
    /// <exception cref="DataException">There are fewer than five photographs, one cannot be read or is smaller than a
    /// patch, a mask is missing or has another size, or a part has no patch.</exception>
    public static CounterfactualData Load(CounterfactualRecipe recipe, long seed)
    {
        var files = ImageFolder.List(recipe.Data, Images);
        if (files.Count < 5)
        {
            throw new DataException(
                $"{recipe.Data}/{Images} must hold five or more photographs, so that each of the three parts gets some, but "
                + $"holds {files.Count}. Add some with their masks.");
        }

        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(recipe.Data)));
        var hash = FileHash.OfSet([.. files.Select(path => (Path.GetFileName(path), FileHash.OfFile(path)))]);
        var order = Batches.Order(files.Count, seed);
        var (train, validation) = (files.Count * 60 / 100, Math.Max(1, files.Count * 15 / 100));
        using var scope = NewDisposeScope();
        return new(
            Part(0, train, recipe.TrainCount), Part(train, validation, recipe.ValidationCount),
            Part(train + validation, files.Count - train - validation, recipe.TestCount));

        ImageSet Part(int start, int count, int limit)
        {
            var photographs = order.AsSpan(start, count).ToArray();
            var patches = photographs.SelectMany(i => Patches(recipe, files[(int)i])).ToArray();
            return patches.Length > 0
                ? CrackPatches.Gather(patches, limit, seed, Classes, kept => new(
                    name, hash, $"{kept} patches of the folder {name}, from {count} of its photographs", StandIn: false))
                : throw new DataException(
                    $"{recipe.Data}: {count} photographs must give one or more patches of {recipe.Side} pixels without damage "
                    + "or with 0.5 % of it, but give none. Add photographs.");
        }
    }

    private static List<(Tensor Patch, Tensor Mask, long Label)> Patches(CounterfactualRecipe recipe, string path)
    {
        using var scope = NewDisposeScope();                              // a photograph of full size goes at once
        var picture = ImageFolder.Decode(File.ReadAllBytes(path), path);
        var file = Path.Combine(recipe.Data, Masks, Path.ChangeExtension(Path.GetFileName(path), ".png"));
        if (!File.Exists(file))
        {
            throw new DataException($"{path} must have its mask {file}, but there is none. Give a mask for every photograph.");
        }

        if (Math.Min(picture.Width, picture.Height) < recipe.Side)
        {
            throw new DataException(
                $"{path} must be {recipe.Side} pixels or more on both sides, as wide as a patch, but is "
                + $"{picture.Width}x{picture.Height}. Give larger photographs, or take mode=small.");
        }

        var mask = OwnPictures.MaskOf(PngDecoder.Decode(File.ReadAllBytes(file), file), picture, file);
        var planes = OwnPictures.Planes(picture).expand(3, -1, -1);       // grey photographs may lie among coloured ones
        return
        [
            .. CrackPatches.Cut((planes, mask), recipe.Side, shrink: 1).Select(cut => (
                cut.Patch.to(ScalarType.Byte).MoveToOuterDisposeScope(), cut.Mask.MoveToOuterDisposeScope(), cut.Label)),
        ];
    }
}
