namespace NotebookKit.Data;

/// <summary>The two classes of CIFAKE, in the alphabetical order of its folders: FAKE is 0, REAL is 1.</summary>
public static class RealOrFake
{
    /// <summary>Label of a generated or altered picture.</summary>
    public const long Fake = 0;

    /// <summary>Label of a photograph.</summary>
    public const long Real = 1;

    /// <summary>Names in label order.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["FAKE", "REAL"];
}
