using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Parts that many replies share.</summary>
internal static class Replies
{
    public static JsonObject Ok() => new() { ["status"] = "ok" };

    /// <summary>Content of a reply with status error.</summary>
    public static JsonObject Error(string name, string message, IEnumerable<string> traceback) => new()
    {
        ["status"] = "error",
        ["ename"] = name,
        ["evalue"] = message,
        ["traceback"] = new JsonArray([.. traceback.Select(line => (JsonNode)line)]),
    };

    /// <summary>The type of the reply to a request.</summary>
    public static string TypeFor(string request) =>
        request.EndsWith("_request", StringComparison.Ordinal) ? request[..^"_request".Length] + "_reply"
            : request + "_reply";
}
