using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using NotebookKit.Models.LabelErrors;
using NotebookKit.Train;
using Xunit;

namespace NotebookKit.Models.Tests;

public sealed class CrossValidationTests : IDisposable
{
    private readonly ImageSet _set = ProceduralShapes.Generate(90, seed: 3);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("folds-");

    [Fact]
    public void Run_EveryRow_IsAProbabilityFromAModelThatNeverSawIt()
    {
        var found = Run(Options());

        Assert.Equal(10, found.Classes);
        Assert.Equal(3, found.Histories.Count);
        Assert.Equal(90 * 10, found.PredProbs.Length);
        for (var i = 0; i < 90; i++) Assert.Equal(1, found.PredProbs.AsSpan(i * 10, 10).ToArray().Sum(), 1e-9);
        // Each class has 9 examples, 3 in each fold.
        var labels = LabelErrorsData.LabelsOf(_set);
        Assert.All(
            Enumerable.Range(0, 90).GroupBy(i => (labels[i], found.Folds[i])), group => Assert.Equal(3, group.Count()));
        using var model = new LabelErrorsNetwork(1, 4, 10);
        using var first = _set.Select([0L]);
        Assert.Equal(10, CrossValidation.Probabilities(model, first).Length);
    }

    [Fact]
    public void Run_SameSeed_IsTheSameBitForBit_OtherSeed_Other()
    {
        var first = Run(Options());

        Assert.Equal(first.PredProbs, Run(Options()).PredProbs);
        Assert.NotEqual(first.PredProbs, Run(Options(seed: 8)).PredProbs);
    }

    [Theory]
    [InlineData(2)]          // in the first fold
    [InlineData(9)]          // in the second
    [InlineData(16)]         // in the last
    public void Run_InterruptedAndResumed_EqualsOneRunBitForBit(int interruptAfter)
    {
        var whole = Run(Options());
        using (var host = new InterruptingHost())
        {
            var steps = 0;
            var counting = Objective.MultiClass with
            {
                Loss = (logits, labels) =>
                {
                    if (TorchSharp.torch.is_grad_enabled() && ++steps == interruptAfter) host.Interrupt();
                    return Objective.MultiClass.Loss(logits, labels);
                },
            };
            Assert.Throws<OperationCanceledException>(() => Run(Options(objective: counting)));
            Assert.Equal(interruptAfter, steps);
        }

        var resumed = Run(Options(resume: true));

        Assert.Equal(whole.PredProbs, resumed.PredProbs);
        Assert.Equal(whole.Folds, resumed.Folds);
    }

    [Fact]
    public void Run_OtherLabels_NeverTakesUpTheCheckpoints()
    {
        Run(Options());
        using var relabelled = LabelErrorsData.Relabel(
            _set, [.. LabelErrorsData.LabelsOf(_set).Select(label => 9 - label)]);

        var fresh = CrossValidation.Run(
            relabelled, () => new LabelErrorsNetwork(1, 4, 10), Options() with { CheckpointFolder = null });
        var resumed = CrossValidation.Run(relabelled, () => new LabelErrorsNetwork(1, 4, 10), Options(resume: true));

        Assert.Equal(fresh.PredProbs, resumed.PredProbs);
    }

    [Fact]
    public void Run_FoldsThatDoNotFit_AreRefused()
    {
        var refused = Assert.Throws<ArgumentException>(() => Run(Options() with { Folds = 91 }));
        Assert.Contains(
            "folds is 91; 90 examples can be dealt into 2 to 90 folds", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _set.Dispose();
        _folder.Delete(recursive: true);
    }

    private OutOfSample Run(CrossValidationOptions options) =>
        CrossValidation.Run(_set, () => new LabelErrorsNetwork(1, 4, 10), options);

    private CrossValidationOptions Options(long seed = 7, bool resume = false, Objective? objective = null) => new()
    {
        Folds = 3, CheckpointFolder = _folder.FullName,
        Training = new TrainOptions
        {
            Epochs = 2, BatchSize = 20, Seed = seed, Resume = resume, Objective = objective ?? Objective.MultiClass,
        },
    };
}
