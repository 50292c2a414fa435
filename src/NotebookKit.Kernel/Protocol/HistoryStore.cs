using System.Globalization;
using Microsoft.Data.Sqlite;

namespace NotebookKit.Kernel.Protocol;

/// <summary>The cells that were run, in this session and in earlier ones, in an SQLite file.</summary>
internal sealed class HistoryStore : IDisposable
{
    private const int Kept = 10_000;        // cells of earlier sessions
    private const string Columns = "session, line, input, output";

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;      // prepared once: cells come in a row

    /// <summary>Opens the history and begins a session.</summary>
    /// <param name="file">The file, shared with other kernels; null keeps it in memory.</param>
    /// <exception cref="IOException">The file cannot be used.</exception>
    public HistoryStore(string? file)
    {
        if (file is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        }

        connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file ?? ":memory:",
            DefaultTimeout = 2,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF");
            Run("CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT)");
            Run("CREATE TABLE IF NOT EXISTS cells (session INTEGER, line INTEGER, input TEXT, output TEXT, "
                + "PRIMARY KEY (session, line))");
            Run($"DELETE FROM cells WHERE rowid <= (SELECT max(rowid) FROM cells) - {Kept}");
            Run("INSERT INTO sessions (started) VALUES (@p0)",
                DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture));
            using var last = Command("SELECT last_insert_rowid()");
            Session = (long)last.ExecuteScalar()!;
            insert = Command(
                $"INSERT OR REPLACE INTO cells ({Columns}) VALUES (@p0, @p1, @p2, @p3)", Session, 0, "", null);
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw new IOException($"The history {file} cannot be used: {error.Message}", error);
        }
    }

    /// <summary>The number of this session.</summary>
    public long Session { get; }

    /// <summary>Adds cells, all of them or none.</summary>
    /// <param name="cells">Of this session.</param>
    public void Add(IEnumerable<HistoryEntry> cells)
    {
        lock (gate)
        {
            using var together = insert.Transaction = connection.BeginTransaction();
            foreach (var cell in cells)
            {
                (insert.Parameters[1].Value, insert.Parameters[2].Value) = (cell.Line, cell.Input);
                insert.Parameters[3].Value = cell.Output ?? (object)DBNull.Value;
                insert.ExecuteNonQuery();
            }

            together.Commit();
        }
    }

    /// <summary>The last cells, oldest first.</summary>
    public IReadOnlyList<HistoryEntry> Tail(int n) => Newest("", n);

    /// <summary>Cells of one session.</summary>
    /// <param name="session">Its number; 0 is this one, -1 the one before.</param>
    /// <param name="start">The first line, from 1.</param>
    /// <param name="stop">The line behind the last; null for no end.</param>
    public IReadOnlyList<HistoryEntry> Range(long session, int start, int? stop) => Select(
        "WHERE session = @p0 AND line >= @p1 AND line < @p2 ORDER BY line",
        session > 0 ? session : Session + session, start, stop ?? int.MaxValue);

    /// <summary>The last cells that fit a pattern, oldest first.</summary>
    /// <param name="pattern">With * for any text and ? for any character.</param>
    /// <param name="n">At most so many; null for all.</param>
    /// <param name="unique">Of equal cells the last alone.</param>
    public IReadOnlyList<HistoryEntry> Search(string pattern, int? n, bool unique)
    {
        const string Latest = " AND rowid IN (SELECT max(rowid) FROM cells GROUP BY input)";
        return Newest(
            "WHERE input GLOB @p1" + (unique ? Latest : ""), n ?? -1,
                pattern.Replace("[", "[[]", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        insert.Dispose();
        connection.Dispose();
    }

    private List<HistoryEntry> Newest(string where, int n, params object[] values)
    {
        var newest = Select($"{where} ORDER BY session DESC, line DESC LIMIT @p0", [n, .. values]);
        newest.Reverse();
        return newest;
    }

    private List<HistoryEntry> Select(string rest, params object?[] values)
    {
        lock (gate)
        {
            using var command = Command($"SELECT {Columns} FROM cells {rest}", values);
            using var rows = command.ExecuteReader();
            var entries = new List<HistoryEntry>();
            while (rows.Read())
            {
                entries.Add(new HistoryEntry(
                    rows.GetInt64(0), rows.GetInt32(1), rows.GetString(2), rows.IsDBNull(3) ? null
                        : rows.GetString(3)));
            }

            return entries;
        }
    }

    private void Run(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params object?[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (index, value) in values.Index())
        {
            command.Parameters.AddWithValue($"@p{index}", value ?? DBNull.Value);
        }

        return command;
    }
}

/// <summary>A cell that was run.</summary>
/// <param name="Session">The session.</param>
/// <param name="Line">The number of the execution.</param>
/// <param name="Input">The cell.</param>
/// <param name="Output">The text of its result; null when it had none.</param>
internal sealed record HistoryEntry(long Session, int Line, string Input, string? Output);
