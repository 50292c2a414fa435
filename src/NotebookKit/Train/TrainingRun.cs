using NotebookKit.Data;
using NotebookKit.Interactive;
using TorchSharp.Modules;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Train;

/// <summary>One training in progress: the state that <see cref="Trainer"/> moves forward.</summary>
internal sealed class TrainingRun : IDisposable
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly Module<Tensor, Tensor> model;
    private readonly ImageSet train;
    private readonly ImageSet validation;
    private readonly TrainOptions options;
    private readonly TimeProvider time;
    private readonly Placement placement;
    private readonly OptimizerHelper optimizer;
    private readonly LossMeter meter;
    private readonly Watcher<History> watcher;
    private readonly CancellationToken cancellation = NotebookHost.Current.Cancellation;
    private readonly int stepsPerEpoch;
    private byte[] bestWeights = [];
    private long step;
    private int position;
    private double earlierSeconds;      // of the current epoch, before a resume

    public TrainingRun(
        Module<Tensor, Tensor> model, ImageSet train, ImageSet validation, TrainOptions options, TimeProvider time)
    {
        (this.model, this.train, this.validation, this.options, this.time) = (model, train, validation, options, time);
        placement = Placement.Of(model);
        optimizer = options.Optimizer(model.parameters(), options.LearningRate);
        meter = new LossMeter(placement.Device);
        watcher = new Watcher<History>(options.Watch, time);
        stepsPerEpoch = (int)((train.Count + options.BatchSize - 1) / options.BatchSize);
    }

    public History History { get; private set; } = History.Empty;

    private double LearningRate => optimizer.ParamGroups.First().LearningRate;

    /// <summary>Begins anew or where the checkpoint stands.</summary>
    public void Start()
    {
        if (options is not { Resume: true, CheckpointPath: { } path } || !File.Exists(path))
        {
            Seed.All(options.Seed);
            bestWeights = Checkpoint.Snapshot(model);
            return;
        }
        var checkpoint = Checkpoint.Read(path);
        RequireSameTraining(checkpoint.State, path);
        checkpoint.Resume(model, optimizer);
        bestWeights = checkpoint.BestWeights;
        (step, position, History) = (checkpoint.State.Step, checkpoint.State.Position, checkpoint.State.History);
        meter.Sums = new(checkpoint.State.EpochLoss, checkpoint.State.EpochCorrect, checkpoint.State.EpochImages);
        earlierSeconds = checkpoint.State.EpochSeconds;
    }

    public History Run()
    {
        using var progress = options.ShowProgress
            ? Progress.Start(options.Title, (long)options.Epochs * stepsPerEpoch)
            : null;
        while (History.Epochs.Count < options.Epochs && !EarlyStop.Reached(History, options.Patience))
        {
            var started = time.GetTimestamp();
            if (!TrainEpoch(progress) || !FinishEpoch(started))
            {
                return Interrupt(started, progress);
            }
            progress?.Report(step, Note(History.Epochs[^1]));
            watcher.Show(History);
        }
        Checkpoint.Restore(model, bestWeights);
        model.eval();
        watcher.ShowLast(History);
        if (History.Best is { } best)
        {
            progress?.Report(step, $"best epoch {best.Epoch}: {Note(best)}");
        }
        return History;
    }

    public void Dispose()
    {
        meter.Dispose();
        optimizer.Dispose();
    }

    /// <summary>The epoch's steps that are not done yet.</summary>
    /// <returns>False when the user interrupted.</returns>
    private bool TrainEpoch(Progress? progress)
    {
        model.train();
        var flushed = time.GetTimestamp();
        var preparation = new BatchOptions
        {
            Augmentation = options.Augmentation,
            Prefetches = options.Prefetches,
            First = position,                                               // done before the resume
        };
        foreach (var batch in Batches.Of(train, options.BatchSize, options.Seed, History.Epochs.Count, preparation))
        {
            if (cancellation.IsCancellationRequested)
            {
                return false;
            }
            Step(batch);
            if (meter.IsFull || time.GetElapsedTime(flushed) > FlushInterval)
            {
                flushed = time.GetTimestamp();
                Flush();
                progress?.Report(step, $"epoch {History.Epochs.Count + 1}, loss {Loss(meter.RecentLoss)}");
            }
            else
            {
                progress?.Report(step);
            }
        }
        Flush();
        return true;
    }

    private void Step(Batch batch)
    {
        using var scope = NewDisposeScope();
        SetLearningRate();
        optimizer.zero_grad();
        var labels = batch.Labels.to(placement.Device);
        var logits = model.call(placement.Move(batch.Images));              // [B, K]
        var loss = options.Objective.Loss(logits, labels);
        loss.backward();
        if (options.Masks is { } masks)
        {
            masks.Step(optimizer);
        }
        else
        {
            optimizer.step();
        }
        using (no_grad())
        {
            meter.Add(loss, options.Objective.Correct(logits, labels), labels.shape[0]);
        }
        step++;
        position++;
    }

    private void SetLearningRate()
    {
        if (options.Schedule is { } schedule)
        {
            var rate = options.LearningRate * schedule((double)step / ((long)options.Epochs * stepsPerEpoch));
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = rate;
            }
        }
    }

    private void Flush()
    {
        if (meter.Flush() is var (loss, stepsBack))
        {
            throw Diverged("training loss", loss, step - stepsBack);
        }
    }

    /// <summary>Validates, records, keeps the best weights and saves.</summary>
    /// <returns>False when the user interrupted the validation.</returns>
    private bool FinishEpoch(long started)
    {
        double loss, accuracy;
        try
        {
            (loss, accuracy) = Evaluation.Measure(model, validation, options.Objective);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
        if (!double.IsFinite(loss))
        {
            throw Diverged("validation loss", loss, step);
        }
        History = History.With(new EpochRecord(History.Epochs.Count + 1, step, meter.Sums.MeanLoss, meter.Sums.Accuracy,
            loss, accuracy, earlierSeconds + time.GetElapsedTime(started).TotalSeconds));
        if (History.BestEpoch == History.Epochs.Count - 1)
        {
            bestWeights = Checkpoint.Snapshot(model);
        }
        (position, earlierSeconds, meter.Sums) = (0, 0, default);
        Save(0);
        return true;
    }

    private History Interrupt(long started, Progress? progress)
    {
        Flush();
        RequireFiniteWeights();
        Save(earlierSeconds + time.GetElapsedTime(started).TotalSeconds);
        Checkpoint.Restore(model, bestWeights);
        model.eval();
        History = History with { Interrupted = true };
        watcher.ShowLast(History);
        progress?.Report(step, options.CheckpointPath is { } path
            ? $"interrupted; saved to {path}, go on with Resume = true"
            : "interrupted; the best weights are kept, set CheckpointPath to be able to go on");
        return History;
    }

    private void Save(double seconds)
    {
        if (options.CheckpointPath is { } path)
        {
            var state = new TrainState(options.Seed, options.BatchSize, train.Count, LearningRate, step, position,
                meter.Sums.Loss, meter.Sums.Correct, meter.Sums.Images, seconds, History);
            Checkpoint.Take(state, model, bestWeights, optimizer).Write(path);
        }
    }

    /// <summary>The losses say nothing of the update after the last one.</summary>
    private void RequireFiniteWeights()
    {
        using var scope = NewDisposeScope();
        if (!model.parameters().All(parameter => parameter.isfinite().all().ToBoolean()))
        {
            throw Diverged("weight after the training loss", double.NaN, step);
        }
    }

    private TrainingDivergedException Diverged(string what, double loss, long atStep)
    {
        var learningRate = LearningRate;
        Checkpoint.Restore(model, bestWeights);
        model.eval();
        var saved = options.CheckpointPath is { } path && File.Exists(path) && History.Epochs.Count > 0 ? path : null;
        return new TrainingDivergedException(what, loss, atStep, learningRate, History, saved);
    }

    private void RequireSameTraining(TrainState saved, string path)
    {
        Require(nameof(options.Seed), saved.Seed, options.Seed);
        Require(nameof(options.BatchSize), saved.BatchSize, options.BatchSize);
        Require("number of training images", saved.TrainImages, train.Count);

        void Require(string what, long there, long here)
        {
            if (there != here)
            {
                throw new InvalidOperationException(
                    $"{path}: to resume, {what} must be {there} as in the checkpoint, but is {here}. " +
                    "Use the same options, or delete the checkpoint to train from the start.");
            }
        }
    }

    private static string Note(EpochRecord epoch) =>
        $"epoch {epoch.Epoch}, loss {Loss(epoch.TrainLoss)}, validation {Loss(epoch.ValidationLoss)} " +
        $"({epoch.ValidationAccuracy:P1})";

    // A training that runs away passes through losses of thirty digits.
    private static string Loss(double value) => value < 1e5 ? $"{value:0.0000}" : $"{value:0.###E+0}";
}
