using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookKit.Interactive;

/// <summary>A line of its own between code of a cell and code of the front end (a widget).</summary>
public sealed class Comm
{
    /// <summary>Takes the messages to the front end; null without one: then they go nowhere.</summary>
    private static volatile Action<CommMessage>? send;

    internal Comm(string id, string target) => (Id, Target) = (id, target);

    /// <summary>Called for each message from the front end, between two cells, on their thread.</summary>
    public event Action<CommMessage>? Received;

    /// <summary>Called when the front end closes the line.</summary>
    public event Action<CommMessage>? Closed;

    /// <summary>The id that both ends know it by.</summary>
    public string Id { get; }

    /// <summary>The name of what it is for.</summary>
    public string Target { get; }

    /// <summary>False once one end has closed it.</summary>
    public bool IsOpen => CommRegistry.Find(Id) == this;

    /// <summary>Opens a line to the front end.</summary>
    /// <param name="target">The name under which the front end's code waits for it.</param>
    /// <param name="data">What to send with it.</param>
    /// <param name="metadata">Facts about the data; may be null.</param>
    /// <param name="buffers">Raw bytes; may be null.</param>
    public static Comm Open(
        string target, JsonObject? data = null, JsonObject? metadata = null, IReadOnlyList<byte[]>? buffers = null)
    {
        var comm = new Comm(Guid.NewGuid().ToString("N"), target);
        CommRegistry.Add(comm);
        comm.Post(CommAction.Open, data, metadata, buffers);
        return comm;
    }

    /// <summary>Sends a message to the front end.</summary>
    /// <param name="data">The message.</param>
    /// <param name="metadata">Facts about the data; may be null.</param>
    /// <param name="buffers">Raw bytes; may be null.</param>
    /// <exception cref="InvalidOperationException">The line is closed.</exception>
    public void Send(JsonObject? data, JsonObject? metadata = null, IReadOnlyList<byte[]>? buffers = null)
    {
        if (!IsOpen)
        {
            throw new InvalidOperationException($"The comm {Id} ({Target}) is closed; open a new one with Comm.Open.");
        }

        Post(CommAction.Message, data, metadata, buffers);
    }

    /// <summary>Closes the line; a closed one stays closed.</summary>
    /// <param name="data">What to send with it; may be null.</param>
    public void Close(JsonObject? data = null)
    {
        if (CommRegistry.Remove(Id))
        {
            Post(CommAction.Close, data, null, null);
        }
    }

    internal static void Connect(Action<CommMessage>? front) => send = front;

    internal void Receive(CommMessage message)
    {
        if (message.Action == CommAction.Close)
        {
            Closed?.Invoke(message);
        }
        else
        {
            Received?.Invoke(message);
        }
    }

    private void Post(CommAction action, JsonObject? data, JsonObject? metadata, IReadOnlyList<byte[]>? buffers) =>
        send?.Invoke(new CommMessage(action, Id, Target, JsonSerializer.SerializeToElement(data ?? []))
        {
            Metadata = metadata is null ? null : JsonSerializer.SerializeToElement(metadata),
            Buffers = buffers ?? [],
        });
}

/// <summary>A message on a comm.</summary>
/// <param name="Action">What it does.</param>
/// <param name="CommId">Its line.</param>
/// <param name="Target">The target of the line.</param>
/// <param name="Data">Its content.</param>
public sealed record CommMessage(CommAction Action, string CommId, string Target, JsonElement Data)
{
    /// <summary>Facts about the data; null for none.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Raw bytes behind the message.</summary>
    public IReadOnlyList<byte[]> Buffers { get; init; } = [];
}

/// <summary>What a message on a comm does.</summary>
public enum CommAction
{
    /// <summary>Opens the line.</summary>
    Open,

    /// <summary>Carries data.</summary>
    Message,

    /// <summary>Closes the line.</summary>
    Close,
}
