using System.Collections.Concurrent;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Takes the cells for the history without making them wait for the disk.</summary>
/// <param name="file">The file; null keeps the history in memory.</param>
/// <param name="log">Takes a line when the file cannot be used.</param>
internal sealed class HistoryLog(string? file, TextWriter log) : IDisposable
{
    /// <summary>Cells that come in a row are written together, not each beside the next one.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly ConcurrentQueue<HistoryEntry> pending = new();
    private HistoryStore? store;
    private bool due;           // a write is to come
    private bool closed;

    /// <summary>Adds a cell soon.</summary>
    public void Add(HistoryEntry entry)
    {
        pending.Enqueue(entry);
        if (!Interlocked.Exchange(ref due, true))
        {
            _ = Task.Delay(Delay).ContinueWith(_ => WritePending(), TaskScheduler.Default);
        }
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
            Volatile.Write(ref due, false);
            if (closed || pending.IsEmpty)
            {
                return;
            }

            var cells = new List<HistoryEntry>();
            while (pending.TryDequeue(out var entry))
            {
                cells.Add(entry);
            }

            try
            {
                Store.Add(cells);
            }
            catch (Microsoft.Data.Sqlite.SqliteException error)
            {
                var lines = string.Join(", ", cells.Select(c => c.Line));
                log.WriteLine($"kernel: cells not in the history: {lines}: {error.Message}");
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
