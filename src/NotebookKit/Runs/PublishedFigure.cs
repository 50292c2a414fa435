namespace NotebookKit.Runs;

/// <summary>Where a figure that stands beside ours was read, and so how much it may be trusted.</summary>
public enum Provenance
{
    /// <summary>The paper itself: its text or its abstract.</summary>
    Paper,

    /// <summary>The text published with the data set.</summary>
    DatasetCard,

    /// <summary>An independent re-implementation's own report.</summary>
    Reimplementation,

    /// <summary>Reported, unverified: never asserted on.</summary>
    Recalled,
}

/// <summary>A figure that somebody published, as the reader of the notebook compares it with ours.</summary>
/// <param name="Quantity">What was measured, in the paper's words.</param>
/// <param name="Value">The figure as printed, with its unit.</param>
/// <param name="Source">How far the figure can be trusted.</param>
/// <param name="Where">Section, table or kind of report.</param>
public sealed record PublishedFigure(string Quantity, string Value, Provenance Source, string Where);

/// <summary>A departure from the paper: said at the line of code, here, and in the notebook.</summary>
/// <param name="What">The thing that differs.</param>
/// <param name="InPaper">What the paper does or leaves open.</param>
/// <param name="Here">What is done here.</param>
/// <param name="Why">The reason, with its figure where one was measured.</param>
public sealed record Difference(string What, string InPaper, string Here, string Why);
