using NotebookKit.Data;
using NotebookKit.Sparsity;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookKit.Train;

/// <summary>How to train.</summary>
public sealed record TrainOptions
{
    /// <summary>Passes over the training images, at most; 1 or more.</summary>
    public required int Epochs
    {
        get;
        init => field = AtLeastOne(value, nameof(Epochs));
    }

    /// <summary>Images per step; 1 or more. The last batch of an epoch may be smaller.</summary>
    public int BatchSize
    {
        get;
        init => field = AtLeastOne(value, nameof(BatchSize));
    } = 64;

    /// <summary>Learning rate, above 0.</summary>
    public double LearningRate
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(LearningRate), $"LearningRate must be above 0, but is {value}.");
    } = 1e-3;

    /// <summary>Factor of <see cref="LearningRate"/> by the share of all steps that are done, in [0, 1), such as
    /// <see cref="Train.Schedule.Cosine"/>; null: the rate stays.</summary>
    public Func<double, double>? Schedule { get; init; }

    /// <summary>Epochs without a lower validation loss after which to stop, 1 or more; null: train all epochs.</summary>
    public int? Patience
    {
        get;
        init => field = value is { } epochs ? AtLeastOne(epochs, nameof(Patience)) : null;
    }

    /// <summary>Seed of shuffling and of the default generator (dropout).</summary>
    public long Seed { get; init; }

    /// <summary>File that keeps the state of the training after every epoch and at an interrupt; null: none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Go on from <see cref="CheckpointPath"/> where it exists.</summary>
    public bool Resume { get; init; }

    /// <summary>Loss and decision.</summary>
    public Objective Objective { get; init; } = Objective.Binary;

    /// <summary>Makes the optimizer for parameters and learning rate; Adam (beta 0.9 and 0.999) by default.</summary>
    public Func<IEnumerable<Parameter>, double, OptimizerHelper> Optimizer { get; init; } =
        (parameters, learningRate) => optim.Adam(parameters, learningRate);

    /// <summary>Random changes of the training pictures, drawn anew in each epoch and the same after a resume; null:
    /// none.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>Make the next batch on a thread of its own while a step runs. The numbers are the same; worth it where a
    /// core is free or the network is on another device.</summary>
    public bool Prefetches { get; init; }

    /// <summary>Masks of the model's parameters: pruned weights stay at zero in every step; null: none.</summary>
    public PruningMasks? Masks { get; init; }

    /// <summary>Is given the history after an epoch, at most every 2 s and for less than 1 % of the time, and at the end:
    /// for a live chart.</summary>
    public Action<History>? Watch { get; init; }

    /// <summary>False where the caller shows a progress of its own, over many trainings.</summary>
    public bool ShowProgress { get; init; } = true;

    /// <summary>What the progress line says.</summary>
    public string Title { get; init; } = "Training";

    private static int AtLeastOne(int value, string name) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} must be 1 or more, but is {value}.");
}
