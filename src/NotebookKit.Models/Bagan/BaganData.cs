using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.Bagan;

/// <summary>The data of one study: one class is cut, the others stay whole.</summary>
/// <param name="Train">Imbalanced pictures to learn from.</param>
/// <param name="Undropped">The same before the cut: for the reference classifier and the real pictures'
/// variety.</param>
/// <param name="Test">Pictures that are only measured on.</param>
/// <param name="Minority">The class that was cut.</param>
public sealed record BaganData(ImageSet Train, ImageSet Undropped, ImageSet Test, int Minority) : IDisposable
{
    /// <summary>What the figures and claims on this data say about it.</summary>
    public DataUse Source => Test.Source;

    /// <summary>Number of classes n.</summary>
    public int Classes => Train.Classes.Count;

    /// <summary>Training pictures of each class after the cut.</summary>
    public int[] Counts
    {
        get
        {
            var labels = Train.ToLabels();
            return [.. Enumerable.Range(0, Classes).Select(label => labels.Count(one => one == label))];
        }
    }

    /// <summary>Loads or generates the data of one seed and cuts a class.</summary>
    /// <param name="recipe">Where the data comes from and how much of it.</param>
    /// <param name="seed">Seed of the generator, or of which pictures are kept.</param>
    /// <param name="minority">Class to cut.</param>
    /// <exception cref="DataException">The data set is not at hand or damaged.</exception>
    /// <exception cref="ArgumentException">The recipe names no data that there is.</exception>
    public static BaganData Load(BaganRecipe recipe, long seed, int minority) => recipe.Data switch
    {
        BaganRecipe.Procedural => Generate(recipe, seed, minority),
        Mnist.Id => Cut(recipe, seed, minority, Datasets.Require(Mnist.Id).Directory),
        _ => throw new ArgumentException(
            $"No data '{recipe.Data}' in 02-bagan. It has: {BaganRecipe.Procedural}, {Mnist.Id}."),
    };

    /// <summary>Training pictures per class.</summary>
    public Figure Histogram()
    {
        var counts = Counts;
        return BarChart.Draw(
            [.. counts.Select((count, label) => new Bar(Train.Classes[label], count))], "training pictures",
            $"The imbalance: class {Train.Classes[Minority]} has {counts[Minority]:N0} training pictures, "
            + $"the largest class {counts.Max():N0}.", "N0")
            .On(Train.Source);
    }

    /// <summary>The minority's pictures above those of two other classes.</summary>
    public Figure Samples()
    {
        var labels = Shown();
        return ImageGrid.Draw(
            [.. labels.Select(label => Pictures(Train, label, 12))], [.. labels.Select(label => Train.Classes[label])],
            $"Training pictures: the minority class {Train.Classes[Minority]} above two others.")
            .On(Train.Source);
    }

    /// <summary>The minority class and two others, as the figures show them.</summary>
    public IReadOnlyList<int> Shown() => [Minority, (Minority + 1) % Classes, (Minority + 6) % Classes];

    /// <summary>Pictures of one class, as figures draw them.</summary>
    /// <param name="set">Pictures.</param>
    /// <param name="label">Class.</param>
    /// <param name="count">At most so many, the first of the set.</param>
    public static IReadOnlyList<RgbImage> Pictures(ImageSet set, int label, int count)
    {
        using var scope = NewDisposeScope();
        var images = OfClass(set, label);
        return [.. images.narrow(0, 0, Math.Min(count, images.shape[0])).unbind().Select(RgbImage.FromTensor)];
    }

    /// <summary>All pictures of one class.</summary>
    /// <param name="set">Pictures.</param>
    /// <param name="label">Class.</param>
    /// <returns>[N, C, H, W], float32 in [0, 1]; the caller owns it.</returns>
    public static Tensor OfClass(ImageSet set, int label)
    {
        using var scope = NewDisposeScope();
        var images = set.Images[set.Labels.eq(label)];
        return (images.to(ScalarType.Float32) / 255).MoveToOuterDisposeScope();
    }

    private static BaganData Generate(BaganRecipe recipe, long seed, int minority)
    {
        var whole = Enumerable.Repeat(recipe.TrainPerClass, 10).ToArray();
        var cut = whole.Select((count, label) => label == minority ? recipe.Kept : count).ToArray();
        var test = Enumerable.Repeat(recipe.TestPerClass, 10).ToArray();
        return new(
            SegmentDigits.Generate(cut, 2 * seed, recipe.Noise),                         // even streams train,
            SegmentDigits.Generate(whole, 2 * seed, recipe.Noise),
            SegmentDigits.Generate(test, (2 * seed) + 1, recipe.Noise), minority);       // odd ones test
    }

    /// <summary>Keeps a few pictures of the minority, drawn by the seed, and everything else.</summary>
    private static BaganData Cut(BaganRecipe recipe, long seed, int minority, string folder)
    {
        var whole = Mnist.LoadTraining(folder);
        var labels = whole.ToLabels();
        var largestOther = labels.Where(label => label != minority).GroupBy(label => label).Max(group => group.Count());
        var kept = BaganMethod.Kept(recipe.KeptPerMille, largestOther);
        var order = Batches.Order(labels.Length, seed);
        var ofMinority = order.Where(i => labels[i] == minority).Take(kept);
        long[] left = [.. order.Where(i => labels[i] != minority).Concat(ofMinority).Order()];
        return new(whole.Select(left), whole, Mnist.LoadTest(folder), minority);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        Undropped.Dispose();
        Test.Dispose();
    }
}
