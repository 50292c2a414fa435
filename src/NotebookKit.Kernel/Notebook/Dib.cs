using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Notebook;

/// <summary>The .dib format of .NET Interactive: text in which each cell begins with #! and its language on a line of
/// its own; #!meta is for tools.</summary>
internal static class Dib
{
    private const string Mark = "#!", Meta = "meta", Default = "csharp";

    /// <summary>The cells, with their language in lower case and without the line that names it.</summary>
    /// <param name="text">The text of a .dib file.</param>
    public static IEnumerable<(string Language, string Source)> Cells(string text)
    {
        var (language, lines) = (Default, new List<string>());
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append(Mark + Meta))
        {
            var name = line.StartsWith(Mark, StringComparison.Ordinal)
                ? line[Mark.Length..].Trim().ToLowerInvariant() : "";
            if (name != Meta && !CellLanguage.IsKnown(name))
            {
                lines.Add(line);
                continue;
            }

            var source = string.Join('\n', lines).Trim('\n');
            if (language != Meta && !string.IsNullOrWhiteSpace(source))
            {
                yield return (language, source);
            }

            (language, lines) = (name, []);
        }
    }

    /// <summary>Reads a file as a notebook: Markdown becomes Markdown cells, other languages are noted at their
    /// cells.</summary>
    /// <param name="path">A .dib file.</param>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static NotebookDocument Read(string path)
    {
        try
        {
            return Notebook(File.ReadAllText(path), Path.GetFileName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot read the notebook {path}: {error.Message}", error);
        }
    }

    private static NotebookDocument Notebook(string text, string name)
    {
        var cells = Cells(text).Select(cell => (JsonNode)new JsonObject
        {
            ["cell_type"] = cell.Language == "markdown" ? "markdown" : "code",
            ["metadata"] = CellLanguage.IsCSharp(cell.Language) || cell.Language == "markdown"
                ? [] : new JsonObject { ["dotnet_interactive"] = new JsonObject { ["language"] = cell.Language } },
            ["source"] = cell.Source,
        });
        var root =
            new JsonObject { ["nbformat"] = 4, ["metadata"] = new JsonObject(), ["cells"] = new JsonArray([.. cells]) };
        return Ipynb.Parse(root.ToJsonString(), name);
    }
}
