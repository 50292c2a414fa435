using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Protocol;

/// <summary>history_request and its reply.</summary>
internal static class HistoryMessages
{
    public const string Type = "history_request";

    /// <summary>Answers a request from the store.</summary>
    /// <exception cref="InvalidRequestException">The access type is unknown.</exception>
    public static JsonObject Answer(JsonElement content, HistoryStore store)
    {
        var access = content.OptionalText("hist_access_type") ?? "tail";
        var n = content.Number("n");
        var entries = access switch
        {
            "tail" => store.Tail(n ?? 10),
            "range" => store.Range(content.Number("session") ?? 0, content.Number("start") ?? 1,
                content.Number("stop")),
            "search" => store.Search(content.OptionalText("pattern") ?? "*", n, content.Flag("unique", false)),
            _ => throw new InvalidRequestException(
                $"'hist_access_type' must be tail, range or search, but is '{access}'."),
        };
        return Reply(entries, content.Flag("output", false));
    }

    /// <summary>The content of a reply.</summary>
    public static JsonObject Reply(IEnumerable<HistoryEntry> entries, bool withOutput) => new()
    {
        ["status"] = "ok",
        ["history"] = new JsonArray([.. entries.Select(e => new JsonArray(
            e.Session, e.Line, withOutput ? new JsonArray(e.Input, e.Output) : JsonValue.Create(e.Input)))]),
    };
}
