namespace NotebookKit.Train;

/// <summary>How to train by steps.</summary>
public sealed record StepOptions
{
    /// <summary>Calls of the step function; 1 or more.</summary>
    public required int Steps
    {
        get;
        init => field = AtLeastOne(value, nameof(Steps));
    }

    /// <summary>Names of the scalars that the step function returns, in their order; at least one.</summary>
    public required IReadOnlyList<string> Terms
    {
        get;
        init => field = value.Count > 0
            ? value
            : throw new ArgumentException("Terms must name at least one scalar of a step, but is empty.");
    }

    /// <summary>Seed of the default generator when the training begins (dropout, noise).</summary>
    public long Seed { get; init; }

    /// <summary>File that keeps the whole state, every <see cref="KeepEvery"/> steps, at the end and at an interrupt;
    /// null:
    /// none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Go on from <see cref="CheckpointPath"/> where it exists.</summary>
    public bool Resume { get; init; }

    /// <summary>Steps between two states that are kept as good; 1 or more.</summary>
    public int KeepEvery
    {
        get;
        init => field = AtLeastOne(value, nameof(KeepEvery));
    } = 200;

    /// <summary>Is given the history at most every 2 s and for less than 1 % of the time, and at the end: for a live
    /// chart.</summary>
    public Action<StepHistory>? Watch { get; init; }

    /// <summary>What else changes with the steps and belongs into the checkpoint, by name.</summary>
    public IReadOnlyDictionary<string, IResumable> Also { get; init; } = new Dictionary<string, IResumable>();

    /// <summary>False where the caller shows a progress of its own, over many trainings.</summary>
    public bool ShowProgress { get; init; } = true;

    /// <summary>What the progress line says.</summary>
    public string Title { get; init; } = "Training";

    private static int AtLeastOne(int value, string name) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} must be 1 or more, but is {value}.");
}
