namespace NotebookKit.Kernel.Transport;

/// <summary>A ZeroMQ socket that sends and receives whole messages of several frames. One thread at a time may use
/// it.</summary>
internal sealed unsafe class ZmqSocket : IDisposable
{
    private const int LingerOption = 17, SendLimitOption = 23, ReceiveLimitOption = 24, EndpointOption = 32;
    private const int IdentityOption = 5, SubscribeOption = 6, HandoverOption = 56;
    private const int LingerMs = 500;

    /// <summary>Opens a socket without limits on queued messages: the defaults of 1,000 drop output silently.</summary>
    internal ZmqSocket(nint context, SocketKind kind)
    {
        Handle = ZeroMq.NewSocket(context, (int)kind);
        if (Handle == 0)
        {
            throw ZeroMq.Failure($"Opening a {kind} socket");
        }

        Set(LingerOption, LingerMs);
        Set(SendLimitOption, 0);
        Set(ReceiveLimitOption, 0);
        if (kind == SocketKind.Router)
        {
            Set(HandoverOption, 1);         // a front end that comes back under its old identity gets its place
        }
        else if (kind == SocketKind.Sub)
        {
            byte none = 0;
            Check(ZeroMq.SetOption(Handle, SubscribeOption, &none, 0), "Subscribing to everything");
        }
    }

    /// <summary>The handle, for polling.</summary>
    public nint Handle { get; private set; }

    /// <summary>Binds to an endpoint.</summary>
    /// <param name="endpoint">For example tcp://127.0.0.1:5555; port * takes a free one.</param>
    /// <returns>The endpoint in use.</returns>
    /// <exception cref="IOException">The endpoint is taken or not of this machine.</exception>
    public string Bind(string endpoint)
    {
        Check(ZeroMq.Bind(Handle, endpoint), $"Binding to {endpoint}");
        var text = stackalloc byte[512];
        nuint size = 512;
        Check(ZeroMq.GetOption(Handle, EndpointOption, text, &size), "Asking for the endpoint");
        return System.Text.Encoding.UTF8.GetString(text, (int)size - 1);
    }

    /// <summary>Connects to an endpoint.</summary>
    /// <param name="endpoint">For example tcp://127.0.0.1:5555.</param>
    /// <exception cref="IOException">The endpoint is not one.</exception>
    public void Connect(string endpoint) => Check(ZeroMq.Connect(Handle, endpoint), $"Connecting to {endpoint}");

    /// <summary>Says under which name a router knows this socket; a front end's sockets share one.</summary>
    /// <param name="identity">Not empty.</param>
    public void Identify(byte[] identity)
    {
        fixed (byte* data = identity)
        {
            Check(ZeroMq.SetOption(Handle, IdentityOption, data, (nuint)identity.Length), "Setting the identity");
        }
    }

    /// <summary>Sends a message. The library copies it.</summary>
    /// <param name="frames">At least one frame.</param>
    /// <returns>False when the context ends.</returns>
    /// <exception cref="IOException">ZeroMQ refused it.</exception>
    public bool Send(IReadOnlyList<byte[]> frames)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            fixed (byte* data = frames[i])
            {
                while (ZeroMq.Send(Handle, data, (nuint)frames[i].Length, i + 1 < frames.Count ? ZeroMq.SendMore
                    : 0) < 0)
                {
                    if (Ended("Sending"))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    /// <summary>Receives a message.</summary>
    /// <param name="wait">Whether to wait for one.</param>
    /// <returns>Its frames; null when there is none, or the context ends.</returns>
    public List<byte[]>? Receive(bool wait)
    {
        var frames = new List<byte[]>();
        var message = stackalloc long[ZeroMq.MessageWords];     // on the stack: aligned, and nothing moves it
        _ = ZeroMq.InitMessage(message);
        try
        {
            bool more;
            do
            {
                while (ZeroMq.Receive(message, Handle, wait ? 0 : ZeroMq.DontWait) < 0)
                {
                    if (ZeroMq.Errno() == ZeroMq.Again || Ended("Receiving"))
                    {
                        return null;
                    }
                }

                frames.Add(new ReadOnlySpan<byte>(ZeroMq.Data(message), checked((int)ZeroMq.Size(message))).ToArray());
                more = ZeroMq.More(message) != 0;
            }
            while (more);

            return frames;
        }
        finally
        {
            _ = ZeroMq.CloseMessage(message);
        }
    }

    /// <summary>Waits until one of the sockets has a message.</summary>
    /// <param name="sockets">The sockets.</param>
    /// <param name="timeoutMs">At most so long; -1 without end.</param>
    /// <returns>False when the context ends.</returns>
    public static bool Poll(ReadOnlySpan<ZmqSocket> sockets, int timeoutMs)
    {
        var items = stackalloc ZeroMq.PollItem[sockets.Length];
        for (var i = 0; i < sockets.Length; i++)
        {
            items[i] = new ZeroMq.PollItem { Socket = sockets[i].Handle, Events = ZeroMq.PollIn };
        }

        while (ZeroMq.Poll(items, sockets.Length, timeoutMs) < 0)
        {
            if (Ended("Polling"))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Closes the socket; what was sent goes out within half a second, or never.</summary>
    public void Dispose()
    {
        if (Handle != 0)
        {
            _ = ZeroMq.Close(Handle);
            Handle = 0;
        }
    }

    /// <summary>True when the context ends, false for a signal in between (try again).</summary>
    private static bool Ended(string what) => ZeroMq.Errno() switch
    {
        ZeroMq.Interrupted => false,
        ZeroMq.Terminated => true,
        _ => throw ZeroMq.Failure(what),
    };

    private static void Check(int result, string what)
    {
        if (result != 0)
        {
            throw ZeroMq.Failure(what);
        }
    }

    private void Set(int option, int value) =>
        Check(ZeroMq.SetOption(Handle, option, &value, sizeof(int)), $"Setting socket option {option}");
}
