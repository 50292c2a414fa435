using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Protocol;

namespace NotebookKit.Kernel.Transport;

/// <summary>Messages as frames: identities, delimiter, signature, header, parent header, metadata, content,
/// buffers.</summary>
/// <param name="signature">Signs and checks.</param>
/// <param name="username">Who the messages are from.</param>
internal sealed class WireFormat(Signature signature, string username)
{
    /// <summary>The version of the protocol that the kernel speaks.</summary>
    public const string ProtocolVersion = "5.4";

    private const int SignedFrames = 4;
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly byte[] Empty = "{}"u8.ToArray();

    private readonly string session = Guid.NewGuid().ToString();

    /// <summary>The frames of a message.</summary>
    public List<byte[]> Frames(Outgoing message)
    {
        var header = new JsonObject
        {
            ["msg_id"] = message.Id,
            ["msg_type"] = message.Type,
            ["session"] = session,
            ["username"] = username,
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            ["version"] = ProtocolVersion,
        };
        byte[][] signed =
        [
            Json.Bytes(header),
            message.Parent?.Header ?? Empty,
            message.Metadata is { } metadata ? Json.Bytes(metadata) : Empty,
            Json.Bytes(message.Content),
        ];
        return [.. Address(message), Delimiter, signature.Of(signed), .. signed, .. message.Buffers];
    }

    /// <summary>Reads and checks a message.</summary>
    /// <param name="channel">Where it came in.</param>
    /// <param name="frames">What came.</param>
    /// <param name="objection">Why it is no message for us; null when it is.</param>
    public Request? Read(Channel channel, List<byte[]> frames, out string? objection)
    {
        var at = frames.FindIndex(f => f.AsSpan().SequenceEqual(Delimiter));
        if (at < 0 || frames.Count < at + 2 + SignedFrames)
        {
            objection = at < 0 ? "it has no <IDS|MSG>" : "it has too few frames";
            return null;
        }

        var body = frames.GetRange(at + 2, frames.Count - at - 2);
        objection = signature.Objection(frames[at + 1], [.. body.Take(SignedFrames)]);
        if (objection is not null)
        {
            return null;
        }

        try
        {
            return Request.Parse(channel, frames.GetRange(0, at), body);
        }
        catch (Exception error) when (error is JsonException or InvalidRequestException)
        {
            objection = error.Message;
            return null;
        }
    }

    /// <summary>The way to the sender of the parent, or the topic that front ends may subscribe to.</summary>
    private static IEnumerable<byte[]> Address(Outgoing message) => message.Channel != Channel.Iopub
        ? message.Parent?.Identities ?? throw new InvalidOperationException($"{message.Type} has nobody to go to.")
        : [Encoding.UTF8.GetBytes(
            message.Type == "stream" ? $"stream.{message.Content["name"]}" : message.Type)];
}
