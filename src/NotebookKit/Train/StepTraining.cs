using NotebookKit.Interactive;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Train;

/// <summary>
/// Trains one or several networks by a step function, as adversarial and masked trainings need: progress with the
/// losses and the time left, checkpoints that resume bit for bit, an interrupt that keeps what is done, and the last
/// good state given back when a loss is no finite number. <see cref="Trainer"/> is the one for classifiers.
/// </summary>
/// <param name="networks">Every module whose values a step may change, by name.</param>
/// <param name="optimizers">Every optimizer that a step moves, by name.</param>
/// <param name="options">How to train.</param>
/// <param name="time">Clock; the system's by default.</param>
public sealed class StepTraining(
    IReadOnlyDictionary<string, Module> networks, IReadOnlyDictionary<string, OptimizerHelper> optimizers,
    StepOptions options, TimeProvider? time = null)
{
    private const int Window = 32;                                        // steps whose losses stay on the device
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider clock = time ?? TimeProvider.System;
    private readonly StepParts parts = new(networks, optimizers, options.Also);
    private readonly Watcher<StepHistory> watcher = new(options.Watch, time ?? TimeProvider.System);
    private readonly CancellationToken cancellation = NotebookHost.Current.Cancellation;
    private readonly List<Tensor[]> pending = [];
    private List<float[]> rows = [];
    private StepCheckpoint? good;
    private int goodSteps;

    /// <summary>Runs the steps that are not done yet.</summary>
    /// <param name="step">Does step k = 0, 1, ... and returns the 0-d losses that <see cref="StepOptions.Terms"/>
    /// names. Its
    /// tensors are freed behind it. What it draws must come from the default generator or from k, so that a resumed
    /// training draws the same.</param>
    /// <returns>All steps done; after an interrupt marked <see cref="StepHistory.Interrupted"/>.</returns>
    /// <exception cref="TrainingDivergedException">A loss or a weight is no finite number.</exception>
    /// <exception cref="InvalidDataException">The checkpoint to resume is damaged.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint to resume belongs to another training.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written.</exception>
    public StepHistory Run(Func<int, IReadOnlyList<Tensor>> step)
    {
        Start();
        using var progress = options.ShowProgress ? Progress.Start(options.Title, options.Steps) : null;
        var flushed = clock.GetTimestamp();
        var interrupted = false;
        while (Done < options.Steps && !(interrupted = cancellation.IsCancellationRequested))
        {
            Step(step);
            var keep = Done % options.KeepEvery == 0 || Done == options.Steps;
            if (keep || pending.Count == Window || clock.GetElapsedTime(flushed) > FlushInterval)
            {
                flushed = clock.GetTimestamp();
                Flush();
                progress?.Report(Done, Note());
                watcher.Show(History(interrupted: false));
            }
            else
            {
                progress?.Report(Done);
            }

            if (keep)
            {
                Keep();
            }
        }

        return Finish(interrupted, progress);
    }

    private int Done => rows.Count + pending.Count;

    private void Start()
    {
        if (options is { Resume: true, CheckpointPath: { } path } && File.Exists(path))
        {
            good = StepCheckpoint.Read(path, parts);
            rows = good.Restore(parts, options.Seed, options.Terms, path);
        }
        else
        {
            Seed.All(options.Seed);
            good = StepCheckpoint.Take(parts, options.Seed, History(interrupted: false));
        }

        goodSteps = rows.Count;
    }

    private void Step(Func<int, IReadOnlyList<Tensor>> step)
    {
        using var scope = NewDisposeScope();
        var losses = step(Done);
        if (losses.Count != options.Terms.Count)
        {
            throw new ArgumentException(
                $"A step must return one loss for each of {string.Join(", ", options.Terms)}, but returned {losses.Count}.");
        }

        pending.Add([.. losses.Select(loss => loss.detach().to(ScalarType.Float32).DetachFromDisposeScope())]);
    }

    private void Flush()
    {
        foreach (var losses in pending)
        {
            rows.Add([.. losses.Select(loss => loss.item<float>())]);
            Array.ForEach(losses, loss => loss.Dispose());
        }

        pending.Clear();
        var broken = rows.FindIndex(goodSteps, row => !row.All(float.IsFinite));
        if (broken >= 0)
        {
            var term = Array.FindIndex(rows[broken], value => !float.IsFinite(value));
            throw Diverged($"{options.Terms[term]} is {rows[broken][term]}", broken + 1);
        }
    }

    private void Keep()
    {
        RequireFiniteWeights();
        good = StepCheckpoint.Take(parts, options.Seed, History(interrupted: false));
        goodSteps = rows.Count;
        if (options.CheckpointPath is { } path)
        {
            good.Write(path);
        }
    }

    private StepHistory Finish(bool interrupted, Progress? progress)
    {
        Flush();
        if (interrupted)
        {
            Keep();
        }

        var history = History(interrupted);
        watcher.ShowLast(history);
        progress?.Report(Done, !interrupted ? Note() : options.CheckpointPath is { } path
            ? $"interrupted; saved to {path}, go on with Resume = true"
            : "interrupted; set CheckpointPath to be able to go on");
        return history;
    }

    /// <summary>The losses say nothing of the update after the last one.</summary>
    private void RequireFiniteWeights()
    {
        using var scope = NewDisposeScope();
        foreach (var (name, network) in networks)
        {
            if (!network.parameters().All(parameter => parameter.isfinite().all().ToBoolean()))
            {
                throw Diverged($"a weight of {name} is not", rows.Count);
            }
        }
    }

    private TrainingDivergedException Diverged(string what, int atStep)
    {
        good!.Restore(parts, options.Seed, options.Terms, options.CheckpointPath ?? "the kept state");
        rows.RemoveRange(goodSteps, rows.Count - goodSteps);
        var saved = options.CheckpointPath is { } path && File.Exists(path) ? $"They are in {path} too. " : "";
        return new(
            $"The losses must stay finite, but {what} at step {atStep}. The networks have their values of step {goodSteps} "
            + $"again. {saved}Lower the learning rates, and check the input for values that are not finite.",
            atStep, optimizers.Values.First().ParamGroups.First().LearningRate, options.CheckpointPath);
    }

    private StepHistory History(bool interrupted) => new(options.Terms, rows, interrupted);

    private string Note()
    {
        var history = History(interrupted: false);
        return string.Join(", ", options.Terms.Select(term => $"{term} {history.Recent(term):0.000}"));
    }
}
