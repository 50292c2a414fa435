using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.Bagan;

/// <summary>The data of one study: one class has few pictures.</summary>
/// <param name="Train">Imbalanced pictures to learn from.</param>
/// <param name="Undropped">The same before the cut: for the reference classifier and the real pictures' variety. A
/// user's folder is not cut, so these are its training pictures.</param>
/// <param name="Test">Pictures that are only measured on.</param>
/// <param name="Minority">The class that has few.</param>
public sealed record BaganData(ImageSet Train, ImageSet Undropped, ImageSet Test, int Minority) : IDisposable
{
    /// <summary>What the figures and claims on this data say about it.</summary>
    public DataUse Source => Test.Source;

    /// <summary>Number of classes n.</summary>
    public int Classes => Train.Classes.Count;

    /// <summary>1 grey, 3 colour.</summary>
    public int Channels => (int)Train.Images.shape[1];

    /// <summary>Test pictures of the minority class.</summary>
    public int MinorityTests => Test.ToLabels().Count(label => label == Minority);

    /// <summary>Training pictures of each class after the cut.</summary>
    public int[] Counts => CountsOf(Train);

    /// <summary>Loads or generates the data of one seed and cuts a class.</summary>
    /// <param name="recipe">Where the data comes from and how much of it.</param>
    /// <param name="seed">Seed of the generator, of which pictures are kept, or of a folder's split.</param>
    /// <param name="minority">Class to cut.</param>
    /// <exception cref="DataException">The data set is not at hand or damaged, or the folder has not what is
    /// needed.</exception>
    public static BaganData Load(BaganRecipe recipe, long seed, int minority)
    {
        var data = LoadAny(recipe, seed, minority);
        var counts = data.Counts;
        if (counts[minority] < counts.Max())
        {
            return data;
        }

        using (data)
        {
            throw new DataException(
                $"The minority class {data.Train.Classes[minority]} must have fewer training pictures than the largest "
                + $"class, which has {counts.Max():N0}, but has {counts[minority]:N0}: there is nothing to balance. "
                + "Keep fewer of its pictures.");
        }
    }

    private static BaganData LoadAny(BaganRecipe recipe, long seed, int minority) => recipe.Data switch
    {
        BaganRecipe.Procedural => Generate(recipe, seed, minority),
        Mnist.Id => OfMnist(recipe, seed, minority),
        Cifar10.Id => OfCifar10(recipe, seed, minority),
        FashionMnist.Id => AllClassesCut(seed, minority),
        _ when Gtsrb.IsAt(recipe.Data) => OfSigns(recipe, seed, minority),
        _ => OfFolder(recipe, seed, minority),
    };

    /// <summary>The data on a device; this set's tensors are freed where they lie on another one.</summary>
    /// <param name="device">Where to.</param>
    public BaganData To(Device device)
    {
        if (device.type == Train.Images.device.type)
        {
            return this;
        }

        using var here = this;
        var train = Train.To(device);
        return new(train, ReferenceEquals(Undropped, Train) ? train : Undropped.To(device), Test.To(device), Minority);
    }

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

    /// <summary>The minority class and the one or two largest others, as the figures show them.</summary>
    public IReadOnlyList<int> Shown()
    {
        var counts = Counts;
        return
        [
            Minority,
            .. Enumerable.Range(1, Classes - 1).Select(i => (Minority + i) % Classes)
                .OrderByDescending(label => counts[label]).Take(2),
        ];
    }

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

    private static BaganData OfMnist(BaganRecipe recipe, long seed, int minority)
    {
        var folder = Datasets.Require(Mnist.Id).Directory;
        return OneClassCut(recipe, seed, minority, Mnist.LoadTraining(folder), Mnist.LoadTest(folder));
    }

    // All five training files in full mode, else the first: a fifth of the photographs.
    private static BaganData OfCifar10(BaganRecipe recipe, long seed, int minority)
    {
        IReadOnlyList<string> files = recipe.Mode == "full" ? Cifar10.TrainFiles : [Cifar10.TrainFiles[0]];
        var folder = Datasets.Require(Cifar10.Id, [.. files, Cifar10.TestFile]).Directory;
        return OneClassCut(
            recipe, seed, minority, WithoutSubjects(Cifar10.Load(folder, files)),
            WithoutSubjects(Cifar10.Load(folder, Cifar10.TestFile)));

        // They repeat the labels, and generated pictures have none.
        static ImageSet WithoutSubjects(ImageSet set)
        {
            using (set)
            {
                return new(set.Images.clone(), set.Labels.clone(), set.Classes, set.Source);
            }
        }
    }

    /// <summary>The minority is cut, every other class stays whole.</summary>
    private static BaganData OneClassCut(
        BaganRecipe recipe, long seed, int minority, ImageSet whole, ImageSet test)
    {
        var counts = CountsOf(whole);
        counts[minority] = BaganMethod.Kept(
            recipe.KeptPerMille, counts.Where((_, label) => label != minority).Max());
        return new(Keep(whole, counts, seed), whole, test, minority);
    }

    /// <summary>Fashion-MNIST: every class is cut, in the ratios of the successor's paper.</summary>
    private static BaganData AllClassesCut(long seed, int minority)
    {
        var whole = FashionMnist.LoadTraining(Datasets.Require(FashionMnist.TrainingId).Directory);
        var test = FashionMnist.Load(
            Datasets.Require(FashionMnist.Id, FashionMnist.TestImages, FashionMnist.TestLabels).Directory);
        return new(Keep(whole, BaganPaper.ScaledSuccessorCounts(CountsOf(whole)), seed), whole, test, minority);
    }

    /// <summary>A user's folder, as imbalanced as it is: of each class a quarter is for the test, and one picture at
    /// least to learn from.</summary>
    private static BaganData OfFolder(BaganRecipe recipe, long seed, int minority)
    {
        using var whole = OwnPictures.Load(
            recipe.Data, OwnPictures.Classes(recipe.Data), recipe.Architecture.Size);
        var labels = whole.ToLabels();
        var train = CountsOf(whole).Select(count => count - count / 4).ToArray();
        if (labels.Length == train.Sum())
        {
            throw new DataException(
                $"{recipe.Data} must hold a class of four pictures or more, since a quarter of each class is for the "
                + $"test, but the largest has {train.Max()}. Add pictures.");
        }

        var order = Batches.Order(labels.Length, seed);
        var learned = Places(labels, train, order);
        var learning = whole.Select(learned);
        return new(learning, learning, whole.Select([.. order.Except(learned).Order()]), minority);
    }

    /// <summary>GTSRB as imbalanced as it is. Without the published test pictures a quarter of each class's tracks is
    /// for the test: one at least, where a class has two.</summary>
    private static BaganData OfSigns(BaganRecipe recipe, long seed, int minority)
    {
        var (whole, tracks) = Gtsrb.LoadTraining(recipe.Data, recipe.Architecture.Size);
        if (Gtsrb.LoadTest(recipe.Data, whole.Classes, recipe.Architecture.Size) is { } test)
        {
            return new(whole, whole, test, minority);
        }

        using var released = whole;
        var signs = whole.ToLabels().Zip(tracks).Index().GroupBy(one => one.Item, one => (long)one.Index).ToArray();
        var held = Batches.Order(signs.Length, seed).Select(i => signs[i]).GroupBy(sign => sign.Key.First)
            .SelectMany(ofClass => ofClass.Take(ofClass.Count() < 2 ? 0 : Math.Max(1, ofClass.Count() / 4)))
            .SelectMany(sign => sign).ToHashSet();
        if (held.Count == 0)
        {
            throw new DataException(
                $"{recipe.Data} must hold the published test pictures, or a class of two tracks or more, since whole "
                + "tracks are held out for the test. Unpack the published archives again.");
        }

        var learning = whole.Select(
            [.. Enumerable.Range(0, tracks.Count).Select(i => (long)i).Where(i => !held.Contains(i))]);
        return new(learning, learning, whole.Select([.. held.Order()]), minority);
    }

    private static ImageSet Keep(ImageSet whole, int[] counts, long seed)
    {
        var labels = whole.ToLabels();
        return whole.Select(Places(labels, counts, Batches.Order(labels.Length, seed)));
    }

    // The first counts[c] pictures of each class c in an order, as places in the set, ascending.
    private static long[] Places(long[] labels, int[] counts, long[] order) =>
        [.. order.GroupBy(i => labels[i]).SelectMany(ofClass => ofClass.Take(counts[ofClass.Key])).Order()];

    private static int[] CountsOf(ImageSet set)
    {
        var counts = new int[set.Classes.Count];
        foreach (var label in set.ToLabels())
        {
            counts[label]++;
        }

        return counts;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        Undropped.Dispose();
        Test.Dispose();
    }
}
