using NotebookKit.Data.Procedural;
using NotebookKit.Models.Bagan;
using NotebookKit.Train;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Bagan;

/// <summary>What each step of the training may and may not change.</summary>
public sealed class BaganTrainingTests
{
    private static readonly BaganRecipe Recipe =
        BaganRecipe.Smoke with { TrainPerClass = 8, TestPerClass = 4, Kept = 4 };

    [Fact]
    public void Initialised_AfterStepTwo_SharesTrunkAndDecoderButNotTheHead()
    {
        using var study = new BaganStudy(Recipe with { AutoencoderSteps = 3 }, 17, 2, story: false);
        var (generator, discriminator) = study.Initialised();
        using var released = generator;
        using var alsoReleased = discriminator;

        AssertSame(study.Autoencoder.Encoder.Convolutions.state_dict(), discriminator.Convolutions.state_dict());
        AssertSame(study.Autoencoder.Decoder.state_dict(), generator.state_dict());
        Assert.Equal([11, 32 * 16], discriminator.state_dict()["head.weight"].shape);
    }

    [Fact]
    public void Train_OneAdversarialStep_MovesBothNetworksAndLeavesTheGaussiansFrozen()
    {
        using var scope = NewDisposeScope();
        using var study = new BaganStudy(
            Recipe with { AutoencoderSteps = 3, AdversarialSteps = 1, LookEvery = 1 }, 17, 2, story: false);
        var means = study.Gaussians.Means();
        var before = study.Autoencoder.Decoder.state_dict()["start.dense1.weight"].clone();

        var gan = study.Bagan;

        Assert.Equal(1, gan.History!.Steps);
        Assert.Equal([0, 1], gan.Selection!.Looks.Select(look => look.Step));
        Assert.True(means.Equals(study.Gaussians.Means()));
        Assert.True(before.Equals(study.Autoencoder.Decoder.state_dict()["start.dense1.weight"]));
    }

    [Fact]
    public void Bagan_SameSeed_GivesTheSamePicturesAndAnotherSeedOthers()
    {
        using var scope = NewDisposeScope();
        Tensor Pictures(long seed)
        {
            using var study = new BaganStudy(
                Recipe with { AutoencoderSteps = 3, AdversarialSteps = 2 }, seed, 2, story: false);
            return study.Bagan.Pictures(2, 3, 1);
        }

        var first = Pictures(17);

        Assert.True(first.Equals(Pictures(17)));
        Assert.False(first.Equals(Pictures(18)));
    }

    [Fact]
    public void Selection_PrefersAVariedLookThenTheMoreAccurateThenTheLater()
    {
        var selection = new GeneratorSelection(0.5);
        foreach (var (step, accuracy, ssim) in new[] { (0, 0.2, 0.6), (1, 0.2, 0.8), (2, 0.4, 0.5), (3, 0.3, 0.1),
            (4, 0.95, 0.51) })
        {
            selection.Consider(new(step, accuracy, ssim), () => [(byte)step]);
            Assert.Equal(new[] { 0, 1, 2, 2, 2 }[step], selection.Chosen!.Step);
        }

        var copy = new GeneratorSelection(0.5);
        copy.Load(selection.Save());
        Assert.Equal(selection.Looks, copy.Looks);
        Assert.Equal(selection.Chosen, copy.Chosen);
        Assert.Equal([2], copy.BestWeights());
    }

    [Fact]
    public void Train_ThatDiverges_SaysSoAndKeepsTheLastGoodWeights()
    {
        using var scope = NewDisposeScope();
        using var data = BaganData.Load(Recipe, 17, 2);
        using var generator = new BaganGenerator(Recipe.Architecture);
        using var discriminator = new BaganTrunk(Recipe.Architecture, 11);
        using var latents = new EmbeddedNoise(10, Recipe.Architecture.Latent);
        var before = generator.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var training = new AdversarialTraining(
            Recipe with { AdversarialRate = 1e30, LookEvery = 50 }, data.Train, 10, Verdict.OneOutput, _ => (0, 0), 2);

        var error = Assert.Throws<TrainingDivergedException>(() => training.Train(
            "wild", generator, discriminator, latents, 0.5, null, new StageOptions("wild", 17)));

        Assert.Contains("must stay finite", error.Message, StringComparison.Ordinal);
        Assert.Contains("Lower the learning rates", error.Message, StringComparison.Ordinal);
        AssertSame(before, generator.state_dict());
    }

    [Theory]
    [InlineData(0.91, true)]
    [InlineData(0.89, false)]
    public void Collapsed_WhenThePicturesOfTheKeptStepAreNearlyAllAlike(double ssim, bool collapsed)
    {
        var selection = new GeneratorSelection(0.5);
        selection.Consider(new(0, 0.9, double.NaN), () => [0]);
        selection.Consider(new(1, 0.5, ssim), () => [1]);
        selection.Consider(new(2, double.NaN, double.NaN), () => [2]);
        using var generator = new BaganGenerator(Recipe.Architecture);
        var gan = new ConditionalGan("one", generator, new PlainNoise(3), Selection: selection);

        Assert.Equal([1], selection.BestWeights());                       // a look that is no number is never kept
        Assert.Equal(collapsed, gan.Collapsed);
        Assert.Equal(
            collapsed ? "one has collapsed: nearly all its pictures are alike (SSIM of couples 0.91)." : null,
            gan.Warning);
    }

    [Fact]
    public void Warning_OfAGeneratorThatCollapsedAfterItsKeptStep_SaysWhichIsKept()
    {
        var selection = new GeneratorSelection(0.5);
        selection.Consider(new(50, 0.5, 0.4), () => [0]);
        selection.Consider(new(1_000, 0.9, 0.95), () => [1]);
        using var generator = new BaganGenerator(Recipe.Architecture);

        var gan = new ConditionalGan("ACGAN", generator, new PlainNoise(3), Selection: selection);

        Assert.False(gan.Collapsed);
        Assert.Equal(
            "ACGAN collapsed on the way: after step 1,000 nearly all its pictures are alike (SSIM of couples 0.95). "
            + "Kept is step 50.", gan.Warning);
    }

    [Fact]
    public void Figures_OfAGeneratorThatCollapsed_SayIt()
    {
        using var experiment = new BaganExperiment(Recipe with
        {
            AutoencoderSteps = 1, AdversarialSteps = 1, LookEvery = 1, ClassifierSteps = 1, LookCount = 8,
        });
        var gan = experiment.TrainBagan();
        gan.Selection!.Consider(new(2, -1, 0.97), () => []);              // a last look, never the kept one

        Assert.NotNull(gan.Warning);
        Assert.All(new[] { experiment.Quality(), experiment.Tradeoff() }, figure => Assert.Contains(
            gan.Warning, (string)figure.ToBundle().Data[Interactive.MimeTypes.PlainText], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.02, -0.5, "BAGAN's gain above 0.01", 0.01)]
    [InlineData(-0.5, 0.05, "gain of steps 1 + 2 above 0.03", 0.02)]
    [InlineData(-0.5, 0.01, "gain of steps 1 + 2 above 0.03", -0.02)]
    public void OneMeanMeetsItsBound_JudgesTheMeans_NotTheBetterOfEachSeed(
        double bagan, double initial, string name, double spare)
    {
        // Of two seeds each variant wins one; a mean of the better of each would meet any bound.
        var claim = BaganResult.OneMeanMeetsItsBound(
            [Measured(17, bagan + 0.4, initial - 0.4), Measured(18, bagan - 0.4, initial + 0.4)], asserted: true,
            new("digits", "", "", StandIn: true));

        Assert.EndsWith(name, claim.Name, StringComparison.Ordinal);
        Assert.Equal(spare, claim.Here, 1e-12);
        Assert.Equal(spare >= 0, claim.Holds);

        static BaganMeasurement Measured(long seed, double gainOfBagan, double gainOfInitial) =>
            new(seed, 0, 0, gainOfBagan, gainOfInitial, 0, 0, 0, 0, 0, 0, 0, []);
    }

    [Fact]
    public void Digits_CutClass_ChangesNoOtherPicture()
    {
        using var whole = SegmentDigits.Generate([.. Enumerable.Repeat(3, 10)], 5);
        using var cut = SegmentDigits.Generate([3, 3, 1, 3, 3, 3, 3, 3, 3, 3], 5);

        Assert.Equal(28, cut.Count);
        Assert.Equal(whole.ToPlanes()[..(7 * 256)], cut.ToPlanes()[..(7 * 256)]);
        Assert.Equal(whole.ToPlanes()[(9 * 256)..], cut.ToPlanes()[(7 * 256)..]);
    }

    [Fact]
    public void Digits_TwoMirrored_LooksLikeAFive()
    {
        // The mean pictures say it: a mirrored 2 is nearer to 5 than to 2.
        using var scope = NewDisposeScope();
        using var set = SegmentDigits.Generate([.. Enumerable.Repeat(200, 10)], 5);
        Tensor Mean(long label) => set.Images[set.Labels.eq(label)].to(float32).mean([0]);

        var mirrored = Mean(2).flip(2);

        Assert.True((mirrored - Mean(5)).norm().item<float>() < (mirrored - Mean(2)).norm().item<float>());
    }

    [Fact]
    public void With_PicturesOfAClass_StandBehindTheOthers()
    {
        using var set = SegmentDigits.Generate([1, 1, 0, 0, 0, 0, 0, 0, 0, 0], 5);
        using var white = ones(2, 1, 16, 16);

        using var more = set.With(white, 3, "and two white ones");

        Assert.Equal([0, 1, 3, 3], more.ToLabels());
        Assert.Equal(set.ToPlanes(), more.ToPlanes()[..512]);
        Assert.All(more.ToPlanes()[512..], value => Assert.Equal(255, value));
        Assert.EndsWith("; and two white ones", more.Source.Description, StringComparison.Ordinal);
    }

    private static void AssertSame(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, pair => Assert.True(pair.Value.Equals(actual[pair.Key]), pair.Key));
    }
}
