using NotebookKit.Data;
using NotebookKit.Models.Maeday;
using NotebookKit.Train;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Maeday;

public sealed class MaedayTrainingTests : IDisposable
{
    private static readonly MaedayRecipe Tiny = MaedayRecipe.Smoke with { TestCount = 8 };

    private readonly RunFolder folder = new();

    [Fact]
    public void Pretraining_StoppedAndResumed_EqualsOneRunBitForBit()
    {
        using var data = MaedayData.Load(Tiny, seed: 3);
        using var whole = MaedayPretraining.Run(Tiny, data, seed: 3);

        folder.Enter();
        MaedayPretraining.Run(Tiny, data, seed: 3, steps: 3).Dispose();
        using var resumed = MaedayPretraining.Run(Tiny with { Resume = true }, data, seed: 3);

        Assert.Equal(whole.History!.Rows, resumed.History!.Rows);
        Assert.Equal(Weights.Of(whole.Network), Weights.Of(resumed.Network));
        Assert.Equal(whole.Film!.Save(), resumed.Film!.Save());
    }

    [Fact]
    public void Tuning_StoppedAndResumed_EqualsOneRunBitForBit()
    {
        using var scope = NewDisposeScope();
        using var network = MaedayNetwork.New(Tiny, 1, seed: 1);
        var support = rand(2, 1, 32, 32);
        var path = folder["tuning.checkpoint"];
        float[] expected;
        using (var whole = FewShotTuning.Run(network, support, Tiny with { FewShotSteps = 4 }, seed: 5))
        {
            expected = Weights.Of(whole.Adaptation);
        }

        FewShotTuning.Run(network, support, Tiny with { FewShotSteps = 2 }, seed: 5, path).Dispose();
        using var resumed = FewShotTuning.Run(
            network, support, Tiny with { FewShotSteps = 4, Resume = true }, seed: 5, path);

        Assert.Equal(expected, Weights.Of(resumed.Adaptation));
        Assert.Equal(4, resumed.History.Steps);
    }

    [Fact]
    public void Tuning_Interrupted_IsNotMeasured_AndLeavesTheNetworkAsItWas()
    {
        using var scope = NewDisposeScope();
        using var network = MaedayNetwork.New(Tiny, 1, seed: 1);
        var path = folder["tuning.checkpoint"];
        using var host = new InterruptingHost();
        host.Interrupt();

        Assert.ThrowsAny<OperationCanceledException>(
            () => FewShotTuning.Run(network, rand(2, 1, 32, 32), Tiny, seed: 5, path));

        Assert.True(File.Exists(path));
        Assert.All(network.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void Experiment_OfTheNotebook_KeepsEveryTuning_AndResumesIt()
    {
        var least = Tiny with { TestCount = 4, Masks = 2, MaskSeeds = 1, Shots = [1, 2], Steps = 2 };
        folder.Enter();
        double[] first = Falls(least);
        string[] kept = [.. Directory.GetFiles(folder[""], "lora-*.checkpoint").Select(path => Path.GetFileName(path))];

        Assert.Equal(6, kept.Length);                                     // three categories, k = 1 and 2
        Assert.Contains("lora-smoke-procedural-auto-17-grid-2.checkpoint", kept);
        Assert.Equal(first, Falls(least with { Resume = true }));
        // Only who resumes reads them.
        File.WriteAllText(folder["lora-smoke-procedural-auto-17-grid-2.checkpoint"], "damaged");
        Assert.Throws<InvalidDataException>(() => Falls(least with { Resume = true }));
        Assert.Equal(first, Falls(least));

        static double[] Falls(MaedayRecipe recipe)
        {
            using var experiment = new MaedayExperiment(recipe);
            return [.. experiment.Tune().Tuned.SelectMany(tuned => tuned).Select(tuned => tuned.Fall)];
        }
    }

    [Fact]
    public void Tuning_LowersTheLossOfTheSupport_AndLeavesTheNetworkAsItWas()
    {
        using var scope = NewDisposeScope();
        using var network = MaedayNetwork.New(Tiny, 1, seed: 1);
        var before = Weights.Of(network);

        using (var tuning = FewShotTuning.Run(
            network, rand(1, 1, 32, 32), Tiny with { FewShotSteps = 40, FewShotBatch = 8, FewShotLearningRate = 1e-2 },
                seed: 2))
        {
            Assert.True(tuning.Fall > 0.03, $"The loss fell by {tuning.Fall}.");
        }

        Assert.Equal(before, Weights.Of(network));
    }

    [Fact]
    public void LearningRate_RisesThenFallsToZero()
    {
        var recipe = MaedayRecipe.Small;

        Assert.Equal(recipe.LearningRate / 50, MaedayPretraining.LearningRate(recipe, 0), 1e-12);
        Assert.Equal(recipe.LearningRate, MaedayPretraining.LearningRate(recipe, 50), 1e-12);
        Assert.Equal(recipe.LearningRate / 2, MaedayPretraining.LearningRate(recipe, 50 + (1_350 / 2)), 1e-12);
        Assert.InRange(MaedayPretraining.LearningRate(recipe, 1_399), 0, 1e-8);
    }

    [Fact]
    public void Step_LeavesNoTensorBehind()
    {
        using var outer = NewDisposeScope();
        using var network = MaedayNetwork.New(Tiny, 1, seed: 2);
        using var optimizer = MaedayPretraining.Optimizer(network, Tiny);
        var images = rand(4, 1, 32, 32);
        Once();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Once();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Once()
        {
            using var scope = NewDisposeScope();
            MaedayPretraining.Step(network, optimizer, Tiny, images, 0);
        }
    }

    [Fact]
    public void Pretraining_LearningRateMuchTooLarge_SaysThatItDiverged()
    {
        using var data = MaedayData.Load(Tiny, seed: 1);

        var error = Assert.Throws<TrainingDivergedException>(
            () => MaedayPretraining.Run(Tiny with { LearningRate = 1e30 }, data, seed: 1));

        Assert.Contains("Lower the learning rates", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Experiment_SameSeed_SameClaims_OtherSeedOther()
    {
        var least = Tiny with { TestCount = 4, Masks = 2, MaskSeeds = 1, Shots = [1], FewShotBatch = 4 };
        var first = Claims(least);

        Assert.Equal(first, Claims(least));
        Assert.NotEqual(first, Claims(least with { Seed = 99 }));

        static double[] Claims(MaedayRecipe recipe)
        {
            using var experiment = new MaedayExperiment(recipe);
            return [.. experiment.Conclude().Claims.Select(claim => claim.Here)];
        }
    }

    [Fact]
    public void Tuning_SeveralDraws_AreOtherPicturesEach_AndTheTablesGiveMeanAndSpread()
    {
        var least = Tiny with
        {
            TestCount = 4, Masks = 2, MaskSeeds = 2, Shots = [1, 2], Steps = 2, SupportDraws = 3,
            FewShotCrops = SupportCropping.Resized,
        };
        folder.Enter();
        using var experiment = new MaedayExperiment(least);
        using var single = new MaedayExperiment(least with { SupportDraws = 1 });

        var tuned = experiment.Tune().Headline[0];
        var one = single.Tune().Headline[0];

        Assert.Equal([3, 1], [tuned.Draws.Count, one.Draws.Count]);
        Assert.Equal(one.Draws[0].History.Rows, tuned.Draws[0].History.Rows);     // the first draw is the same
        Assert.Equal(3, tuned.Draws.Select(draw => draw.History.Rows[0][0]).Distinct().Count());
        Assert.Equal(6, tuned.Scores.Count);
        Assert.Equal(tuned.Scores.Average(score => score.PixelAuroc), DetectionScore.Mean(tuned.Scores).PixelAuroc);
        Assert.Empty(experiment.Tune().Tuned[0][0].Draws[0].Maps);                // of the largest k only
        Assert.Contains("3 draws of the pictures and 2 draws of the masks", experiment.Tune().Table().Caption,
            StringComparison.Ordinal);
        var both = experiment.Combine().Categories[0];
        Assert.Equal([6, 3, 6], [both.Tuned.Count, both.Memory.Count, both.Average.Count]);
        Assert.Equal(18, Directory.GetFiles(folder[""], "lora-*.checkpoint").Length);
        Assert.True(File.Exists(folder["lora-smoke-procedural-auto-17-grid-2-draw3.checkpoint"]));
    }

    [Fact]
    public void Curves_OfMorePixelsThanTheySort_TakeEveryKindOfEachCategory()
    {
        using var data = MaedayData.Load(Tiny, seed: 1);
        var category = data.Categories[0];

        Assert.Equal(Enumerable.Range(0, 8).Select(i => (long)i), MaedayEnsemble.OfCurves(category, 3));
        var some = MaedayEnsemble.OfCurves(category, 3, pixels: 3 * 4 * 32 * 32);
        Assert.Equal(4, some.Length);
        Assert.Equal([0L, 1, 2, 3], some.Select(at => category.Test.ToLabels()[at]));
    }

    [Fact]
    public void Spread_IsTheStandardDeviationOfTheDraws()
    {
        var draws = new[] { 0.5, 0.6, 0.7 }.Select(auroc => new DetectionScore(auroc, 0, 0, 0)).ToArray();

        Assert.Equal(0.1, DetectionScore.Spread(draws), 1e-12);
        Assert.Equal(0, DetectionScore.Spread(draws[..1]), 1e-12);
        Assert.Equal(
            [0.55, 0.65],
            DetectionScore.PerDraw([draws[..2], draws[1..]]).Select(draw => Math.Round(draw.ImageAuroc, 12)));
    }

    [Fact]
    public void Claims_AreAssertedOnlyWhereTheirBoundsApply()
    {
        var score = new DetectionScore(0.8, 0.9, 0.7, 0.8);

        Assert.Equal(7, Asserted(MaedayRecipe.Small, score));
        Assert.Equal(2, Asserted(MaedayRecipe.Small, score with { PixelAuroc = double.NaN }));
        Assert.Equal(0, Asserted(MaedayRecipe.Smoke, score));
        Assert.Equal(0, Asserted(MaedayRecipe.Small with { Data = "tiles" }, score));
        Assert.Equal(0, Asserted(MaedayRecipe.Small with { Masks = 1 }, score));
        Assert.Equal(0, Asserted(MaedayRecipe.Small with { Embedding = "wide_resnet50_2.pth" }, score));

        static int Asserted(MaedayRecipe recipe, DetectionScore score)
        {
            var use = new DataUse("procedural-textures", "", "", StandIn: true);
            var variants = new MaedayVariants(null!, score, score, score, score, score);
            return MaedayResult.ClaimsOf(recipe, [new(17, score, variants, score, 0.1, score, score)], use)
                .Count(claim => claim.Asserted);
        }
    }

    public void Dispose() => folder.Dispose();
}
