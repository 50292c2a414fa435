using System.Collections.Concurrent;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Takes the cells for the history without making them wait for the disk.</summary>
/// <param name="file">The file; null keeps the history in memory.</param>
/// <param name="log">Takes a line when the file cannot be used.</param>
internal sealed class HistoryLog(string? file, TextWriter log) : IDisposable
{
    private readonly Lock gate = new();
    private readonly ConcurrentQueue<HistoryEntry> pending = new();
    private HistoryStore? store;
    private bool closed;

    /// <summary>Adds a cell soon.</summary>
    public void Add(HistoryEntry entry)
    {
        pending.Enqueue(entry);
        ThreadPool.QueueUserWorkItem(_ => WritePending());
    }

    /// <summary>Asks the history, all cells so far included.</summary>
    /// <param name="question">The question.</param>
    public T Ask<T>(Func<HistoryStore, T> question)
    {
        lock (gate)
        {
            WritePending();
            return question(Store);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            WritePending();
            closed = true;
            store?.Dispose();
        }
    }

    /// <summary>Opened with the first cell or question: a kernel starts faster without.</summary>
    private HistoryStore Store => store ??= Opened();

    private void WritePending()
    {
        lock (gate)
        {
            while (!closed && pending.TryDequeue(out var entry))
            {
                try
                {
                    Store.Add(entry.Line, entry.Input, entry.Output);
                }
                catch (Microsoft.Data.Sqlite.SqliteException error)
                {
                    log.WriteLine($"kernel: cell {entry.Line} is not in the history: {error.Message}");
                }
            }
        }
    }

    private HistoryStore Opened()
    {
        try
        {
            return new HistoryStore(file);
        }
        catch (Exception error) when (file is not null && error is IOException or UnauthorizedAccessException)
        {
            log.WriteLine($"kernel: {error.Message} The history of this session is kept in memory.");
            return new HistoryStore(null);
        }
    }
}
