using NotebookKit.Data;
using NotebookKit.Models.CounterfactualGan;
using NotebookKit.Runs;
using NotebookKit.Show;
using NotebookKit.Train;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.CounterfactualGan;

public sealed class GameTests : IDisposable
{
    private static readonly CounterfactualRecipe Tiny = CounterfactualRecipe.Smoke with { TrainCount = 40 };

    private readonly RunFolder folder = new();

    [Fact]
    public void Training_StoppedAndResumed_EqualsOneRunBitForBit()
    {
        using var data = CounterfactualData.Load(Tiny, seed: 3);
        using var whole = CounterfactualTraining.Run(data, Tiny, seed: 3);

        folder.Enter();
        CounterfactualTraining.Run(data, Tiny with { Steps = 3 }, seed: 3).Dispose();
        using var resumed = CounterfactualTraining.Run(data, Tiny with { Resume = true }, seed: 3);

        Assert.Equal(whole.History.Rows, resumed.History.Rows);
        foreach (var (name, network) in whole.Game.Networks)
        {
            Assert.Equal(Weights.Of(network), Weights.Of(resumed.Game.Networks[name]));
        }

        Assert.Equal(whole.Film.Steps, resumed.Film.Steps);
        Assert.Equal(whole.Film.Save(), resumed.Film.Save());
    }

    [Fact]
    public void Training_LearningRateMuchTooLarge_SaysThatItDiverged_AndTheNetworksStayFinite()
    {
        using var data = CounterfactualData.Load(Tiny, seed: 1);

        var error = Assert.Throws<TrainingDivergedException>(
            () => CounterfactualTraining.Run(data, Tiny with { LearningRate = 1e30 }, seed: 1));

        Assert.Contains("Lower the learning rates", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.1, 0.001, "stayed near the identity")]
    [InlineData(0.2, 0.3, "collapsed")]
    [InlineData(0.95, 0.03, "G plays")]
    public void Health_TellsACollapsedGame(double flips, double change, string said)
    {
        var terms = CounterfactualGame.Terms;
        float[] row = [.. terms.Select(term => (float)(term == "flip rate" ? flips : term == "identity" ? change : 1))];
        using var training = new CounterfactualTraining(
            new CounterfactualGame(Tiny, channels: 1, seed: 0), new StepHistory(terms, [row, row]), new FilmStrip([]),
            new EarlyNetworks(1), new DataUse("procedural-concrete", "", "", StandIn: true));

        Assert.Contains(said, training.Health(), StringComparison.Ordinal);
    }

    [Fact]
    public void Step_LeavesNoTensorBehind()
    {
        using var outer = NewDisposeScope();
        using var game = new CounterfactualGame(Tiny, channels: 1, seed: 2);
        var (x, labels) = (rand(4, 1, 16, 16), tensor([0L, 1L, 0L, 1L]));
        Once();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Once();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Once()
        {
            using var scope = NewDisposeScope();
            game.Step(x, labels);
            game.StepPlain(x, labels);
        }
    }

    [Fact]
    public void Experiment_SameSeed_SameMeasurement_OtherSeedOther()
    {
        var first = Measure(Tiny);
        var second = Measure(Tiny);

        Assert.Equal(first, second);
        Assert.NotEqual(first, Measure(Tiny with { Seed = 99 }));

        static double[] Measure(CounterfactualRecipe recipe)
        {
            using var experiment = new CounterfactualExperiment(recipe);
            return [.. experiment.Conclude().Claims.SelectMany(claim => claim.HerePerSeed)];
        }
    }

    [Fact]
    public void Claims_AreAssertedOnlyWhereTheirBoundsApply()
    {
        var measured = Measured(17, onGrid: 0.6, between: 0.8);
        var use = new DataUse("procedural-concrete", "", "", StandIn: true);

        Assert.Equal(9, Asserted(CounterfactualRecipe.Small, measured));
        Assert.Equal(0, Asserted(CounterfactualRecipe.Smoke, measured));
        Assert.Equal(0, Asserted(CounterfactualRecipe.Small with { Data = "cracks" }, measured));
        Assert.Equal(0, Asserted(CounterfactualRecipe.Small with { Cycles = 0 }, measured));
        Assert.Equal(6, Asserted(CounterfactualRecipe.Small, measured with { Iou = double.NaN }));

        int Asserted(CounterfactualRecipe recipe, CounterfactualMeasurement m) =>
            CounterfactualResult.Of(recipe, [m], 0.9, use, TimeSpan.Zero).Claims.Count(claim => claim.Asserted);
    }

    [Fact]
    public void Claims_OfFullMode_AreItsThreeBounds_OnPhotographsOnly()
    {
        var photographs = new DataUse("lemons", "", "", StandIn: false);
        var measured = Measured(17, onGrid: 0.6, between: 0.8) with { Iou = 0.21, F1 = 0.95, PlainF1 = 0.98 };

        var result = Full(measured, photographs);

        Assert.Equal(
            [("IoU divided by Grad-CAM's", true), ("flip rate", true), ("F1, D minus C", false)],
            result.Claims.Where(claim => claim.Asserted).Select(claim => (claim.Name, claim.Holds == true)));
        Assert.All(result.Claims, claim => Assert.Equal(claim.Asserted, claim.Bound is not null));
        Assert.Equal(0.95, result.Claims.Single(claim => claim.Name == "F1 of the hybrid D").Here, 1e-12);
        Assert.Contains(Full(measured with { F1 = 0.97 }, photographs).Claims, claim => claim is { Holds: true, Asserted: true }
            && claim.Name == "F1, D minus C");
        Assert.DoesNotContain(Full(measured, photographs with { StandIn = true }).Claims, claim => claim.Asserted);

        static PaperResult Full(CounterfactualMeasurement m, DataUse use) => CounterfactualResult.Of(
            CounterfactualRecipe.Full with { Data = "/photographs" }, [m], double.NaN, use, TimeSpan.Zero);
    }

    [Fact]
    public void Claims_ErrorAurocOfTheGrid_IsShownBesideTheAssertedOne_WithTheSpreadOfBoth()
    {
        var result = CounterfactualResult.Of(
            CounterfactualRecipe.Small with { Seeds = 2 },
            [Measured(17, onGrid: 0.6, between: 0.8), Measured(18, onGrid: 0.5, between: 0.7)], 0.9,
            new DataUse("procedural-concrete", "", "", StandIn: true), TimeSpan.Zero);

        var asserted = result.Claims.Single(c => c.Name.Contains("in steps of 0.005", StringComparison.Ordinal));
        var planned = result.Claims.Single(c => c.Name.Contains("of the grid", StringComparison.Ordinal));
        Assert.Equal((true, true), (asserted.Asserted, asserted.Holds));
        Assert.Equal((false, false), (planned.Asserted, planned.Holds));
        var spread = result.Departures.Single(d => d.What == "Where fakeness must find errors").Why;
        Assert.Contains("on the grid: 0.55, interval", spread, StringComparison.Ordinal);
        Assert.Contains("(seed 17: 0.80, seed 18: 0.70)", spread, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_ErrorAurocUndefinedForOneSeed_IsSaidAndDoesNotHold()
    {
        var result = CounterfactualResult.Of(
            CounterfactualRecipe.Small with { Seeds = 2 },
            [Measured(17, onGrid: 0.6, between: 0.8), Measured(18, onGrid: double.NaN, between: double.NaN)], 0.9,
            new DataUse("procedural-concrete", "", "", StandIn: true), TimeSpan.Zero);

        var claim = result.Claims.Single(c => c.Name.Contains("in steps of 0.005", StringComparison.Ordinal));
        Assert.Equal((true, false), (claim.Asserted, claim.Holds));
        Assert.Contains("undefined for seed 18", result.ClaimTable().Caption, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static CounterfactualMeasurement Measured(long seed, double onGrid, double between) =>
        new(seed, 0.8, 0.1, 0.4, 0.7, 0.99, 0.98, 1, 1, 0.99, 0.98, 1, 0.3, onGrid, between, 0.02, 0.2);
}
