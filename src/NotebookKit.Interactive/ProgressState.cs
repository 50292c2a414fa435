using System.Text.Json.Nodes;

namespace NotebookKit.Interactive;

/// <summary>What a progress display says, for front ends that redraw one line instead of showing the bundle.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; 0 when the work is empty.</param>
/// <param name="Finished">True in the last report.</param>
/// <param name="Line">The text form: what, how far, how long still.</param>
public sealed record ProgressState(long Done, long Total, bool Finished, string Line)
{
    private const string Key = "notebookkit";

    /// <summary>Reads the state that <see cref="Progress"/> put into a bundle; null for any other output.</summary>
    /// <param name="bundle">An output.</param>
    public static ProgressState? Of(MimeBundle bundle) =>
        bundle.Metadata is { } metadata && metadata.TryGetValue(Key, out var value) && value is JsonObject facts
        && IsProgress(facts)
            ? new(facts["done"]!.GetValue<long>(), facts["total"]!.GetValue<long>(),
                facts["finished"]!.GetValue<bool>(), bundle.Text)
            : null;

    /// <summary>Whether an output in a notebook file is a progress, by its metadata.</summary>
    /// <param name="metadata">The metadata of the output.</param>
    public static bool IsIn(JsonObject metadata) => metadata[Key] is JsonObject facts && IsProgress(facts);

    private static bool IsProgress(JsonObject facts) => facts["progress"]?.GetValue<bool>() == true;

    internal IReadOnlyDictionary<string, object> ToMetadata() => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        [Key] = new JsonObject { ["progress"] = true, ["done"] = Done, ["total"] = Total, ["finished"] = Finished },
    };
}
