using NotebookKit.Data;
using NotebookKit.Models.Bagan;
using Xunit;

namespace NotebookKit.Models.Tests.Bagan;

/// <summary>The published tables, and the data that they are of.</summary>
public sealed class BaganPaperTests : IDisposable
{
    private readonly GtsrbFolder signs = new();

    [Fact]
    public void Dropped_OfThePapersLevels_KeepsTheRestOfThem()
    {
        int[] kept = [.. PublishedColumn.Levels.Select(
            level => (BaganRecipe.Full with { Dropped = level }).KeptPerMille)];

        Assert.Equal([600, 400, 200, 100, 50, 25], kept);
        Assert.Equal(50, BaganRecipe.Small.KeptPerMille);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(-1)]
    [InlineData(97.55)]
    [InlineData(double.NaN)]
    public void Dropped_OutOfRangeOrTooFine_IsRefused(double dropped) => Assert.Contains(
        "must be 0 or more and less than 100 per cent, with one decimal at most",
        Assert.Throws<ArgumentException>(() => BaganRecipe.Full with { Dropped = dropped }).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Figures_OfARun_AreTheColumnOfItsDataAndDropLevel()
    {
        var mnist = BaganRecipe.For("small", Mnist.Id);
        Assert.Contains(Values(mnist with { Dropped = 97.5 }), value => value == ".754 / .230 / .995");
        Assert.Contains(Values(mnist with { Dropped = 50 }), value => value == ".823 / .304 / .997");
        Assert.Equal(
            [
                ".823 / .304 / .997", ".979 / .357 / .316 / .306", ".9774 / .9772 / .9795 / .9788 / .9725",
                ".954 / .954 / .968 / .963 / .927", "0.8 / 0.25 / 0.05 / 0.5",
            ],
            Values(BaganRecipe.Small));
        Assert.Equal(
            [".411 / .351 / .662", ".986 / 1.000 / .655 / .015", ".199 / .211 / .187 / .178 / .282"],
            Values(BaganRecipe.For("small", Cifar10.Id) with { Dropped = 97.5 })[..3]);
        signs.Add(0, tracks: 1, frames: 1);
        Assert.Equal(
            [".740 / .413 / .993", ".958 / .620 / .176 / .081", ".954 / .954 / .968 / .963 / .927"],
            Values(BaganRecipe.For("small", signs.Root))[..3]);

        static string[] Values(BaganRecipe recipe) => [.. BaganPaper.Figures(recipe).Select(row => row.Value)];
    }

    [Fact]
    public void Signs_WithoutThePublishedTest_AreSplitByTrack_AndRunThroughAllSteps()
    {
        signs.Add(0, tracks: 2, frames: 3);
        signs.Add(1, tracks: 2, frames: 1);
        signs.Add(4, tracks: 8, frames: 1);
        var recipe = BaganRecipe.For("smoke", signs.Root) with
        {
            AutoencoderSteps = 2, AdversarialSteps = 2, LookEvery = 1, LookCount = 8, ClassifierSteps = 3,
        };

        using var experiment = new BaganExperiment(recipe);

        // Each track has a shade of its own, so that a shade on both sides would be a torn track.
        var (train, test) = (Shades(experiment.Data.Train), Shades(experiment.Data.Test));
        Assert.Empty(train.Intersect(test));
        Assert.Equal(12, train.Union(test).Count());
        Assert.Equal([3, 1, 6], experiment.Data.Counts);
        Assert.Equal([0, 0, 0, 1, 2, 2], experiment.Data.Test.ToLabels());
        Assert.Equal((1, 3, 32), (experiment.Data.Minority, experiment.Data.Channels, recipe.Architecture.Size));
        var claims = experiment.Conclude().Claims;
        Assert.Contains(claims, claim => claim.Paper == ".993 (GTSRB as it is)");
        Assert.Contains(claims, claim => claim.Paper == "-.0360");
        Assert.DoesNotContain(claims, claim => claim.Asserted);
    }

    [Fact]
    public void Signs_WithThePublishedTest_LearnFromAllTrainingPictures()
    {
        signs.Add(0, tracks: 1, frames: 3);
        signs.Add(1, tracks: 1, frames: 1);
        signs.AddTest(1, 0);

        using var data = BaganData.Load(BaganRecipe.For("full", signs.Root), 1, 1);

        Assert.Equal([3, 1], data.Counts);
        Assert.Equal([1, 0], data.Test.ToLabels());
        Assert.Equal([2, 3, 64, 64], data.Test.Images.shape);
    }

    [Fact]
    public void Signs_OfSingleTracksOnly_CannotBeTested()
    {
        signs.Add(0, tracks: 1, frames: 3);
        signs.Add(1, tracks: 1, frames: 1);

        var error = Assert.Throws<DataException>(
            () => BaganData.Load(BaganRecipe.For("smoke", signs.Root), 1, 1));

        Assert.Contains("or a class of two tracks or more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signs_InFullMode_AreTrainedFor150Epochs_ForEachOfTheRarestClasses()
    {
        signs.Add(0, tracks: 1, frames: 2);
        signs.Add(1, tracks: 1, frames: 3);
        signs.Add(2, tracks: 2, frames: 1);

        var full = BaganRecipe.For("full", signs.Root);

        Assert.Equal([0, 2], full.Minorities);
        Assert.Equal((150, 150, 10), (full.AutoencoderSteps, full.AdversarialSteps, full.LookEvery));
        Assert.Equal([0], BaganRecipe.For("small", signs.Root).Minorities);
    }

    public void Dispose() => signs.Dispose();

    private static byte[] Shades(ImageSet set) => [.. set.ToPlanes().Chunk((int)set.Images[0].numel()).Select(
        picture => picture.Distinct().Single())];
}
