namespace NotebookKit.Data;

/// <summary>How batches are prepared.</summary>
public sealed record BatchOptions
{
    /// <summary>Random changes of the pictures, drawn anew in each epoch; null: none.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>Make the next batch on a thread of its own while one is used. The numbers are the same.</summary>
    public bool Prefetches { get; init; }

    /// <summary>Batches to leave out at the beginning: those that a resumed training has had.</summary>
    public int First { get; init; }
}
