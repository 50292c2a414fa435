using System.Text.Json.Nodes;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Contents of the messages that carry outputs; the same forms stand in a notebook file.</summary>
internal static class OutputMessages
{
    /// <summary>stream.</summary>
    public static JsonObject Stream(string name, string text) => new() { ["name"] = name, ["text"] = text };

    /// <summary>display_data and update_display_data.</summary>
    public static JsonObject Display(MimeBundle bundle, string displayId)
    {
        var content = BundleJson.Fill([], bundle);
        content["transient"] = new JsonObject { ["display_id"] = displayId };
        return content;
    }

    /// <summary>execute_result.</summary>
    public static JsonObject Result(MimeBundle bundle, int count)
    {
        var content = BundleJson.Fill([], bundle);
        content["execution_count"] = count;
        return content;
    }

    /// <summary>error.</summary>
    public static JsonObject Error(CellError error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray(
            [.. TracebackColours.Of(error.Traceback, error.Name).Select(line => (JsonNode)line)]),
    };
}
