using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Notebook;

/// <summary>The language of a notebook and of its cells, as its metadata or a cell's first line say it.</summary>
internal static class CellLanguage
{
    /// <summary>Languages that old notebooks may hold, and that are not run here.</summary>
    public static readonly IReadOnlyList<string> NotRun =
        ["fsharp", "f#", "pwsh", "powershell", "sql", "kql", "python", "r", "vb", "http"];

    private static readonly string[] CSharpNames = ["csharp", "c#", ".net-csharp", "cs"];

    // Shown, not run: directives of their name do that.
    private static readonly string[] Texts = ["markdown", "html", "javascript", "js", "mermaid"];

    /// <summary>Whether a name is that of a language that notebooks hold.</summary>
    /// <param name="language">The name.</param>
    public static bool IsKnown(string language) => IsCSharp(language) || Is(Texts, language) || Is(NotRun, language);

    /// <summary>Whether a name is one of C#.</summary>
    /// <param name="language">The name.</param>
    public static bool IsCSharp(string language) => Is(CSharpNames, language);

    /// <summary>Sees that the notebook is C#, and its cells too, and says so in the notebook's metadata when nothing is
    /// said there.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="name">How messages name it.</param>
    /// <param name="skipOthers">Whether cells in other languages may be there; they are not run.</param>
    /// <exception cref="UsageException">A cell or the notebook is in another language.</exception>
    public static void RequireCSharp(NotebookDocument notebook, string name, bool skipOthers)
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
            if (!skipOthers && !IsRun(cell))
            {
                throw new UsageException(
                    $"Cell {number} of {name} is in {Of(cell)}; C# cells are run here. "
                    + "Remove it, make it a raw cell, or leave such cells out with --skip-other-languages.");
            }
        }

        notebook.Metadata.TryAdd("kernelspec", new JsonObject
        {
            ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp",
        });
        notebook.Metadata.TryAdd("language_info", new JsonObject { ["name"] = "C#" });
    }

    /// <summary>Whether a code cell is C#, or a text to be shown.</summary>
    /// <param name="cell">A code cell.</param>
    public static bool IsRun(NotebookCell cell) => IsCSharp(cell) || Is(Texts, Of(cell)!);

    /// <summary>Whether a code cell is C#.</summary>
    /// <param name="cell">A code cell.</param>
    public static bool IsCSharp(NotebookCell cell) => Of(cell) is not { } language || IsCSharp(language);

    /// <summary>A code cell as C#: a text in another language gets the directive that shows it.</summary>
    /// <param name="cell">A code cell.</param>
    public static string SourceOf(NotebookCell cell) => Source(Of(cell) ?? CSharpNames[0], cell.Source);

    /// <summary>A text in a language as C#.</summary>
    /// <param name="language">The language.</param>
    /// <param name="source">The text.</param>
    public static string Source(string language, string source) =>
        IsCSharp(language) || FirstWord(source).Length > 0 ? source : $"#!{language}\n{source}";

    /// <summary>The kind of a cell without code, else its language in lower case.</summary>
    /// <param name="cell">A cell.</param>
    /// <param name="csharp">How C# is called.</param>
    public static string OfCell(NotebookCell cell, string csharp) =>
        !cell.IsCode ? cell.Kind : IsCSharp(cell) ? csharp : Of(cell)!.ToLowerInvariant();

    /// <summary>The text of a cell without a first line that does nothing but name its language.</summary>
    /// <param name="cell">A cell.</param>
    public static string BareSource(NotebookCell cell)
    {
        var lines = cell.Source.TrimStart().Split('\n', 2);
        return cell.IsCode && lines[0].StartsWith("#!", StringComparison.Ordinal) && IsKnown(lines[0][2..].Trim())
            ? lines.ElementAtOrDefault(1) ?? "" : cell.Source;
    }

    /// <summary>The language that a cell names; null when it names none.</summary>
    /// <param name="cell">A code cell.</param>
    private static string? Of(NotebookCell cell) =>
        FirstWord(cell.Source) is { Length: > 0 } word && IsKnown(word) ? word
        : Text(cell.Metadata, "dotnet_interactive", "language")
        ?? Text(cell.Metadata, "polyglot_notebook", "kernelName")
        ?? Text(cell.Metadata, "vscode", "languageId");

    /// <summary>The directive that a text begins with, without its mark; empty for none.</summary>
    private static string FirstWord(string source) =>
        source.TrimStart() is ['#', '!', .. var line] ? line.Split((char[])[' ', '\t', '\r', '\n'], 2)[0] : "";

    private static bool Is(IEnumerable<string> names, string language) =>
        names.Contains(language, StringComparer.OrdinalIgnoreCase);

    private static string? Text(JsonObject metadata, string group, string key) =>
        metadata[group] is JsonObject inner && inner[key] is JsonValue value ? value.ToString() : null;
}
