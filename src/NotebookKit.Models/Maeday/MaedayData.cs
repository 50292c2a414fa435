using System.Security.Cryptography;
using System.Text;
using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>One kind of surface.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Support">Normal pictures for few-shot tuning and for the memory.</param>
/// <param name="Test">Pictures to judge: label 0 is sound, the others are kinds of defect.</param>
public sealed record MaedayCategory(string Name, ImageSet Support, ImageSet Test)
{
    /// <summary>Name of the masks.</summary>
    public const string Defect = ProceduralTextures.Defect;

    /// <summary>[N], 1 for a defective test picture.</summary>
    public long[] Defective { get; } = [.. Test.ToLabels().Select(label => label == 0 ? 0L : 1L)];

    /// <summary>Whether there are sound and defective test pictures: else no ROC curve over pictures.</summary>
    public bool HasBoth => Defective.Contains(0) && Defective.Contains(1);

    /// <summary>Whether masks are there and mark something: else no figure over pixels.</summary>
    public bool HasDefectivePixels { get; } =
        Test.Masks.TryGetValue(Defect, out var masks) && masks.any().item<bool>() && !masks.all().item<bool>();

    /// <summary>The masks.</summary>
    /// <returns>[N * H * H].</returns>
    public bool[] Truth()
    {
        using var scope = NewDisposeScope();
        return Test.Masks[Defect].flatten().contiguous().data<bool>().ToArray();
    }

    /// <summary>Names the k support pictures of a draw.</summary>
    /// <param name="shots">k.</param>
    /// <param name="seed">Names the draw.</param>
    /// <returns>[k, C, H, H], uint8; the caller's.</returns>
    /// <exception cref="DataException">There are fewer.</exception>
    public Tensor Draw(int shots, long seed)
    {
        if (shots > Support.Count)
        {
            throw new DataException(
                $"Category '{Name}' must have {shots} normal training pictures for k = {shots}, but has "
                + $"{Support.Count}. "
                + "Add some to train/good.");
        }

        return Support.Images.index_select(0, tensor(Batches.Order(Support.Count, seed)[..shots]));
    }
}

/// <summary>The surfaces of a run; none is ever learned from in pre-training.</summary>
/// <param name="Categories">One or more kinds.</param>
/// <param name="Source">What the figures and claims on this data say about it.</param>
public sealed record MaedayData(IReadOnlyList<MaedayCategory> Categories, DataUse Source) : IDisposable
{
    private const int SupportCount = 16;

    /// <summary>Normal pictures of the category that has the fewest.</summary>
    public int FewestNormal => (int)Categories.Min(category => category.Support.Count);

    /// <summary>C of the pictures.</summary>
    public int Channels => (int)Categories[0].Test.Images.shape[1];

    /// <summary>Loads or generates the data of one seed.</summary>
    /// <param name="recipe">Where the data comes from and how much of it.</param>
    /// <param name="seed">Seed of the generator or of the draw.</param>
    /// <exception cref="DataException">Data is missing or damaged, or masks do not match.</exception>
    public static MaedayData Load(MaedayRecipe recipe, long seed) => recipe.Data switch
    {
        "procedural" when recipe.Encoder.Side != ProceduralTextures.Side => throw new DataException(
            $"Procedural surfaces are {ProceduralTextures.Side} pixels wide, but mode {recipe.Mode} wants "
            + $"{recipe.Encoder.Side}: give a folder in MVTec's layout with data=FOLDER, or take mode=small."),
        "procedural" => Procedural(recipe, seed),
        "tiles" => MagneticTiles.Load(recipe, seed),
        _ => MvtecFolder.Load(recipe, seed),
    };

    /// <summary>Sound and defective pictures of each category, with the masks.</summary>
    public Figure Samples(int columns = 8)
    {
        var shown = Categories.Take(3).ToArray();
        var rows = new List<IReadOnlyList<RgbImage>>();
        var labels = new List<string>();
        foreach (var category in shown)
        {
            var places = Places(category, columns);
            rows.Add([.. places.Select(place => RgbImage.FromTensor(category.Test.Images[place]))]);
            labels.Add(category.Name);
            if (category.HasDefectivePixels)
            {
                rows.Add([.. places.Select(place => Mask(category, place))]);
                labels.Add("mask");
            }
        }

        return ImageGrid.Draw(
            rows, labels,
            $"Test pictures and the masks of their defects. {string.Join(", ", Categories.Select(Counts))}. The "
            + "network never "
            + "learns from any of them.",
            titles: [.. shown.SelectMany(category =>
            {
                string[] names = [.. Places(category, columns).Select(
                    place => category.Test.Classes[(int)category.Test.ToLabels()[place]])];
                return category.HasDefectivePixels ? new[] { names, [.. names.Select(_ => "")] } : [names];
            })],
            alt: $"Rows of pictures: {string.Join(", ", labels)}.").On(Source);

        static string Counts(MaedayCategory category) =>
            $"{category.Name}: {category.Defective.Count(d => d == 0)} sound, "
            + $"{category.Defective.Count(d => d == 1)} defective";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var category in Categories)
        {
            category.Support.Dispose();
            category.Test.Dispose();
        }
    }

    private static MaedayData Procedural(MaedayRecipe recipe, long seed)
    {
        var categories = Enum.GetValues<TextureCategory>().Select(category => new MaedayCategory(
            category.ToString().ToLowerInvariant(),
            ProceduralTextures.Surfaces(category, SupportCount, (2 * seed) + 1, defects: false),
            ProceduralTextures.Surfaces(category, recipe.TestCount, 2 * seed))).ToArray();
        var hashes = string.Concat(categories.SelectMany(c => new[] { c.Support.Source.Sha256, c.Test.Source.Sha256 }));
        return new(categories, new(
            ProceduralTextures.Id, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(hashes))),
            $"{recipe.TestCount} procedural surfaces each of {string.Join(", ", categories.Select(c => c.Name))}, "
            + $"seed {seed}, "
            + "every second one with a defect; a generated stand-in for photographs", StandIn: true));
    }

    /// <summary>A mask as figures draw it.</summary>
    internal static RgbImage Mask(MaedayCategory category, long place)
    {
        using var scope = NewDisposeScope();
        return RgbImage.FromTensor(
            category.Test.Masks[MaedayCategory.Defect][place].unsqueeze(0).to(ScalarType.Float32));
    }

    /// <summary>Places of test pictures that show each kind in turn.</summary>
    internal static long[] Places(MaedayCategory category, int count)
    {
        var labels = category.Test.ToLabels();
        var byKind = Enumerable.Range(0, labels.Length).GroupBy(i => labels[i]).OrderBy(kind => kind.Key)
            .Select(kind => kind.ToArray()).ToArray();
        return [.. Enumerable.Range(0, labels.Length).SelectMany(
            round => byKind.Where(kind => round < kind.Length).Select(kind => (long)kind[round])).Take(count)];
    }
}
