namespace NotebookKit.Train;

/// <summary>The loss is no finite number any more. The model was given back its best weights, the networks of a
/// training by steps their last good values; the checkpoint on disk is the last good one.</summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    internal TrainingDivergedException(string what, double loss, long step, double learningRate, History history, string? checkpoint)
        : base(Text(what, loss, step, learningRate, history, checkpoint))
    {
        Step = step;
        LearningRate = learningRate;
        History = history;
        CheckpointPath = checkpoint;
    }

    internal TrainingDivergedException(string message, long step, double learningRate, string? checkpoint)
        : base(message)
    {
        (Step, LearningRate, History, CheckpointPath) = (step, learningRate, History.Empty, checkpoint);
    }

    /// <summary>Step, from 1, whose loss was not finite.</summary>
    public long Step { get; }

    /// <summary>Learning rate at that step.</summary>
    public double LearningRate { get; }

    /// <summary>The finished epochs before it; empty for a training by steps.</summary>
    public History History { get; }

    /// <summary>The last good checkpoint; null when none was written.</summary>
    public string? CheckpointPath { get; }

    private static string Text(string what, double loss, long step, double learningRate, History history, string? checkpoint)
    {
        var kept = checkpoint is null
            ? "No checkpoint was written."
            : $"The last good checkpoint, of epoch {history.Epochs.Count}, is {checkpoint}.";
        return $"The loss must stay finite, but the {what} is {loss} at step {step} with learning rate {learningRate}. " +
            $"The model has its {(history.Best is { } best ? $"weights of epoch {best.Epoch}" : "initial weights")} again. " +
            $"{kept} Lower LearningRate, and check the input for values that are not finite.";
    }
}
