using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Notebook;

/// <summary>A notebook in memory. What is not named here is kept as it came.</summary>
/// <param name="root">The whole notebook as JSON, without its cells.</param>
/// <param name="cells">Its cells.</param>
public sealed class NotebookDocument(JsonObject root, List<NotebookCell> cells)
{
    /// <summary>Reads a notebook file by its extension: .dib, and .ipynb for everything else.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">The file cannot be read or is no notebook.</exception>
    public static NotebookDocument Read(string path) =>
        path.EndsWith(DibExtension, StringComparison.OrdinalIgnoreCase) ? Dib.Read(path) : Ipynb.Read(path);

    internal const string DibExtension = ".dib";

    /// <summary>The notebook's own metadata: kernelspec, language_info and whatever others put there.</summary>
    public JsonObject Metadata => Ipynb.ObjectIn(root, "metadata");

    /// <summary>The cells in order.</summary>
    public List<NotebookCell> Cells { get; } = cells;

    internal JsonObject Root => root;
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
