using System.Text;
using System.Text.Json;

namespace NotebookKit.Kernel.Protocol;

/// <summary>A message from a front end.</summary>
public sealed record Request
{
    /// <summary>Where it came in.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The way back to its sender.</summary>
    public required IReadOnlyList<byte[]> Identities { get; init; }

    /// <summary>Its header, byte for byte: the parent header of all that answers it.</summary>
    public required byte[] Header { get; init; }

    /// <summary>Its type, for example execute_request.</summary>
    public required string Type { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The sender's session; empty when it names none.</summary>
    public string Session { get; init; } = "";

    /// <summary>When it was sent, by the sender's clock; null when it does not say.</summary>
    public DateTimeOffset? Sent { get; init; }

    /// <summary>When it was read from the socket.</summary>
    public DateTimeOffset Arrived { get; init; }

    /// <summary>Id of the message that it answers (input_reply); empty when there is none.</summary>
    public string ParentId { get; init; } = "";

    /// <summary>Its metadata.</summary>
    public JsonElement Metadata { get; init; }

    /// <summary>The front end's own name of the cell, which stays the same in a new kernel; empty when it says
    /// none.</summary>
    public string CellId => Metadata.ValueKind == JsonValueKind.Object ? Text(Metadata, "cellId") ?? "" : "";

    /// <summary>Its content.</summary>
    public JsonElement Content { get; init; }

    /// <summary>Raw buffers behind the content.</summary>
    public IReadOnlyList<byte[]> Buffers { get; init; } = [];

    /// <summary>Reads a message.</summary>
    /// <param name="channel">Where it came in.</param>
    /// <param name="identities">The frames before the delimiter.</param>
    /// <param name="frames">Header, parent header, metadata, content, buffers.</param>
    /// <exception cref="JsonException">A frame is no JSON object, or the header lacks a field.</exception>
    internal static Request Parse(Channel channel, IReadOnlyList<byte[]> identities, IReadOnlyList<byte[]> frames)
    {
        var header = Object(frames[0], "header");
        return new Request
        {
            Channel = channel,
            Identities = identities,
            Header = frames[0],
            Type = Text(header, "msg_type") ?? throw new JsonException("its header has no 'msg_type'"),
            Id = Text(header, "msg_id") ?? throw new JsonException("its header has no 'msg_id'"),
            Session = Text(header, "session") ?? "",
            Sent = header.TryGetProperty("date", out var date) && date.ValueKind == JsonValueKind.String
                   && date.TryGetDateTimeOffset(out var sent) ? sent : null,
            Arrived = DateTimeOffset.UtcNow,
            ParentId = Text(Object(frames[1], "parent_header"), "msg_id") ?? "",
            Metadata = Object(frames[2], "metadata"),
            Content = Object(frames[3], "content"),
            Buffers = [.. frames.Skip(4)],
        };
    }

    private static JsonElement Object(byte[] frame, string name)
    {
        // The parser accepts any bytes inside a text; a text that is no UTF-8 fails when it is read, far from here.
        if (!System.Text.Unicode.Utf8.IsValid(frame))
        {
            throw new JsonException($"its {name} is not UTF-8");
        }

        using var json = JsonDocument.Parse(frame);
        return json.RootElement.ValueKind == JsonValueKind.Object
            ? json.RootElement.Clone()
            : throw new JsonException(
                $"its {name} is no JSON object but {Encoding.UTF8.GetString(frame)[..Math.Min(frame.Length, 20)]}");
    }

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Json.Valid(value) : null;
}
