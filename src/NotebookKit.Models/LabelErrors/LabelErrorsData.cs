using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using static TorchSharp.torch;

namespace NotebookKit.Models.LabelErrors;

/// <summary>Training and test images whose labels are right, and which classes are easily confused.</summary>
/// <param name="Train">Images to inject label noise into.</param>
/// <param name="Test">Images to measure on.</param>
/// <param name="Partners">[K] the confusable class of each class; -1 = none.</param>
/// <param name="Mislabelled">The class of which the stability study mislabels a part, and the label that it
/// gets.</param>
public sealed record LabelErrorsData(
    ImageSet Train, ImageSet Test, IReadOnlyList<int> Partners, (int From, int To) Mislabelled) : IDisposable
{
    // T-shirt and shirt, trouser and dress, pullover and coat, sneaker and ankle boot look alike; a sandal passes for a
    // sneaker, a bag for nothing else.
    private static readonly int[] FashionPartners = [6, 3, 4, 1, 2, 7, 0, 9, -1, 7];

    /// <summary>What the figures and claims on this data say about it.</summary>
    public DataUse Source => Test.Source;

    /// <summary>The sets that can be learned from: the stand-in, and Fashion-MNIST where it is at hand.</summary>
    /// <exception cref="DataException">A file of Fashion-MNIST is damaged.</exception>
    public static IReadOnlyList<string> AtHand() =>
        FindFashion() is null ? [ProceduralShapes.Id] : [ProceduralShapes.Id, FashionMnist.Id];

    /// <summary>Loads or generates the images of one seed.</summary>
    /// <param name="id">One of <see cref="AtHand"/>.</param>
    /// <param name="recipe">How many images.</param>
    /// <param name="seed">Seed of the generator, or of the draw out of the 10,000 pictures of Fashion-MNIST's test
    /// file.</param>
    /// <exception cref="ArgumentException">There is no such set.</exception>
    /// <exception cref="DataException">The set is not at hand, damaged, or too small.</exception>
    public static LabelErrorsData Load(string id, LabelErrorsRecipe recipe, long seed)
    {
        if (id == ProceduralShapes.Id)
        {
            return new(
                ProceduralShapes.Generate(recipe.TrainCount, 2 * seed),                    // even streams train,
                ProceduralShapes.Generate(recipe.TestCount, (2 * seed) + 1),               // odd ones test
                ProceduralShapes.Partners, (From: 4, To: 7));                              // squares called bars
        }

        if (id != FashionMnist.Id)
            throw new ArgumentException($"No data '{id}'; there are: {ProceduralShapes.Id}, {FashionMnist.Id}.");
        var location = Datasets.Require(FashionMnist.Id, FashionMnist.TestImages, FashionMnist.TestLabels);
        using var whole = FashionMnist.Load(location.Directory);
        using var pool = Halve(whole);                                                     // 14 x 14: two cores
        if (recipe.TrainCount + recipe.TestCount > pool.Count)
            throw new DataException(
                $"{recipe.TrainCount} training and {recipe.TestCount} test images were asked for, but {id} has " +
                $"{pool.Count} " +
                "here; ask for fewer.");
        var order = Batches.Order(pool.Count, seed);
        return new(
            pool.Select(order.AsSpan(0, recipe.TrainCount)),
            pool.Select(order.AsSpan(recipe.TrainCount, recipe.TestCount)),
            FashionPartners, (From: 1, To: 3));                                            // trousers called dresses
    }

    /// <summary>The same images with other labels.</summary>
    /// <param name="set">The images.</param>
    /// <param name="labels">[N].</param>
    public static ImageSet Relabel(ImageSet set, int[] labels) => new(
        set.Images.clone(), tensor(Array.ConvertAll(labels, label => (long)label)), set.Classes, set.Source);

    /// <summary>Labels as the filters take them.</summary>
    /// <param name="set">The images.</param>
    /// <returns>[N].</returns>
    public static int[] LabelsOf(ImageSet set) => Array.ConvertAll(set.ToLabels(), label => (int)label);

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    /// <summary>Half the height and width: means over 2 x 2 pixels.</summary>
    private static ImageSet Halve(ImageSet set)
    {
        using var scope = NewDisposeScope();
        var half = nn.functional.avg_pool2d(set.Images.to(ScalarType.Float32), 2).round().to(ScalarType.Byte);
        return new(
            half, set.Labels.clone(), set.Classes,
            set.Source with { Description =
                $"{set.Source.Description}, shrunk to {half.shape[^2]} x {half.shape[^1]}" });
    }

    private static DataLocation? FindFashion() =>
        Datasets.Find(FashionMnist.Id, FashionMnist.TestImages, FashionMnist.TestLabels);
}
