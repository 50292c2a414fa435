using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Takes the messages of the kernel in the order in which they go out, from any thread, without
/// waiting.</summary>
public interface IMessageSink
{
    /// <summary>Sends a message.</summary>
    /// <param name="message">The message.</param>
    void Send(Outgoing message);

    /// <summary>Waits while too much output is on its way: a cell that prints for ever must not fill the
    /// memory.</summary>
    /// <param name="giveUp">Ends the wait.</param>
    void WaitForRoom(CancellationToken giveUp);
}

/// <summary>A message to front ends.</summary>
/// <param name="Channel">Where it goes out.</param>
/// <param name="Type">Its type, for example execute_reply.</param>
/// <param name="Content">Its content.</param>
/// <param name="Parent">The request that it belongs to; null for none.</param>
public sealed record Outgoing(Channel Channel, string Type, JsonObject Content, Request? Parent)
{
    /// <summary>Its id.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>Its metadata; null for none.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>Raw buffers behind the content.</summary>
    public IReadOnlyList<byte[]> Buffers { get; init; } = [];
}
