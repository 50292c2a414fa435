using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Protocol;
using NotebookKit.Kernel.Transport;

namespace NotebookKit.Kernel.Tests.Protocol;

/// <summary>A message as a front end sees it.</summary>
internal sealed record Received(string Type, JsonElement Header, JsonElement Parent, JsonElement Metadata, JsonElement Content,
    IReadOnlyList<byte[]> Buffers, string Topic)
{
    public string ParentId => Parent.TryGetProperty("msg_id", out var id) ? id.GetString()! : "";

    public string Id => Header.GetProperty("msg_id").GetString()!;

    public string Text(string name) => Content.GetProperty(name).GetString()!;

    public string Status => Text("status");

    public override string ToString() => $"{Type} {Content.GetRawText()}";
}

/// <summary>What one request brought.</summary>
internal sealed record Exchange(Received Reply, IReadOnlyList<Received> Outputs)
{
    /// <summary>The types of all that came on iopub, in order; states by their name.</summary>
    public IReadOnlyList<string> Types =>
        [.. Outputs.Select(o => o.Type == "status" ? o.Text("execution_state") : o.Type)];

    public Received Single(string type) => Outputs.Single(o => o.Type == type);

    public string Stream(string name) =>
        string.Concat(Outputs.Where(o => o.Type == "stream" && o.Text("name") == name).Select(o => o.Text("text")));
}

/// <summary>The other end of the wire: what a front end does, in a few lines.</summary>
internal sealed class KernelClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ZmqContext context = new();
    private readonly Dictionary<Channel, ZmqSocket> sockets;
    private readonly Dictionary<Channel, Queue<Received>> inbox = [];
    private readonly Signature signature;
    private readonly string session = Guid.NewGuid().ToString();

    public KernelClient(ConnectionFile connection)
    {
        signature = new Signature(connection.Key);
        sockets = new Dictionary<Channel, ZmqSocket>
        {
            [Channel.Shell] = Connected(SocketKind.Dealer, connection.ShellPort),
            [Channel.Control] = Connected(SocketKind.Dealer, connection.ControlPort),
            [Channel.Stdin] = Connected(SocketKind.Dealer, connection.StdinPort),
            [Channel.Iopub] = Connected(SocketKind.Sub, connection.IopubPort),
        };
        foreach (var channel in sockets.Keys)
        {
            inbox[channel] = new Queue<Received>();
        }

        // A subscription takes a moment; until then outputs are lost.
        for (var id = ""; Receive(Channel.Iopub, m => m.ParentId == id, TimeSpan.FromMilliseconds(50)) is null;)
        {
            id = Send(Channel.Control, "kernel_info_request");
        }

        while (Receive(Channel.Iopub, _ => true, TimeSpan.FromMilliseconds(30)) is not null
               || Receive(Channel.Control, _ => true, TimeSpan.FromMilliseconds(30)) is not null)
        {
            // of the questions before
        }

        ZmqSocket Connected(SocketKind kind, int port)
        {
            var socket = context.Open(kind);
            if (kind == SocketKind.Dealer)
            {
                socket.Identify(Encoding.ASCII.GetBytes(session));
            }

            socket.Connect(connection.Endpoint(port));
            return socket;
        }
    }

    /// <summary>Sends a request and gives its id.</summary>
    public string Send(
        Channel channel, string type, JsonObject? content = null, JsonObject? header = null, bool dated = true,
        Received? parent = null)
    {
        header ??= new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(), ["msg_type"] = type, ["session"] = session, ["username"] = "test", ["version"] = "5.4",
        };
        if (dated)
        {
            header["date"] = DateTime.UtcNow.ToString("O");
        }

        byte[][] frames =
        [
            Encoding.UTF8.GetBytes(header.ToJsonString()), Encoding.UTF8.GetBytes(parent?.Header.GetRawText() ?? "{}"),
            "{}"u8.ToArray(), Encoding.UTF8.GetBytes((content ?? []).ToJsonString()),
        ];
        SendFrames(channel, ["<IDS|MSG>"u8.ToArray(), signature.Of(frames), .. frames]);
        return header["msg_id"]!.GetValue<string>();
    }

    /// <summary>Sends frames as they are.</summary>
    public void SendFrames(Channel channel, List<byte[]> frames) => sockets[channel].Send(frames);

    /// <summary>Sends a request and waits for its reply and for idle.</summary>
    public Exchange Ask(string type, JsonObject? content = null, Channel channel = Channel.Shell, JsonObject? header = null) =>
        Await(Send(channel, type, content, header), channel);

    /// <summary>Runs a cell.</summary>
    public Exchange Execute(string code, JsonObject? options = null) => Await(SendExecute(code, options));

    public string SendExecute(string code, JsonObject? options = null)
    {
        var content = options?.DeepClone().AsObject() ?? [];
        content["code"] = code;
        return Send(Channel.Shell, "execute_request", content);
    }

    /// <summary>Waits for the reply and all outputs of a request.</summary>
    public Exchange Await(string id, Channel channel = Channel.Shell)
    {
        var outputs = OutputsOf(id);
        return new Exchange(Receive(channel, m => m.ParentId == id, Patience)!, outputs);
    }

    /// <summary>All outputs of a request, until it is idle.</summary>
    public IReadOnlyList<Received> OutputsOf(string id)
    {
        var outputs = new List<Received>();
        do
        {
            outputs.Add(Receive(Channel.Iopub, m => m.ParentId == id, Patience)
                ?? throw new TimeoutException($"not idle after: {string.Join(", ", outputs)}"));
        }
        while (outputs[^1] is not { Type: "status" } status || status.Text("execution_state") != "idle");

        return outputs;
    }

    /// <summary>The first message that fits; null when none comes in time.</summary>
    public Received? Receive(Channel channel, Func<Received, bool> fits, TimeSpan patience)
    {
        var others = inbox[channel];
        for (var i = others.Count; i > 0; i--)
        {
            var message = others.Dequeue();
            if (fits(message))
            {
                return message;
            }

            others.Enqueue(message);
        }

        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < patience;)
        {
            while (sockets[channel].Receive(wait: false) is { } frames)
            {
                var message = Parse(frames);
                if (fits(message))
                {
                    return message;
                }

                others.Enqueue(message);
            }

            ZmqSocket.Poll([sockets[channel]], 20);
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var socket in sockets.Values)
        {
            socket.Dispose();
        }

        context.Dispose();
    }

    private Received Parse(List<byte[]> frames)
    {
        var at = frames.FindIndex(f => f.AsSpan().SequenceEqual("<IDS|MSG>"u8));
        if (signature.Objection(frames[at + 1], [.. frames.Skip(at + 2).Take(4)]) is { } objection)
        {
            throw new InvalidDataException($"The kernel sent a message, but {objection}.");
        }

        var parts = frames.Skip(at + 2).Take(4).Select(f => JsonDocument.Parse(f).RootElement).ToList();
        return new Received(
            parts[0].GetProperty("msg_type").GetString()!, parts[0], parts[1], parts[2], parts[3], [.. frames.Skip(at + 6)],
            at > 0 ? Encoding.UTF8.GetString(frames[0]) : "");
    }
}
