using NotebookKit.Models.LayerAdaptivePruning;
using NotebookKit.Runs;
using Xunit;

namespace NotebookKit.Models.Tests.LayerAdaptivePruning;

/// <summary>The published ResNet-32 with its real weights: the run on real pictures in short, its record.</summary>
public sealed class RealPruningTests
{
    private static readonly LayerAdaptiveRecipe Short = LayerAdaptiveRecipe.For("smoke", "cifar10") with
    {
        Rounds = 3, RoundAmount = 0.2, RoundSteps = 1, Retrained = [], AdditivitySamples = 2, BatchSize = 8,
        Sparsities = [0.3], IterativeSchemes = [PruningScheme.ProgramWorst],
    };

    [Fact]
    public void Of_ResNet32_ShortRun_WorksAndIsStoredWithEveryValue()
    {
        Oracle.DataFile("cifar10", "test_batch.bin");
        Oracle.DataFile("weights", "resnet32-cifar10.safetensors");
        using var task = LayerAdaptiveTask.Prepare(Short, Short.Seed);

        var measured = LayerAdaptiveMeasurement.Of(task, Short, LayerAdaptiveMethod.Fit(task, Short));

        Assert.InRange(task.DenseAccuracy, 0.85, 1);                      // 92.63 % of all
        Assert.InRange(measured.At(PruningScheme.ProgramWorst, 0.3)!.OneShot, task.DenseAccuracy - 0.2, 1);
        Assert.Equal([0.2, 0.36, 0.488], measured.Rounds.Select(round => Math.Round(round.Target, 3)));
        Assert.All(measured.Rounds.Zip(measured.Rounds.Skip(1)), pair =>
            Assert.All(pair.First.Pruned.Zip(pair.Second.Pruned), layer => Assert.True(layer.First <= layer.Second)));

        var record = RealPruning.Of(Short, measured, task.Test.Source, 12);
        var read = RunJson.Parse<RealPruning>(RunJson.ToBytes(record), "record");
        Assert.Contains("-p data=cifar10", read.Command, StringComparison.Ordinal);
        Assert.Equal(measured.OneShot.Select(r => (r.Scheme, r.FlopsLeft, r.OneShot)),
            read.Measured.OneShot.Select(r => (r.Scheme, r.FlopsLeft, r.OneShot)));
        Assert.Equal(measured.Rounds.Select(r => r.Accuracy), read.Measured.Rounds.Select(r => r.Accuracy));
        Assert.Contains("ResNet-32, S = 0.955", read.Pareto().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Stored_Run_IsTheWholeTestSetAndThreeRounds()
    {
        if (RealPruning.Stored is not { } stored)
        {
            Assert.Skip("This build has no stored run: notebooks/results/cifar10/05-layer-adaptive-pruning.json.");
            return;
        }

        Assert.InRange(stored.Measured.DenseAccuracy, 0.926, 0.9266);     // 9,263 of 10,000; sums may change order
        Assert.Equal(
            PruningSchemes.All.Order(), stored.Measured.OneShot.Select(result => result.Scheme).Distinct().Order());
        Assert.True(stored.Measured.Rounds.Max(round => round.Round) >= 3);
        Assert.All(stored.Measured.Rounds, round => Assert.True(round.Accuracy > 0.9, $"{round}"));
        Assert.Contains("data=cifar10", stored.Accuracy().ToBundle().Text, StringComparison.Ordinal);
    }
}
