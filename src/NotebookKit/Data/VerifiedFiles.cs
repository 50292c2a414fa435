using System.Text.Json;
using NotebookKit.Interactive;

namespace NotebookKit.Data;

/// <summary>
/// Remembers the checksum of files that were read in full, by path, size and time of change, in the user's cache: a
/// checksum
/// costs its time once. The data folder itself is never written to.
/// </summary>
internal sealed class VerifiedFiles(string memoryPath)
{
    private readonly Lock gate = new();
    private Dictionary<string, Entry>? entries;

    /// <summary>SHA-256 of a file, from memory where the file is unchanged.</summary>
    public string Sha256(string path)
    {
        var file = new FileInfo(Path.GetFullPath(path));
        lock (gate)
        {
            entries ??= Read();
            if (entries.TryGetValue(file.FullName, out var known) && known.Fits(file))
            {
                return known.Sha256;
            }

            var entry = new Entry(file.Length, file.LastWriteTimeUtc.Ticks, FileHash.OfFile(file.FullName));
            entries[file.FullName] = entry;
            Save();
            return entry.Sha256;
        }
    }

    private Dictionary<string, Entry> Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, Entry>>(File.ReadAllBytes(memoryPath)) ?? [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // A memory that is lost costs one more reading, no more.
            return [];
        }
    }

    private void Save()
    {
        try
        {
            AtomicFile.Write(memoryPath, JsonSerializer.SerializeToUtf8Bytes(entries));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written to must not stop a run that only reads; the next run checks again.
        }
    }

    private sealed record Entry(long Bytes, long ChangedTicks, string Sha256)
    {
        public bool Fits(FileInfo file) => file.Length == Bytes && file.LastWriteTimeUtc.Ticks == ChangedTicks;
    }
}
