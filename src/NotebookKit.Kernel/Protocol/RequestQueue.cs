using System.Collections.Concurrent;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Requests that are served one after the other on a thread of their own, each between busy and
/// idle.</summary>
internal sealed class RequestQueue : IDisposable
{
    private readonly BlockingCollection<Request> requests = [];
    private readonly Action<Request> serve;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Name of the thread.</param>
    /// <param name="serve">Serves a request, its exceptions included.</param>
    public RequestQueue(string name, Action<Request> serve)
    {
        this.serve = serve;
        new Thread(Loop) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>Adds a request; after the end it goes nowhere.</summary>
    public void Add(Request request)
    {
        try
        {
            requests.Add(request);
        }
        catch (InvalidOperationException)
        {
            // the kernel ends: nobody waits for an answer
        }
    }

    /// <summary>Ends the thread after the request in hand.</summary>
    public void Dispose() => requests.CompleteAdding();

    private void Loop()
    {
        foreach (var request in requests.GetConsumingEnumerable())
        {
            if (requests.IsAddingCompleted)
            {
                break;
            }

            serve(request);
        }
    }
}
