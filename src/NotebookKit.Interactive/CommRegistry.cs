using System.Collections.Concurrent;

namespace NotebookKit.Interactive;

/// <summary>The open comms of this process, and what to do when the front end opens one.</summary>
public static class CommRegistry
{
    private static readonly ConcurrentDictionary<string, Comm> Comms = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Action<Comm, CommMessage>> Targets =
        new(StringComparer.Ordinal);

    /// <summary>The open comms.</summary>
    public static IReadOnlyList<Comm> Open => [.. Comms.Values];

    /// <summary>Says what happens when the front end opens a comm to a target. A later call for the same target takes
    /// the place of an earlier one.</summary>
    /// <param name="target">The name of the target.</param>
    /// <param name="opened">Gets the comm and its first message, between two cells, on their thread.</param>
    public static void Register(string target, Action<Comm, CommMessage> opened) => Targets[target] = opened;

    /// <summary>Sets the front end; null for none.</summary>
    /// <param name="send">Takes each message to the front end.</param>
    public static void Connect(Action<CommMessage>? send) => Comm.Connect(send);

    /// <summary>Hands a message of the front end to its comm; runs code of the user.</summary>
    /// <param name="message">The message.</param>
    /// <returns>False when nobody waits for it: its target or its comm is unknown.</returns>
    public static bool Deliver(CommMessage message)
    {
        if (message.Action == CommAction.Open)
        {
            if (!Targets.TryGetValue(message.Target, out var opened))
            {
                return false;
            }

            var comm = new Comm(message.CommId, message.Target);
            Add(comm);
            opened(comm, message);
            return true;
        }

        if (Find(message.CommId) is not { } open)
        {
            return false;
        }

        if (message.Action == CommAction.Close)
        {
            Remove(open.Id);
        }

        open.Receive(message);
        return true;
    }

    internal static Comm? Find(string id) => Comms.GetValueOrDefault(id);

    internal static void Add(Comm comm) => Comms[comm.Id] = comm;

    internal static bool Remove(string id) => Comms.TryRemove(id, out _);
}
