namespace NotebookKit.Train;

/// <summary>Early stopping on the validation loss.</summary>
public static class EarlyStop
{
    /// <summary>True when the last <paramref name="patience"/> epochs brought no lower validation loss.</summary>
    /// <param name="history">Epochs so far.</param>
    /// <param name="patience">Epochs to wait for a better one, 1 or more; null: never stop early.</param>
    public static bool Reached(History history, int? patience) =>
        patience is { } epochs && history.Epochs.Count - 1 - history.BestEpoch >= epochs && history.BestEpoch >= 0;
}
