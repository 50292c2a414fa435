using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Models.Bagan;
using NotebookKit.Runs;
using NotebookKit.Show;
using TorchSharp;
using Xunit;

namespace NotebookKit.Models.Tests.Bagan;

/// <summary>Real data and users' folders, good and bad.</summary>
public sealed class BaganDataTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("classes-");

    [Fact]
    public void ScaledSuccessorCounts_OfAThousandEach_KeepTheRatiosRoundedUp()
    {
        var counts = BaganPaper.ScaledSuccessorCounts([1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 20]);

        Assert.Equal([1000, 18, 34, 51, 69, 89, 102, 93, 131, 20], counts);
        Assert.Equal(
            BaganPaper.SuccessorCounts, BaganPaper.ScaledSuccessorCounts([.. Enumerable.Repeat(6_000, 10)]));
    }

    [Fact]
    public void Mnist_WhereItIsAtHand_KeepsFivePerCentOfOneClass_AndRunsThroughAllSteps()
    {
        if (Datasets.Find(Mnist.Id) is null)
        {
            Assert.Skip("MNIST is not at hand; set NOTEBOOKKIT_DATA or run './nk data get mnist'.");
        }

        using var run = new RunFolder();
        run.Enter();
        using var experiment = new BaganExperiment(Short(BaganRecipe.For("smoke", Mnist.Id)));

        var data = experiment.Data;
        Assert.Equal(60_000, data.Undropped.Count);
        Assert.Equal(10_000, data.Test.Count);
        Assert.Equal([5923, 6742, 338, 6131, 5842, 5421, 5918, 6265, 5851, 5949], data.Counts);   // ceil(.05 6742)
        Assert.Equal([2, 1, 7], data.Shown());
        var result = experiment.Conclude();
        Assert.DoesNotContain(result.Claims, claim => claim.Asserted || claim.Data.StandIn);
        Assert.Equal(Mnist.Id, RunJson.Read<RecordedRun>(run[RecordedRun.FileName]).Data.Id);
    }

    [Fact]
    public void Cifar10_WhereItIsAtHand_CutsOneClassOfItsFirstFile_AndRunsThroughAllSteps()
    {
        if (Datasets.Find(Cifar10.Id, Cifar10.TrainFiles[0], Cifar10.TestFile) is null)
        {
            Assert.Skip("CIFAR-10's first training file and its test file are not at hand; set NOTEBOOKKIT_DATA.");
        }

        using var experiment = new BaganExperiment(
            Short(BaganRecipe.For("smoke", Cifar10.Id)) with { Dropped = 97.5 });

        var data = experiment.Data;
        Assert.Equal((10_000, 10_000, 3), (data.Undropped.Count, data.Test.Count, data.Channels));
        Assert.Equal(26, data.Counts[data.Minority]);                     // ceil(.025 1030), of the frogs
        Assert.Equal(32, data.Train.Images.shape[3]);
        var claims = experiment.Conclude().Claims;
        Assert.Contains(claims, claim => claim.Paper == ".662 (CIFAR-10, 97.5 % dropped)");
        Assert.DoesNotContain(claims, claim => claim.Asserted || claim.Data.StandIn);
    }

    [Fact]
    public void FashionMnist_WhereItIsAtHand_RunsThroughAllSteps()
    {
        if (Datasets.Find(FashionMnist.TrainingId) is null)
        {
            Assert.Skip("The first 10,000 training pictures of Fashion-MNIST are not at hand; set NOTEBOOKKIT_DATA.");
        }

        using var run = new RunFolder();
        run.Enter();
        using var experiment = new BaganExperiment(Short(BaganRecipe.For("smoke", FashionMnist.Id)));

        var counts = experiment.Data.Counts;
        Assert.InRange(counts[0], 900, 1_100);
        Assert.Equal(BaganPaper.ScaledSuccessorCounts([counts[0], .. Enumerable.Repeat(1_000, 9)]), counts);
        var result = experiment.Conclude();
        Assert.DoesNotContain(result.Claims, claim => claim.Asserted || claim.Data.StandIn);
        Assert.Contains("data=fashion-mnist", result.Command, StringComparison.Ordinal);
        var record = RunJson.Read<RecordedRun>(run[RecordedRun.FileName]);
        Assert.Equal((result.Command, FashionMnist.Id), (record.Command, record.Data.Id));
        Assert.Equal(
            experiment.Classification().Text, record.Figure(BaganRecords.Classification).Text);
    }

    [Fact]
    public void Folder_InColourOfAnySize_WithOnePictureInAClass_RunsThroughAndSaysSo()
    {
        Write("apples", 9, 40, 24);
        Write("pears", 8, 16, 16);
        Write("plums", 1, 33, 50);

        using var experiment = new BaganExperiment(Short(BaganRecipe.For("smoke", folder.FullName)));

        Assert.Equal(2, experiment.Data.Minority);
        Assert.Equal(3, experiment.Data.Channels);
        Assert.Equal([7, 6, 1], experiment.Data.Counts);
        Assert.Equal([2, 2, 0], CountsOf(experiment.Data.Test));
        Assert.Contains(
            "One picture has no covariance: 1e-3 I stands for that of class plums", Shown(experiment.Gaussians()),
            StringComparison.Ordinal);
        experiment.TrainComparisons();
        Figure[] figures =
        [
            experiment.Settings(), experiment.Data.Histogram(), experiment.Data.Samples(), experiment.LatentSpace(),
            experiment.TrainAutoencoder().Reconstructions(experiment.Data), experiment.InitialSamples(),
            experiment.Film(), experiment.Tradeoff(), experiment.SideBySide(), experiment.Quality(),
            experiment.NearestNeighbours(), experiment.Interpolation(), experiment.ClassificationOverSeeds(),
        ];
        Assert.All(figures, figure => Assert.NotEmpty(figure.Text));
        Assert.Contains("its own accuracy is unknown", Shown(experiment.Classification()), StringComparison.Ordinal);
        Assert.DoesNotContain(experiment.Conclude().Claims, claim => claim.Asserted);
    }

    [Fact]
    public void Folder_MissingEmptyClassOrTooFew_SaysWhatToDo()
    {
        Refused("/no/such/folder", "there is no such folder");
        Write("apples", 3, 16, 16);
        folder.CreateSubdirectory("pears");
        Refused(folder.FullName, "pears must hold JPEG or PNG pictures, but holds none");
        Write("pears", 2, 16, 16);
        Refused(folder.FullName, "must hold a class of four pictures or more");

        static void Refused(string path, string said) => Assert.Contains(
            said,
            Assert.Throws<DataException>(() => BaganData.Load(BaganRecipe.For("smoke", path), 1, 0)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_OfEqualClasses_HasNothingToBalance()
    {
        Write("apples", 8, 16, 16);
        Write("pears", 8, 16, 16);

        var error = Assert.Throws<DataException>(
            () => BaganData.Load(BaganRecipe.For("smoke", folder.FullName), 1, 0));

        Assert.Contains(
            "class apples must have fewer training pictures than the largest class, which has 6, but has 6",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_TestPictures_AreNoTrainingPictures_AndTheSeedNamesTheSplit()
    {
        Write("apples", 8, 32, 32);
        Write("pears", 4, 32, 32);
        var recipe = BaganRecipe.For("smoke", folder.FullName);

        using var data = BaganData.Load(recipe, 1, 1);
        using var again = BaganData.Load(recipe, 1, 1);

        Assert.Equal(data.Test.ToPlanes(), again.Test.ToPlanes());
        Assert.Equal(12, data.Train.Count + data.Test.Count);
        var train = data.Train.Images.flatten(1);
        var test = data.Test.Images.flatten(1);
        Assert.All(
            Enumerable.Range(0, (int)data.Test.Count),
            i => Assert.False(train.eq(test[i]).all(1).any().ToBoolean()));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string Shown(Figure figure) => (string)figure.ToBundle().Data[MimeTypes.PlainText];

    private static BaganRecipe Short(BaganRecipe recipe) => recipe with
    {
        AutoencoderSteps = 2, AdversarialSteps = 2, LookEvery = 1, LookCount = 8, ClassifierSteps = 3,
    };

    private static long[] CountsOf(ImageSet set)
    {
        var labels = set.ToLabels();
        return [.. Enumerable.Range(0, set.Classes.Count).Select(c => (long)labels.Count(label => label == c))];
    }

    // Pictures of a class differ in shade, those of two classes in colour.
    private void Write(string name, int count, int width, int height)
    {
        var target = folder.CreateSubdirectory(name).FullName;
        for (var i = 0; i < count; i++)
        {
            var shade = (byte)(20 + 9 * i);
            var picture = RgbImage.From(
                width, height, (x, y) => new(shade, (byte)(name.Length * 30), (byte)((x + y) % 50)));
            File.WriteAllBytes(Path.Combine(target, $"{i:00}.png"), Png.Encode(picture));
        }
    }
}
