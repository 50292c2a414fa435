using System.Collections.Concurrent;
using NotebookKit.Kernel.Protocol;

namespace NotebookKit.Kernel.Transport;

/// <summary>The sockets of a kernel. One thread owns shell, control, stdin and iopub: it reads what comes at once, and
/// sends what others have queued, in the order of the queue. A second thread echoes the heartbeat.</summary>
internal sealed class KernelSockets : IMessageSink, IDisposable
{
    private const long MostPendingBytes = 8 << 20;
    private static readonly TimeSpan RoomCheck = TimeSpan.FromMilliseconds(10);

    private readonly ZmqContext context = new();
    private readonly ConcurrentQueue<(Channel Channel, List<byte[]> Frames, int Size)> outgoing = new();
    private readonly Lock wakeGate = new();
    private readonly ZmqSocket wake, awaken;
    private readonly ZmqSocket shell, control, stdin, iopub;
    private readonly WireFormat wire;
    private readonly TextWriter log;
    private readonly Thread io;
    private readonly Heartbeat heartbeat;
    private Action<Request> receive = _ => { };
    private long pendingBytes;
    private int awake;
    private volatile bool closing;
    private bool disposed;

    /// <summary>Binds all sockets.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="log">Takes a line for each message that is dropped.</param>
    /// <exception cref="IOException">An endpoint is taken or not of this machine.</exception>
    public KernelSockets(ConnectionFile connection, TextWriter log)
    {
        this.log = log;
        wire = new WireFormat(new Signature(connection.Key), Environment.UserName);
        (wake, awaken) = (context.Open(SocketKind.Pair), context.Open(SocketKind.Pair));
        _ = wake.Bind("inproc://wake");
        awaken.Connect("inproc://wake");
        shell = Bound(SocketKind.Router, connection.ShellPort);
        control = Bound(SocketKind.Router, connection.ControlPort);
        stdin = Bound(SocketKind.Router, connection.StdinPort);
        iopub = Bound(SocketKind.Pub, connection.IopubPort);
        heartbeat = new Heartbeat(Bound(SocketKind.Rep, connection.HeartbeatPort));
        io = new Thread(Loop) { IsBackground = true, Name = "sockets" };

        ZmqSocket Bound(SocketKind kind, int port)
        {
            var socket = context.Open(kind);
            _ = socket.Bind(connection.Endpoint(port));
            return socket;
        }
    }

    /// <summary>Begins to receive.</summary>
    /// <param name="receiver">Takes each good message, on the thread of the sockets: it must not wait.</param>
    public void Start(Action<Request> receiver)
    {
        receive = receiver;
        heartbeat.Start();
        io.Start();
    }

    /// <inheritdoc/>
    public void Send(Outgoing message)
    {
        var frames = wire.Frames(message);
        var size = frames.Sum(f => f.Length);
        Interlocked.Add(ref pendingBytes, size);
        outgoing.Enqueue((message.Channel, frames, size));
        Wake();
    }

    /// <inheritdoc/>
    public void WaitForRoom(CancellationToken giveUp)
    {
        while (Volatile.Read(ref pendingBytes) > MostPendingBytes && !giveUp.IsCancellationRequested)
        {
            Thread.Sleep(RoomCheck);
        }
    }

    /// <summary>Sends what is queued, then closes.</summary>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        closing = true;
        Wake();
        if (io.IsAlive)
        {
            io.Join();
        }
        else
        {
            CloseSockets();
        }

        lock (wakeGate)
        {
            awaken.Dispose();
        }

        context.Shutdown();
        heartbeat.Dispose();
        context.Dispose();
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref awake, 1) == 0)
        {
            lock (wakeGate)             // one socket for all senders, used by one at a time
            {
                if (awaken.Handle != 0)
                {
                    awaken.Send([[]]);
                }
            }
        }
    }

    private void Loop()
    {
        ZmqSocket[] polled = [control, shell, stdin, wake];
        while (ZmqSocket.Poll(polled, timeoutMs: -1))
        {
            while (wake.Receive(wait: false) is not null)
            {
                // woken once is enough
            }

            Volatile.Write(ref awake, 0);
            Drain(Channel.Control, control);
            Drain(Channel.Stdin, stdin);
            Drain(Channel.Shell, shell);
            SendQueued();
            if (closing && outgoing.IsEmpty)
            {
                break;
            }
        }

        CloseSockets();
    }

    private void Drain(Channel channel, ZmqSocket socket)
    {
        const int AtOnce = 100;         // a flood on one socket must not silence the others
        for (var i = 0; i < AtOnce && socket.Receive(wait: false) is { } frames; i++)
        {
            if (wire.Read(channel, frames, out var objection) is { } request)
            {
                receive(request);
            }
            else
            {
                log.WriteLine($"kernel: a message on {channel} was dropped: {objection}.");
            }
        }
    }

    private void SendQueued()
    {
        while (outgoing.TryDequeue(out var next))
        {
            var socket = next.Channel switch
            {
                Channel.Shell => shell,
                Channel.Control => control,
                Channel.Stdin => stdin,
                _ => iopub,
            };
            try
            {
                socket.Send(next.Frames);
            }
            catch (IOException error)
            {
                log.WriteLine($"kernel: a message on {next.Channel} was not sent: {error.Message}");
            }

            Interlocked.Add(ref pendingBytes, -next.Size);
        }
    }

    private void CloseSockets()
    {
        foreach (var socket in (ZmqSocket[])[shell, control, stdin, iopub, wake])
        {
            socket.Dispose();
        }
    }
}
