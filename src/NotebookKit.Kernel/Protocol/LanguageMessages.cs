using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Protocol;

/// <summary>complete, inspect and is_complete: questions about code, and the contents of their replies.</summary>
internal static class LanguageMessages
{
    public const string Complete = "complete_request";
    public const string Inspect = "inspect_request";
    public const string IsComplete = "is_complete_request";

    /// <summary>Code and cursor of complete and inspect; the cursor in UTF-16 units.</summary>
    public static (string Code, int Position) Read(JsonElement content)
    {
        var code = content.Text("code");
        return (code, content.Number("cursor_pos") is { } cursor ? CodePoints.ToUtf16(code, cursor) : code.Length);
    }

    /// <summary>complete_reply.</summary>
    public static JsonObject Completed(string code, CompletionList list)
    {
        var start = CodePoints.FromUtf16(code, list.Start);
        var end = CodePoints.FromUtf16(code, list.End);
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. list.Items.Select(item => (JsonNode)item.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. list.Items.Select(item => new JsonObject
                {
                    ["start"] = start,
                    ["end"] = end,
                    ["text"] = item.Text,
                    ["type"] = item.Kind,
                    ["signature"] = item.Signature,
                })]),
            },
        };
    }

    /// <summary>inspect_reply.</summary>
    public static JsonObject Inspected(MimeBundle? found)
    {
        var content = found is null
            ? new JsonObject { ["data"] = new JsonObject(), ["metadata"] = new JsonObject() }
            : BundleJson.Fill([], found);
        content["status"] = "ok";
        content["found"] = found is not null;
        return content;
    }

    /// <summary>is_complete_reply.</summary>
    public static JsonObject Checked(Completeness answer) => answer.State switch
    {
        CompletenessState.Complete => new JsonObject { ["status"] = "complete" },
        CompletenessState.Invalid => new JsonObject { ["status"] = "invalid" },
        _ => new JsonObject { ["status"] = "incomplete", ["indent"] = answer.Indent },
    };
}
