using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotebookKit.Kernel.Notebook;

/// <summary>Reads notebooks of nbformat 4.0 to 4.5 and writes them normalised, as 4.5: sorted keys, ids on all cells,
/// multi-line text as lists of lines, one blank of indentation, a newline at the end.</summary>
public static partial class Ipynb
{
    private const int Minor = 5;

    /// <summary>Reads a notebook file.</summary>
    /// <param name="path">An .ipynb file.</param>
    /// <exception cref="UsageException">The file cannot be read or is no notebook of format 4.</exception>
    public static NotebookDocument Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), Path.GetFileName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot read the notebook {path}: {error.Message}", error);
        }
    }

    /// <summary>Reads a notebook's text.</summary>
    /// <param name="json">The text of an .ipynb file.</param>
    /// <param name="name">How messages name it.</param>
    /// <exception cref="UsageException">The text is no notebook of format 4.</exception>
    public static NotebookDocument Parse(string json, string name)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json);
        }
        catch (JsonException error)
        {
            throw new UsageException(
                $"{name} is no notebook: line {error.LineNumber + 1} is not JSON. Restore the file or save it again.",
                error);
        }

        try
        {
            return FromJson(node, name);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or ArgumentException)
        {
            throw new UsageException($"{name} is no notebook of format 4: {error.Message}", error);
        }
    }

    /// <summary>The normalised text of a notebook.</summary>
    /// <param name="notebook">A notebook; is not changed.</param>
    public static string Print(NotebookDocument notebook)
    {
        var root = (JsonObject)notebook.Root.DeepClone();
        root["cells"] = new JsonArray([.. notebook.Cells.Select(c => Normalised(c.Json))]);
        root["nbformat"] = 4;
        root["nbformat_minor"] = Minor;
        return JsonPrinter.Print(root);
    }

    /// <summary>A field that nbformat stores as a string or as a list of lines.</summary>
    internal static string TextIn(JsonObject fields, string key) => Joined(fields[key]);

    internal static string Joined(JsonNode? text) => text switch
    {
        null => "",
        JsonArray lines => string.Concat(lines.Select(l => l!.GetValue<string>())),
        _ => text.GetValue<string>(),
    };

    internal static JsonObject ObjectIn(JsonObject fields, string key)
    {
        if (fields[key] is not JsonObject inner)
        {
            fields[key] = inner = [];
        }

        return inner;
    }

    /// <summary>True for MIME types whose data is stored as lines of text.</summary>
    internal static bool IsText(string mimeType) =>
        mimeType.StartsWith("text/", StringComparison.Ordinal)
        || mimeType is "image/svg+xml" or "application/javascript";

    private static NotebookDocument FromJson(JsonNode? node, string name)
    {
        if (node is not JsonObject root || root["nbformat"] is not JsonValue version
            || root["cells"] is not JsonArray array)
        {
            throw new UsageException(
                $"{name} is no notebook: it needs the keys nbformat and cells. Save it from Jupyter again.");
        }

        if (version.GetValue<int>() != 4)
        {
            throw new UsageException(
                $"{name} has notebook format {version.GetValue<int>()}; formats 4.0 to 4.5 are read. "
                + "Open it in Jupyter and save it again.");
        }

        var used = new HashSet<string>(StringComparer.Ordinal);
        var cells = new List<NotebookCell>(array.Count);
        for (var i = 0; i < array.Count; i++)
        {
            if (array[i] is not JsonObject source || source["cell_type"] is not JsonValue)
            {
                throw new UsageException(
                    $"{name} is no notebook: its cell {i + 1} has no cell_type. Save it from Jupyter again.");
            }

            var json = (JsonObject)source.DeepClone();
            if (json["id"] is not JsonValue id || !ValidId().IsMatch(id.ToString()) || !used.Add(id.ToString()))
            {
                json["id"] = NewId(i, TextIn(json, "source"), used);
            }

            cells.Add(new NotebookCell(json));
        }

        root.Remove("cells");
        return new NotebookDocument(root, cells);
    }

    /// <summary>An id that depends on place and text alone, so that the same file always gets the same ids.</summary>
    private static string NewId(int index, string source, HashSet<string> used)
    {
        for (var attempt = 0; ; attempt++)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{index}.{attempt}.{source}"));
            var id = Convert.ToHexStringLower(hash.AsSpan(0, 4));
            if (used.Add(id))
            {
                return id;
            }
        }
    }

    private static JsonObject Normalised(JsonObject source)
    {
        var cell = (JsonObject)source.DeepClone();
        ObjectIn(cell, "metadata");
        cell["source"] = Lines(TextIn(cell, "source"));
        if (cell["cell_type"]!.GetValue<string>() != "code")
        {
            cell.Remove("outputs");
            cell.Remove("execution_count");
            return cell;
        }

        cell.TryAdd("execution_count", null);
        if (cell["outputs"] is not JsonArray outputs)
        {
            cell["outputs"] = outputs = [];
        }

        foreach (var output in outputs.OfType<JsonObject>())
        {
            if (output.ContainsKey("text"))
            {
                output["text"] = Lines(TextIn(output, "text"));
            }

            if (output["data"] is JsonObject data)
            {
                foreach (var mimeType in data.Select(d => d.Key).Where(IsText).ToList())
                {
                    data[mimeType] = Lines(Joined(data[mimeType]));
                }
            }
        }

        return cell;
    }

    private static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(JsonValue.Create(text[start..end]));
            start = end;
        }

        return lines;
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex ValidId();
}
