using NotebookKit.Data;
using NotebookKit.Sparsity;
using NotebookKit.Train;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Tests.Train;

public sealed class TrainerTests : IDisposable
{
    private readonly TestHost host = new();
    private readonly TinyTask task = new();

    [Fact]
    public void Fit_TinyTask_LearnsIt()
    {
        using var model = TinyTask.Network(1);

        var history = new Trainer().Fit(model, task.Train, task.Validation, TinyTask.Options(8));

        Assert.Equal(8, history.Epochs.Count);
        Assert.True(history.Epochs[^1].TrainLoss < 0.5 * history.Epochs[0].TrainLoss);
        Assert.True(history.Best!.ValidationAccuracy > 0.8, $"{history.Best}");
        Assert.False(model.training);
    }

    [Fact]
    public void Fit_FirstEpochWithoutLearning_RecordsTheMeansOverImages()
    {
        using var model = TinyTask.Network(1, dropout: 0);
        var options = TinyTask.Options(1) with
        {
            BatchSize = 36,                                                 // 36 + 36 + 24: the last batch weighs less
            Optimizer = (parameters, _) => optim.SGD(parameters, 1e-30),
        };

        var history = new Trainer().Fit(model, task.Train, task.Validation, options);

        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var logits = Evaluation.Logits(model, task.Train).squeeze(1);
        var loss = F.binary_cross_entropy_with_logits(logits, task.Train.Labels.to(ScalarType.Float32)).ToDouble();
        var accuracy = (logits > 0).eq(task.Train.Labels > 0).to(ScalarType.Float64).mean().ToDouble();
        Assert.Equal(loss, history.Epochs[0].TrainLoss, 1e-6);
        Assert.Equal(accuracy, history.Epochs[0].TrainAccuracy, 1e-12);
        Assert.Equal(3, history.Epochs[0].Step);
    }

    [Fact]
    public void Fit_WithMasks_KeepsPrunedWeightsAtZero()
    {
        using var model = TinyTask.Network(1);
        using var scope = NewDisposeScope();
        var (name, weight) = model.named_parameters().First();
        using var masks = new PruningMasks(model);
        masks.Set(name, rand(weight.shape) > 0.5);
        var kept = weight.detach().clone();

        new Trainer().Fit(model, task.Train, task.Validation, TinyTask.Options(2) with { Masks = masks });

        var after = model.get_parameter(name)!;
        Assert.Equal((kept == 0).sum().ToInt64(), (after == 0).sum().ToInt64());
        Assert.NotEqual(0, (after != kept).sum().ToInt64());
    }

    [Fact]
    public void Fit_SameSeed_SameHistoryAndWeights_OtherSeedOther()
    {
        var (first, firstWeights) = Run(seed: 3);
        var (again, againWeights) = Run(seed: 3);
        var (other, otherWeights) = Run(seed: 4);

        Assert.Equal(WithoutTime(first), WithoutTime(again));
        Assert.Equal(firstWeights, againWeights);
        Assert.NotEqual(WithoutTime(first), WithoutTime(other));
        Assert.NotEqual(firstWeights, otherWeights);

        (History, float[]) Run(long seed)
        {
            using var model = TinyTask.Network(1);
            var history = new Trainer().Fit(model, task.Train, task.Validation, TinyTask.Options() with { Seed = seed });
            return (history, TinyTask.Weights(model));
        }
    }

    [Fact]
    public void Fit_MultiClass_LearnsWithTwoOutputs()
    {
        using var model = TinyTask.Network(1, outputs: 2);

        var history = new Trainer().Fit(
            model, task.Train, task.Validation, TinyTask.Options(8) with { Objective = Objective.MultiClass });

        Assert.True(history.Best!.ValidationAccuracy > 0.8, $"{history.Best}");
    }

    [Fact]
    public void Fit_ValidationLossRises_StopsAfterPatienceAndRestoresTheBestWeights()
    {
        using var model = TinyTask.Network(1);
        var options = TinyTask.Options(200) with { Patience = 3 };

        var history = new Trainer().Fit(model, task.Train, task.Validation, options);

        Assert.True(history.Epochs.Count < 200, $"{history.Epochs.Count} epochs");
        Assert.Equal(history.Epochs.Count - 1 - 3, history.BestEpoch);
        var (loss, accuracy) = Evaluation.Measure(model, task.Validation, options.Objective);
        Assert.Equal(history.Epochs.Min(e => e.ValidationLoss), loss, 1e-12);
        Assert.Equal(history.Best!.ValidationAccuracy, accuracy, 1e-12);
    }

    [Fact]
    public void Fit_200Steps_LeavesNoTensorBehind()
    {
        using var model = TinyTask.Network(1);
        var counts = new List<long>();
        var options = TinyTask.Options(36) with
        {
            Objective = TinyTask.Hooked(() => counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount)),
        };

        new Trainer().Fit(model, task.Train, task.Validation, options);

        Assert.Equal(216, counts.Count);
        Assert.Equal(counts[5], counts[215]);                               // after the optimizer has made its state
    }

    [Fact]
    public void Fit_Progress_NamesLossAndEndsWithTheBestEpoch()
    {
        using var model = TinyTask.Network(1);

        var history = new Trainer().Fit(model, task.Train, task.Validation, TinyTask.Options());

        Assert.Contains($"best epoch {history.Best!.Epoch}", host.Texts[^1], StringComparison.Ordinal);
        Assert.Contains("loss", host.Texts[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Watch_IsCalledAtMostEvery2SecondsAndAtTheEnd()
    {
        using var model = TinyTask.Network(1);
        var clock = new ManualTime();
        var seen = new List<int>();
        var options = TinyTask.Options(10) with
        {
            Watch = history => seen.Add(history.Epochs.Count),
            Objective = TinyTask.Hooked(() => clock.Advance(TimeSpan.FromSeconds(0.12))),       // 6 steps an epoch: 0.72 s
        };

        new Trainer(clock).Fit(model, task.Train, task.Validation, options);

        Assert.Equal([1, 4, 7, 10], seen);                                  // every third epoch: 2.16 s
    }

    [Fact]
    public void Fit_NoImages_SaysWhichSet()
    {
        using var model = TinyTask.Network(1);
        using var empty = ImageSet.FromPlanes([], 1, 8, 8, [], ["a", "b"], new DataUse("none", "", "", true));

        var error = Assert.Throws<ArgumentException>(
            () => new Trainer().Fit(model, task.Train, empty, TinyTask.Options()));

        Assert.Equal("The validation set must hold at least one image, but is empty.", error.Message);
    }

    [Fact]
    public void Options_OutOfRange_NameTheValue()
    {
        Assert.Contains("Epochs must be 1 or more, but is 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new TrainOptions { Epochs = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("LearningRate must be above 0, but is NaN.",
            Assert.Throws<ArgumentOutOfRangeException>(() => TinyTask.Options() with { LearningRate = double.NaN }).Message,
            StringComparison.Ordinal);
    }

    public void Dispose()
    {
        task.Dispose();
        host.Dispose();
    }

    internal static IEnumerable<EpochRecord> WithoutTime(History history) => history.Epochs.Select(e => e with { Seconds = 0 });
}
