using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NotebookKit.Interactive;

namespace NotebookKit.Runs;

/// <summary>
/// The stored record of a paper, <c>notebooks/results/NAME.json</c>: the metrics of the claims run and the hash of the
/// method that
/// made them. A method whose hash differs from its record has to be measured anew.
/// </summary>
/// <param name="Hash">SHA-256 of the notebook's cells and of the paper's folder, from <see cref="HashOf"/>.</param>
/// <param name="Metrics">The metrics of the run.</param>
public sealed record ResultRecord(string Hash, RunMetrics Metrics)
{
    /// <summary>Hash of what decides a result: the notebook's cells (not their outputs) and every C# file of the
    /// paper's folder.</summary>
    /// <param name="notebookPath">The .ipynb file.</param>
    /// <param name="paperDirectory">The paper's folder in src/NotebookKit.Models.</param>
    /// <returns>64 lower-case hexadecimal digits; the same on every machine and for both kinds of line end.</returns>
    /// <exception cref="InvalidDataException">The notebook is not a JSON notebook with cells.</exception>
    public static string HashOf(string notebookPath, string paperDirectory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, NotebookCells(notebookPath));
        foreach (var file in Directory.EnumerateFiles(paperDirectory, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(paperDirectory, path).Replace('\\', '/')))
            .OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            Append(hash, file.Name);
            Append(hash, File.ReadAllText(file.Path));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Writes the record, aside and renamed.</summary>
    /// <param name="path">The record's file.</param>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, RunJson.ToBytes(this));

    /// <summary>Reads a record.</summary>
    /// <param name="path">The record's file.</param>
    /// <returns>The record, or null where there is none yet.</returns>
    /// <exception cref="InvalidDataException">The file is not a record.</exception>
    public static ResultRecord? Read(string path) => File.Exists(path) ? RunJson.Read<ResultRecord>(path) : null;

    // Type, tags and source of each cell: an executed copy of the notebook hashes the same as the committed one.
    private static string NotebookCells(string path)
    {
        try
        {
            using var notebook = JsonDocument.Parse(File.ReadAllBytes(path));
            var text = new StringBuilder();
            foreach (var cell in notebook.RootElement.GetProperty("cells").EnumerateArray())
            {
                var tags = cell.TryGetProperty("metadata", out var metadata)
                    && metadata.TryGetProperty("tags", out var list)
                    ? string.Join(',', list.EnumerateArray().Select(tag => tag.GetString()))
                    : "";
                var source = cell.GetProperty("source");
                text.Append(cell.GetProperty("cell_type").GetString()).Append('\n').Append(tags).Append('\n')
                    .Append(source.ValueKind == JsonValueKind.Array
                        ? string.Concat(source.EnumerateArray().Select(line => line.GetString()))
                        : source.GetString())
                    .Append('\0');
            }

            return text.ToString();
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} must be a Jupyter notebook with cells: {error.Message}", error);
        }
    }

    // A length before each part keeps two different lists of parts from running into the same bytes.
    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"));
        hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
        hash.AppendData(bytes);
    }
}
