using System.Text.Json.Serialization;

namespace NotebookKit.Train;

/// <summary>What one epoch measured.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="Step">Optimizer updates so far.</param>
/// <param name="TrainLoss">Mean over the epoch's images, taken while the weights moved.</param>
/// <param name="TrainAccuracy">Share in [0, 1], taken while the weights moved, dropout on.</param>
/// <param name="ValidationLoss">Mean over the validation images after the epoch, inference mode.</param>
/// <param name="ValidationAccuracy">Share in [0, 1], after the epoch, inference mode.</param>
/// <param name="Seconds">Wall time of the epoch with its validation, seconds.</param>
public sealed record EpochRecord(
    int Epoch, long Step, double TrainLoss, double TrainAccuracy, double ValidationLoss, double ValidationAccuracy, double Seconds);

/// <summary>What a training measured.</summary>
/// <param name="Epochs">Finished epochs, in order.</param>
/// <param name="BestEpoch">Index into <paramref name="Epochs"/> of the lowest validation loss (the first, if equal); -1 for
/// none.</param>
public sealed record History(IReadOnlyList<EpochRecord> Epochs, int BestEpoch)
{
    /// <summary>No epoch yet.</summary>
    public static History Empty { get; } = new([], -1);

    /// <summary>The user stopped the training before its end; it can be resumed from its checkpoint.</summary>
    public bool Interrupted { get; init; }

    /// <summary>The record of the best epoch; null for none.</summary>
    [JsonIgnore]
    public EpochRecord? Best => BestEpoch < 0 ? null : Epochs[BestEpoch];

    /// <summary>This history and one more epoch.</summary>
    public History With(EpochRecord epoch)
    {
        var better = Best is null || epoch.ValidationLoss < Best.ValidationLoss;
        return this with { Epochs = [.. Epochs, epoch], BestEpoch = better ? Epochs.Count : BestEpoch };
    }
}
