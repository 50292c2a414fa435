using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using NotebookKit.Show;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>The parts of the data, never mixed: training, validation (chooses the oracle threshold), test.</summary>
/// <param name="Train">Pictures to learn from; their masks only teach the supervised bound.</param>
/// <param name="Validation">Pictures that choose thresholds.</param>
/// <param name="Test">Pictures that are only measured on.</param>
public sealed record CounterfactualData(ImageSet Train, ImageSet Validation, ImageSet Test) : IDisposable
{
    /// <summary>Name of the masks of the damage.</summary>
    public const string Damage = ProceduralConcrete.Damage;

    /// <summary>Label of damaged pictures.</summary>
    public const long Damaged = 1;

    private const int DrawnSide = 56;                                     // eight columns of photographs fit a figure

    /// <summary>What the figures and claims on this data say about it.</summary>
    public DataUse Source => Test.Source;

    /// <summary>Whether the damage is known pixel by pixel.</summary>
    public bool HasMasks => Test.Masks.ContainsKey(Damage);

    /// <summary>C of the pictures.</summary>
    public int Channels => (int)Test.Images.shape[1];

    /// <summary>Loads or generates the data of one seed.</summary>
    /// <param name="recipe">Where the data comes from and how much of it.</param>
    /// <param name="seed">Seed of the generator or of the split.</param>
    /// <exception cref="DataException">Data is missing or damaged, masks do not match, or a part has one class
    /// only.</exception>
    public static CounterfactualData Load(CounterfactualRecipe recipe, long seed)
    {
        if (recipe.Data == "procedural" && recipe.Side != ProceduralConcrete.Side)
        {
            throw new DataException(
                $"Procedural concrete is {ProceduralConcrete.Side} pixels wide, but mode {recipe.Mode} wants {recipe.Side}: "
                + "give a folder of photographs with data=FOLDER, or take mode=small.");
        }

        var data = recipe.Data switch
        {
            "procedural" => new CounterfactualData(
                ProceduralConcrete.Generate(recipe.TrainCount, 3 * seed),
                ProceduralConcrete.Generate(recipe.ValidationCount, (3 * seed) + 1),
                ProceduralConcrete.Generate(recipe.TestCount, (3 * seed) + 2)),
            CrackPatches.Name => CrackPatches.Load(recipe, seed),
            _ when PhotographFolder.Is(recipe.Data) => PhotographFolder.Load(recipe, seed),
            _ => DefectFolder.Load(recipe, seed),
        };
        data.RequireBothClasses();
        return data;
    }

    /// <summary>Images of a set as the networks take them.</summary>
    /// <returns>[N, C, H, W], float32 in [-1, 1]; the caller's.</returns>
    public static Tensor Prepare(ImageSet set) => Prepare(set.Images);

    /// <summary>Some images of a set as the networks take them.</summary>
    /// <param name="set">The set.</param>
    /// <param name="places">[n], which images.</param>
    /// <returns>[n, C, H, W], float32 in [-1, 1]; the caller's.</returns>
    public static Tensor Prepare(ImageSet set, long[] places)
    {
        using var scope = NewDisposeScope();
        return Prepare(set.Images.index_select(0, tensor(places))).MoveToOuterDisposeScope();
    }

    private static Tensor Prepare(Tensor images)
    {
        using var scope = NewDisposeScope();
        return (images.to(ScalarType.Float32) / 127.5 - 1).MoveToOuterDisposeScope();
    }

    /// <summary>The places of the damaged pictures.</summary>
    public static long[] DamagedPlaces(ImageSet set) =>
        [.. set.ToLabels().Select((label, i) => (label, i)).Where(p => p.label == Damaged).Select(p => (long)p.i)];

    /// <summary>A prepared image as figures draw it.</summary>
    /// <param name="image">[C, H, W] in [-1, 1].</param>
    public static RgbImage Picture(Tensor image)
    {
        using var scope = NewDisposeScope();
        return Drawn((image + 1) / 2);
    }

    /// <summary>A map as figures draw it.</summary>
    /// <param name="map">[H, W] in [0, 1]; values outside take the end.</param>
    public static RgbImage Map(Tensor map)
    {
        using var scope = NewDisposeScope();
        return Drawn(map.unsqueeze(0));
    }

    /// <summary>Means of a large image over the pixels that a figure has room for; a small image stays as it
    /// is.</summary>
    /// <param name="images">[..., H, W].</param>
    internal static Tensor Fitted(Tensor images) => images.shape[^1] <= DrawnSide
        ? images
        : F.adaptive_avg_pool2d(images, DrawnSide);

    /// <summary>A mask as figures draw it.</summary>
    /// <param name="mask">[H, W], bool.</param>
    public static RgbImage Mask(Tensor mask)
    {
        using var scope = NewDisposeScope();
        return Map(mask.to(ScalarType.Float32));
    }

    /// <summary>Pictures of both classes and, where they are known, the masks of the damage.</summary>
    public Figure Samples(int columns = 10)
    {
        using var scope = NewDisposeScope();
        var all = DamagedPlaces(Train);
        var damaged = all.Take(columns).ToArray();
        var whole = Enumerable.Range(0, (int)Train.Count).Select(i => (long)i).Except(all).Take(columns).ToArray();
        var rows = new List<IReadOnlyList<RgbImage>> { Pictures(whole), Pictures(damaged) };
        if (HasMasks)
        {
            rows.Add([.. damaged.Select(i => Mask(Train.Masks[Damage][i]))]);
        }

        string[] labels = [Train.Classes[0], Train.Classes[1], "mask of the damage"];
        return ImageGrid.Draw(
            rows, labels[..rows.Count],
            $"Pictures of both classes. {Train.Count:N0} to learn from, {Validation.Count:N0} to choose thresholds, "
            + $"{Test.Count:N0} for the test. G, D and C are told the class and never see a mask.",
            alt: $"Rows of pictures: {string.Join(", ", labels[..rows.Count])}.").On(Train.Source);

        RgbImage[] Pictures(long[] places) => [.. Prepare(Train, places).unbind().Select(Picture)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
        Test.Dispose();
    }

    private static RgbImage Drawn(Tensor image) => RgbImage.FromTensor(Fitted(image));

    private void RequireBothClasses()
    {
        foreach (var (part, set) in new[] { ("training", Train), ("validation", Validation), ("test", Test) })
        {
            var damaged = DamagedPlaces(set).Length;
            if (damaged == 0 || damaged == set.Count)
            {
                var (there, missing) = damaged == 0 ? (0, 1) : (1, 0);
                var error = new DataException(
                    $"Each part needs pictures of both classes, but all {set.Count} {part} pictures are "
                    + $"'{set.Classes[there]}'. Add pictures of '{set.Classes[missing]}'.");
                Dispose();
                throw error;
            }
        }
    }
}
