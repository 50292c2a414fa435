namespace NotebookKit.Kernel.Transport;

/// <summary>Echoes what comes, so that a front end knows that the process lives, whatever the cells do.</summary>
/// <param name="socket">A bound REP socket; closed at the end.</param>
internal sealed class Heartbeat(ZmqSocket socket) : IDisposable
{
    private Thread? thread;

    /// <summary>Begins to echo.</summary>
    public void Start()
    {
        thread = new Thread(Loop) { IsBackground = true, Name = "heartbeat" };
        thread.Start();
    }

    /// <summary>Waits for the end, which the end of the context brings.</summary>
    public void Dispose()
    {
        if (thread is null)
        {
            socket.Dispose();
        }
        else
        {
            thread.Join();
        }
    }

    private void Loop()
    {
        while (socket.Receive(wait: true) is { } frames && socket.Send(frames))
        {
            // as long as the context lives
        }

        socket.Dispose();
    }
}
