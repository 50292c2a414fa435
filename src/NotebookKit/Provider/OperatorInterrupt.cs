using NotebookKit.Interactive;

namespace NotebookKit.Provider;

/// <summary>The last resort against a cell that does not stop: operators ask before they run.</summary>
/// <remarks>Not before: between two operators a training step is half done. The kit's own loops look at
/// <see cref="INotebookHost.Cancellation"/> where they can stop in order.</remarks>
public static class OperatorInterrupt
{
    /// <summary>Lets the kernel reach the operators.</summary>
    public static void Connect() =>
        Checkpoint.LastResort = overdue => ProviderBody.Current.CheckOperators(overdue ? Checkpoint.Pass : null);
}
