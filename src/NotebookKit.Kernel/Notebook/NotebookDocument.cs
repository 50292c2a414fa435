using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Notebook;

/// <summary>A notebook in memory. What is not named here is kept as it came.</summary>
/// <param name="root">The whole notebook as JSON, without its cells.</param>
/// <param name="cells">Its cells.</param>
public sealed class NotebookDocument(JsonObject root, List<NotebookCell> cells)
{
    /// <summary>The extensions of files that can be read as a notebook.</summary>
    public static readonly IReadOnlyList<string> Extensions = [".ipynb", Dib.Extension, Csx.Extension];

    /// <summary>Reads a notebook file by its extension: .dib, .csx, and .ipynb for everything else.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">The file cannot be read or is no notebook.</exception>
    public static NotebookDocument Read(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        Dib.Extension => FromText(path, Dib.Notebook),
        Csx.Extension => FromText(path, Csx.Notebook),
        _ => Ipynb.Read(path),
    };

    /// <summary>Whether a file's name is that of a notebook.</summary>
    /// <param name="path">A path; the file need not exist.</param>
    public static bool IsNotebook(string path) =>
        Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>A notebook of new cells.</summary>
    /// <param name="cells">Kind or language of each in lower case (markdown, raw, csharp, html, ...), its tags and
    /// its text.</param>
    /// <param name="name">How messages name it.</param>
    internal static NotebookDocument Of(
        IEnumerable<(string Language, IReadOnlyList<string> Tags, string Source)> cells, string name)
    {
        var all = cells.Select(cell => (JsonNode)new JsonObject
        {
            ["cell_type"] = cell.Language is "markdown" or "raw" ? cell.Language : "code",
            ["metadata"] = MetadataOf(cell.Language, cell.Tags),
            ["source"] = cell.Source,
        });
        var root =
            new JsonObject { ["nbformat"] = 4, ["metadata"] = new JsonObject(), ["cells"] = new JsonArray([.. all]) };
        return Ipynb.Parse(root.ToJsonString(), name);
    }

    /// <summary>Takes out all outputs, counts and times of execution.</summary>
    public void ClearOutputs()
    {
        foreach (var cell in Cells.Where(c => c.IsCode))
        {
            (cell.Outputs, cell.ExecutionCount) = ([], null);
            cell.Metadata.Remove("execution");
        }
    }

    /// <summary>The notebook's own metadata: kernelspec, language_info and whatever others put there.</summary>
    public JsonObject Metadata => Ipynb.ObjectIn(root, "metadata");

    /// <summary>The cells in order.</summary>
    public List<NotebookCell> Cells { get; } = cells;

    internal JsonObject Root => root;

    private static JsonObject MetadataOf(string language, IReadOnlyList<string> tags)
    {
        var metadata = new JsonObject();
        if (language is not ("markdown" or "raw") && !CellLanguage.IsCSharp(language))
        {
            metadata["dotnet_interactive"] = new JsonObject { ["language"] = language };
        }

        if (tags.Count > 0)
        {
            metadata["tags"] = new JsonArray([.. tags.Select(t => JsonValue.Create(t))]);
        }

        return metadata;
    }

    private static NotebookDocument FromText(string path, Func<string, string, NotebookDocument> parse)
    {
        try
        {
            return parse(File.ReadAllText(path), Path.GetFileName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot read the notebook {path}: {error.Message}", error);
        }
    }
}

/// <summary>One cell; a view on its JSON.</summary>
/// <param name="json">The cell as in the file.</param>
public sealed class NotebookCell(JsonObject json)
{
    /// <summary>Creates an empty code cell.</summary>
    /// <param name="id">Letters, digits, - and _; unique in the notebook.</param>
    /// <param name="source">Its text.</param>
    /// <param name="tags">Its tags.</param>
    public static NotebookCell NewCode(string id, string source, params string[] tags) => new(new JsonObject
    {
        ["cell_type"] = "code",
        ["execution_count"] = null,
        ["id"] = id,
        ["metadata"] = new JsonObject { ["tags"] = new JsonArray([.. tags.Select(t => JsonValue.Create(t))]) },
        ["outputs"] = new JsonArray(),
        ["source"] = source,
    });

    /// <summary>code, markdown or raw.</summary>
    public string Kind => Ipynb.TextIn(json, "cell_type");

    /// <summary>True for a code cell.</summary>
    public bool IsCode => Kind == "code";

    /// <summary>The id, unique in the notebook.</summary>
    public string Id => Ipynb.TextIn(json, "id");

    /// <summary>The cell's text, lines separated by \n.</summary>
    public string Source => Ipynb.TextIn(json, "source");

    /// <summary>The cell's metadata.</summary>
    public JsonObject Metadata => Ipynb.ObjectIn(json, "metadata");

    /// <summary>Words that mark the cell, for example parameters.</summary>
    public IEnumerable<string> Tags => Metadata["tags"] is JsonArray tags ? tags.Select(t => t?.ToString() ?? "") : [];

    /// <summary>Pictures that Markdown names as attachment:NAME: name, MIME type, base64.</summary>
    public JsonObject? Attachments => json["attachments"] as JsonObject;

    /// <summary>The outputs in nbformat's form; empty for cells without code.</summary>
    public JsonArray Outputs
    {
        get => json["outputs"] as JsonArray ?? [];
        set => json["outputs"] = value;
    }

    /// <summary>The number of the execution, null before it.</summary>
    public int? ExecutionCount
    {
        get => json["execution_count"] is JsonValue value ? value.GetValue<int>() : null;
        set => json["execution_count"] = value;
    }

    internal JsonObject Json => json;
}
