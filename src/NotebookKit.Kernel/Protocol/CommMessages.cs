using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Interactive;

namespace NotebookKit.Kernel.Protocol;

/// <summary>comm_open, comm_msg, comm_close in both directions, and comm_info.</summary>
internal static class CommMessages
{
    public const string Info = "comm_info_request";

    private static readonly Dictionary<string, CommAction> Actions = new(StringComparer.Ordinal)
    {
        ["comm_open"] = CommAction.Open, ["comm_msg"] = CommAction.Message, ["comm_close"] = CommAction.Close,
    };

    /// <summary>Whether a message belongs to a comm.</summary>
    public static bool IsComm(string type) => Actions.ContainsKey(type);

    /// <summary>Reads a message of the front end.</summary>
    /// <exception cref="InvalidRequestException">A field is missing.</exception>
    public static CommMessage Read(Request request)
    {
        var action = Actions[request.Type];
        return new CommMessage(
            action,
            request.Content.Text("comm_id"),
            action == CommAction.Open ? request.Content.Text("target_name") : "",
            request.Content.OptionalObject("data") ?? JsonSerializer.SerializeToElement(new JsonObject()))
        { Metadata = request.Metadata, Buffers = request.Buffers };
    }

    /// <summary>A message to the front ends.</summary>
    /// <param name="message">The message.</param>
    /// <param name="parent">The request that it belongs to; null for none.</param>
    public static Outgoing ToWire(CommMessage message, Request? parent)
    {
        var content = new JsonObject { ["comm_id"] = message.CommId, ["data"] = AsObject(message.Data) };
        if (message.Action == CommAction.Open)
        {
            content["target_name"] = message.Target;
        }

        return new Outgoing(Channel.Iopub, Actions.First(a => a.Value == message.Action).Key, content, parent)
        {
            Metadata = message.Metadata is { } metadata ? JsonObject.Create(metadata) : null,
            Buffers = message.Buffers,
        };
    }

    private static JsonObject AsObject(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object ? JsonObject.Create(data)! : [];

    /// <summary>comm_info_reply.</summary>
    /// <param name="target">Only comms of this target; null for all.</param>
    public static JsonObject Known(string? target)
    {
        var comms = new JsonObject();
        foreach (var comm in CommRegistry.Open.Where(c => target is null || c.Target == target))
        {
            comms[comm.Id] = new JsonObject { ["target_name"] = comm.Target };
        }

        return new JsonObject { ["status"] = "ok", ["comms"] = comms };
    }
}
