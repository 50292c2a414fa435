namespace NotebookKit.Interactive;

/// <summary>What a cell may know of the run that it belongs to; set by the runner, empty outside a run.</summary>
/// <param name="NotebookName">The notebook's file name without extension; null outside a run.</param>
/// <param name="OutputDirectory">Full path of the folder for results; null outside a run.</param>
/// <param name="DataDirectory">The folder given by --data; null when none was given.</param>
/// <param name="Parameters">The parameters given for this run, by name, as written by the user.</param>
public sealed record RunContext(
    string? NotebookName,
    string? OutputDirectory,
    string? DataDirectory,
    IReadOnlyDictionary<string, string> Parameters)
{
    private static volatile RunContext current =
        new(null, null, null, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>The run in progress.</summary>
    public static RunContext Current
    {
        get => current;
        set => current = value ?? throw new ArgumentNullException(nameof(value));
    }
}
