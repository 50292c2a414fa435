using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Protocol;

/// <summary>execute_request.</summary>
/// <param name="Code">The cell.</param>
/// <param name="Silent">Nothing is shown, counted or remembered.</param>
/// <param name="StoreHistory">Counts and is remembered; never when silent.</param>
/// <param name="AllowStdin">The front end answers questions.</param>
/// <param name="StopOnError">When it fails, the execute requests behind it are aborted.</param>
/// <param name="UserExpressions">Expressions to evaluate after the cell, by name.</param>
internal sealed record ExecuteRequest(
    string Code, bool Silent, bool StoreHistory, bool AllowStdin, bool StopOnError,
    IReadOnlyDictionary<string, string> UserExpressions)
{
    public const string Type = "execute_request";
    public const string ReplyType = "execute_reply";

    public static ExecuteRequest Read(JsonElement content)
    {
        var silent = content.Flag("silent", false);
        var expressions = new Dictionary<string, string>(StringComparer.Ordinal);
        if (content.OptionalObject("user_expressions") is { } given)
        {
            foreach (var expression in given.EnumerateObject())
            {
                expressions[expression.Name] = given.Text(expression.Name);
            }
        }

        return new ExecuteRequest(
            content.Text("code"), silent, !silent && content.Flag("store_history", true),
            content.Flag("allow_stdin", true), content.Flag("stop_on_error", true), expressions);
    }

    /// <summary>The content of the reply to a cell that ended well.</summary>
    public static JsonObject Ok(int count, JsonObject userExpressions, JsonArray payload) => new()
    {
        ["status"] = "ok",
        ["execution_count"] = count,
        ["payload"] = payload,
        ["user_expressions"] = userExpressions,
    };

    /// <summary>The content of the reply to a cell that failed.</summary>
    public static JsonObject Failed(int count, CellError error, JsonArray payload)
    {
        var content = Replies.Error(error.Name, error.Message, TracebackColours.Of(error.Traceback, error.Name));
        content["execution_count"] = count;
        content["payload"] = payload;
        content["user_expressions"] = new JsonObject();
        return content;
    }

    /// <summary>The content of the reply to a cell that did not run, because one before it failed.</summary>
    public static JsonObject Aborted(int count)
    {
        const string Why = "A cell before this one failed or was interrupted.";
        var content = Replies.Error("Aborted", Why, [Why]);
        content["status"] = "aborted";
        content["execution_count"] = count;
        content["payload"] = new JsonArray();
        content["user_expressions"] = new JsonObject();
        return content;
    }
}
