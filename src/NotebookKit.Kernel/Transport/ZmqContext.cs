namespace NotebookKit.Kernel.Transport;

/// <summary>A ZeroMQ context: owner of sockets and of the library's own threads.</summary>
internal sealed class ZmqContext : IDisposable
{
    private nint handle = ZeroMq.NewContext();

    /// <summary>Opens a socket; it belongs to the thread that uses it.</summary>
    /// <param name="kind">Its kind.</param>
    public ZmqSocket Open(SocketKind kind) => new(handle, kind);

    /// <summary>Makes every call that waits on a socket of this context end; the sockets can only be closed
    /// then.</summary>
    public void Shutdown() => _ = ZeroMq.ShutdownContext(handle);

    /// <summary>Waits until all sockets are closed and what they sent is on its way, or their linger time is
    /// over.</summary>
    public void Dispose()
    {
        if (handle != 0)
        {
            while (ZeroMq.EndContext(handle) != 0 && ZeroMq.Errno() == ZeroMq.Interrupted)
            {
                // a signal came in between
            }

            handle = 0;
        }
    }
}
