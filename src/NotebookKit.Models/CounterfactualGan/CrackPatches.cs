using System.IO.Compression;
using NotebookKit.Data;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>
/// Patches of real asphalt with masks, cut from CrackForest (Shi et al. 2016): 79 road photographs of 480x320. Patches
/// are twice as wide as the networks see them and then halved. A patch counts as damaged where the crack takes 0.5 % of
/// it or more, as undamaged where there is none; the others are dropped. The split is by photograph, never by patch.
/// </summary>
public static class CrackPatches
{
    /// <summary>What a recipe calls them.</summary>
    public const string Name = "cracks";

    /// <summary>Id in the catalogue of data sets.</summary>
    public const string Id = "crackforest";

    /// <summary>The zip in the data set's folder.</summary>
    public const string FileName = "crackforest.zip";

    private const double LeastShare = 0.005;
    private const int Shrink = 2;
    private const int MaximumBytes = 1 << 20;
    private static readonly string[] Classes = ["undamaged", "cracked"];

    /// <summary>Cuts the patches and splits them by photograph: 60 % to train, 15 % to validate, 25 % to
    /// test.</summary>
    /// <param name="recipe">Side of the patches and how many at most.</param>
    /// <param name="seed">Names the split.</param>
    /// <exception cref="DataException">The zip is missing or damaged, a mask does not match its photograph, or the
    /// photographs are smaller than a patch.</exception>
    public static CounterfactualData Load(CounterfactualRecipe recipe, long seed)
    {
        var location = Datasets.Require(Id, FileName);
        using var scope = NewDisposeScope();
        var photographs = Photographs(location.PathOf(FileName)).ToArray();
        RequireFit(recipe.Side, photographs.Min(p => Math.Min(p.Mask.shape[0], p.Mask.shape[1])));
        var order = Batches.Order(photographs.Length, seed);
        var (train, validation) = (photographs.Length * 60 / 100, photographs.Length * 15 / 100);
        return new(
            Part(0, train, recipe.TrainCount), Part(train, validation, recipe.ValidationCount),
            Part(train + validation, photographs.Length - train - validation, recipe.TestCount));

        ImageSet Part(int start, int count, int limit)
        {
            var patches = order.AsSpan(start, count).ToArray().SelectMany(
                i => Cut(photographs[i], recipe.Side, Shrink)).ToArray();
            var use = location.Use!;
            return Gather(
                patches, limit, seed, Classes,
                kept => use with { Description = $"{kept} patches of {use.Description}, halved, grey" });
        }
    }

    /// <summary>Refuses patches that no photograph has room for.</summary>
    /// <param name="side">Side of the patches as the networks see them.</param>
    /// <param name="shortest">Shortest side of a photograph.</param>
    /// <exception cref="DataException">A photograph is smaller than two sides.</exception>
    internal static void RequireFit(int side, long shortest)
    {
        if (Shrink * side > shortest)
        {
            // Not halved, nearly every patch of 224 pixels holds a crack: there would be no undamaged class.
            throw new DataException(
                $"data=cracks halves patches of the photographs, so Side must be at most {shortest / Shrink}, half of "
                + $"their shortest side, but is {side}. Take mode=small, or give larger photographs with data=FOLDER.");
        }
    }

    // Grey photograph [1, H, W] in 0..255 and mask [H, W], in the order of their names.
    private static IEnumerable<(Tensor Photograph, Tensor Mask)> Photographs(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        foreach (var entry in zip.Entries.Where(e => e.FullName.StartsWith("images/", StringComparison.Ordinal)
            && e.Name.Length > 0).OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            var name = Path.ChangeExtension(entry.Name, ".png");
            var maskEntry = zip.GetEntry($"masks/{name}") ?? throw new DataException(
                $"{path}: images/{entry.Name} must have its mask masks/{name}, but there is none. Get the file again.");
            var photograph = Jpeg.Decode(Bytes(entry), entry.FullName);
            var mask = PngDecoder.Decode(Bytes(maskEntry), maskEntry.FullName);
            yield return (OwnPictures.Planes(photograph).mean([0], keepdim: true), OwnPictures.MaskOf(
                mask, photograph, maskEntry.FullName));
        }
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

    /// <summary>The patches of a photograph.</summary>
    /// <param name="from">[C, H, W] in 0..255 and the mask, bool [H, W].</param>
    /// <param name="side">Side of the patches that come out.</param>
    /// <param name="shrink">How many times as wide they are cut: 1 or 2.</param>
    /// <returns>[C, side, side], [side, side], class.</returns>
    internal static IEnumerable<(Tensor Patch, Tensor Mask, long Label)> Cut(
        (Tensor Photograph, Tensor Mask) from, int side, int shrink)
    {
        var wide = shrink * side;
        for (var top = 0; top + wide <= from.Mask.shape[0]; top += wide)
        {
            for (var left = 0; left + wide <= from.Mask.shape[1]; left += wide)
            {
                var mask = from.Mask.narrow(0, top, wide).narrow(1, left, wide).to(ScalarType.Float32);
                var share = mask.mean().ToDouble();
                if (share is > 0 and < LeastShare)
                {
                    continue;
                }

                var patch = from.Photograph.narrow(1, top, wide).narrow(2, left, wide);
                var small = F.avg_pool2d(patch.unsqueeze(0), shrink)[0];                         // [C, side, side]
                // A halved pixel is damaged where half of its area or more is.
                var damaged = F.avg_pool2d(mask.reshape(1, 1, wide, wide), shrink)[0, 0] >= 0.5;
                yield return (small, damaged, share > 0 ? CounterfactualData.Damaged : 0);
            }
        }
    }

    /// <summary>Some patches as a set.</summary>
    /// <param name="patches">At least one, as <see cref="Cut"/> makes them, or rounded already.</param>
    /// <param name="limit">How many at most, drawn at random.</param>
    /// <param name="seed">Names the draw.</param>
    /// <param name="classes">Names of undamaged and damaged.</param>
    /// <param name="use">What the set is of, by the number of its patches.</param>
    internal static ImageSet Gather(
        (Tensor Patch, Tensor Mask, long Label)[] patches, int limit, long seed, IReadOnlyList<string> classes,
        Func<int, DataUse> use)
    {
        long[] kept = [.. Batches.Order(patches.Length, seed).Take(limit).Order()];
        return new(
            stack([.. kept.Select(i => patches[i].Patch)]).round().to(ScalarType.Byte),
            tensor(kept.Select(i => patches[i].Label).ToArray()), classes, use(kept.Length),
            new Dictionary<string, Tensor>
            {
                [CounterfactualData.Damage] = stack([.. kept.Select(i => patches[i].Mask)]),
            });
    }
}
