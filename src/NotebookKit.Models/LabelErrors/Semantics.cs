namespace NotebookKit.Models.LabelErrors;

/// <summary>Whose behaviour to follow where the reference software changed over the years.</summary>
public enum Semantics
{
    /// <summary>cleanlab 2.9.0: thresholds with a floor, a tolerance of 1e-6 in the last step, exact prune
    /// counts.</summary>
    Current,

    /// <summary>cleanlab 1.0.1, near to what made the published lists: ties widen or narrow the cut, at least 5
    /// examples per class.</summary>
    Release101,
}
