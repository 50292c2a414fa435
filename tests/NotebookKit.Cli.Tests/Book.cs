using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookKit.Cli.Tests;

/// <summary>Makes small notebooks, and reads what a run left of them.</summary>
internal static class Book
{
    /// <summary>Writes a notebook of code cells; the first is tagged `parameters`.</summary>
    public static string Write(TemporaryFolder folder, string name, params string[] cells) => folder.Write(
        $"{name}.ipynb",
        new JsonObject
        {
            ["cells"] = new JsonArray([.. cells.Select((code, i) => new JsonObject
            {
                ["cell_type"] = "code",
                ["execution_count"] = null,
                ["id"] = $"cell-{i}",
                ["metadata"] = i == 0 ? new JsonObject { ["tags"] = new JsonArray("parameters") } : [],
                ["outputs"] = new JsonArray(),
                ["source"] = code,
            })]),
            ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = "csharp", ["language"] = "C#", ["display_name"] = "C#" } },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }.ToJsonString());

    /// <summary>Each code cell of an executed notebook: its text outputs, joined.</summary>
    public static IReadOnlyList<string> Outputs(string path)
    {
        using var notebook = JsonDocument.Parse(File.ReadAllText(path));
        return [.. notebook.RootElement.GetProperty("cells").EnumerateArray().Select(cell => string.Concat(
            cell.GetProperty("outputs").EnumerateArray().SelectMany(Texts)))];
    }

    private static IEnumerable<string> Texts(JsonElement output)
    {
        var text = output.TryGetProperty("text", out var stream) ? stream
            : output.TryGetProperty("data", out var data) ? data.GetProperty("text/plain")
            : output.GetProperty("evalue");
        return text.ValueKind == JsonValueKind.Array ? text.EnumerateArray().Select(line => line.GetString()!) : [text.GetString()!];
    }
}
