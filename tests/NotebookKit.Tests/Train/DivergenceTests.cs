using NotebookKit.Train;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Train;

public sealed class DivergenceTests : IDisposable
{
    private readonly TinyTask task = new();
    private readonly string folder = Directory.CreateTempSubdirectory("train").FullName;

    [Theory]
    [InlineData(9, double.NaN)]
    [InlineData(7, double.PositiveInfinity)]
    public void Fit_LossNotFinite_StopsNamesStepAndRateAndKeepsTheLastGoodCheckpoint(int badStep, double bad)
    {
        using var model = TinyTask.Network(1);
        var path = Path.Combine(folder, "state");

        var error = Assert.Throws<TrainingDivergedException>(() => new Trainer().Fit(
            model, task.Train, task.Validation, TinyTask.Options() with { CheckpointPath = path, Objective = BadAt(badStep, bad) }));

        Assert.Equal(badStep, error.Step);
        Assert.Equal(0.01, error.LearningRate);
        Assert.Single(error.History.Epochs);
        Assert.Contains(
            $"The loss must stay finite, but the training loss is {bad} at step {badStep} with learning rate 0.01. " +
            $"The model has its weights of epoch 1 again. The last good checkpoint, of epoch 1, is {path}.",
            error.Message, StringComparison.Ordinal);
        var saved = Checkpoint.Read(path);
        Assert.Equal(6, saved.State.Step);
        using var best = TinyTask.Network(2);
        saved.LoadBest(best);
        Assert.Equal(TinyTask.Weights(best), TinyTask.Weights(model));
        Assert.All(TinyTask.Weights(model), w => Assert.True(float.IsFinite(w)));
    }

    [Fact]
    public void Fit_LossNotFiniteInTheFirstEpoch_GivesTheInitialWeightsBack()
    {
        using var model = TinyTask.Network(1);
        var before = TinyTask.Weights(model);
        var trainer = new Trainer();

        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(
            model, task.Train, task.Validation, TinyTask.Options() with { Objective = BadAt(3, double.NaN) }));

        Assert.Contains("has its initial weights again. No checkpoint was written.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, TinyTask.Weights(model));
        Assert.Empty(trainer.History.Epochs);
    }

    [Fact]
    public void Fit_LearningRateFarTooHigh_StopsAtTheValidationAtTheLatest()
    {
        using var model = TinyTask.Network(1);

        var error = Assert.Throws<TrainingDivergedException>(() => new Trainer().Fit(
            model, task.Train, task.Validation, TinyTask.Options() with
            {
                LearningRate = 1e30,
                Optimizer = (parameters, rate) => optim.SGD(parameters, rate),
            }));

        Assert.Contains("learning rate 1E+30", error.Message, StringComparison.Ordinal);
        Assert.All(TinyTask.Weights(model), w => Assert.True(float.IsFinite(w)));
    }

    [Fact]
    public void Fit_InterruptedRightAfterAnUpdateToNaN_DoesNotSaveIt()
    {
        using var host = new TestHost();
        using var model = TinyTask.Network(1);
        var path = Path.Combine(folder, "state");
        var steps = 0;
        var objective = Objective.Binary with
        {
            Loss = (logits, labels) =>
            {
                if (logits.requires_grad && ++steps == 8)
                {
                    host.Interrupt();
                    return (logits * 0).sum().sqrt() + 1;                   // the loss is 1, its gradient NaN
                }
                return Objective.Binary.Loss(logits, labels);
            },
        };

        var error = Assert.Throws<TrainingDivergedException>(() => new Trainer().Fit(
            model, task.Train, task.Validation, TinyTask.Options() with { CheckpointPath = path, Objective = objective }));

        Assert.Equal(8, error.Step);
        Assert.Equal(6, Checkpoint.Read(path).State.Step);
    }

    public void Dispose()
    {
        task.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static Objective BadAt(int step, double bad)
    {
        var steps = 0;
        return Objective.Binary with
        {
            Loss = (logits, labels) => Objective.Binary.Loss(logits, labels) * (logits.requires_grad && ++steps == step ? bad : 1),
        };
    }
}
