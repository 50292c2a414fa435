using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Notebook;

/// <summary>The language of a notebook and of its cells, as its metadata say it.</summary>
internal static class CellLanguage
{
    private static readonly string[] CSharpNames = ["csharp", "c#", ".net-csharp", "cs"];

    /// <summary>Sees that every code cell is C#, and says so in the notebook's metadata when nothing is said
    /// there.</summary>
    /// <exception cref="UsageException">A cell or the notebook is in another language.</exception>
    public static void RequireCSharp(NotebookDocument notebook, string name)
    {
        var kernel = Text(notebook.Metadata, "kernelspec", "language") ?? Text(notebook.Metadata, "kernelspec", "name")
            ?? Text(notebook.Metadata, "language_info", "name");
        if (kernel is not null && !IsCSharp(kernel))
        {
            throw new UsageException($"{name} is a notebook in {kernel}; C# notebooks are run here.");
        }

        var number = 0;
        foreach (var cell in notebook.Cells.Where(c => c.IsCode && !string.IsNullOrWhiteSpace(c.Source)))
        {
            number++;
            var language = Of(cell);
            if (language is not null && !IsCSharp(language))
            {
                throw new UsageException(
                    $"Cell {number} of {name} is in {language}; C# cells are run here. "
                    + "Remove it or make it a raw cell.");
            }
        }

        notebook.Metadata.TryAdd("kernelspec", new JsonObject
        {
            ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp",
        });
        notebook.Metadata.TryAdd("language_info", new JsonObject { ["name"] = "C#" });
    }

    /// <summary>The language that a cell's metadata name; null when they name none.</summary>
    /// <param name="cell">A code cell.</param>
    public static string? Of(NotebookCell cell) => Text(cell.Metadata, "dotnet_interactive", "language")
        ?? Text(cell.Metadata, "polyglot_notebook", "kernelName")
        ?? Text(cell.Metadata, "vscode", "languageId");

    private static bool IsCSharp(string language) => CSharpNames.Contains(language, StringComparer.OrdinalIgnoreCase);

    private static string? Text(JsonObject metadata, string group, string key) =>
        metadata[group] is JsonObject inner && inner[key] is JsonValue value ? value.ToString() : null;
}
