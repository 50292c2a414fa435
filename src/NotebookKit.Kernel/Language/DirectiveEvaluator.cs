using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using NotebookKit.Interactive;

namespace NotebookKit.Kernel.Language;

/// <summary>C# cells with directives: lines that start with #!, such as #!time.</summary>
/// <param name="cells">Runs the C# of the cells.</param>
public sealed class DirectiveEvaluator(CSharpEvaluator cells) : ICellEvaluator
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["time"] = "show how long the cell took",
        ["who"] = "list the names that cells have declared",
        ["whos"] = "list them with type and value",
        ["help"] = "explain a name: #!help Console.WriteLine; without one, list the directives",
        ["lsmagic"] = "list the directives",
        ["about"] = "show versions, memory and process",
        ["csharp"] = "what follows is C#",
        ["c#"] = "the same",
        ["markdown"] = "show what follows as Markdown",
        ["html"] = "show what follows as HTML",
        ["javascript"] = "run what follows in the page",
        ["js"] = "the same",
        ["mermaid"] = "show what follows as a Mermaid diagram",
    };

    private static readonly string[] WithText = ["markdown", "html", "javascript", "js", "mermaid"];
    private static readonly string[] OtherLanguages = ["fsharp", "f#", "pwsh", "powershell", "sql", "kql", "python",
        "r", "vb"];

    /// <inheritdoc/>
    public CellResult Evaluate(CellSource cell, CancellationToken interrupt)
    {
        if (!cell.Code.Contains("#!", StringComparison.Ordinal))
        {
            return cells.Evaluate(cell, interrupt);
        }

        var parts = CellParts.Of(cell.Code, name => WithText.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (parts.Select(p => Objection(cell, p)).FirstOrDefault(e => e is not null) is { } error)
        {
            return CellResult.Failed(error);        // before anything has run
        }

        var since = Stopwatch.GetTimestamp();
        var result = Run(cell, parts, interrupt);
        if (parts.Any(p => Is(p, "time")))
        {
            if (result is { Error: null, HasValue: true } && result.Value is not DisplayedValue)
            {
                result.Value.Display();
                result = result with { HasValue = false, Value = null };
            }

            var milliseconds = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            MimeBundle.OfText(string.Create(CultureInfo.InvariantCulture, $"Wall time: {milliseconds:0.####}ms"))
                .Display();
        }

        return result;
    }

    private static bool Is(CellPart part, string name) =>
        string.Equals(part.Directive, name, StringComparison.OrdinalIgnoreCase);

    private static CellError? Objection(CellSource cell, CellPart part)
    {
        if (part.Directive is not { } name || Known.ContainsKey(name))
        {
            return null;
        }

        var why = OtherLanguages.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? "cells are C# only."
            : $"there is no such directive. {NearestNames.Question(name, Known.Keys)}#!lsmagic lists them.";
        var message = $"{cell.Name}:{part.Line}: '#!{name}' is not supported here; {why}";
        return new CellError(CellFailure.Compilation, "CompilationError", message, part.Line, [message]);
    }

    private CellResult Run(CellSource cell, IReadOnlyList<CellPart> parts, CancellationToken interrupt)
    {
        var result = CellResult.Nothing;
        var warnings = new List<string>();
        foreach (var part in parts)
        {
            if (result is { HasValue: true } && result.Value is not DisplayedValue)
            {
                result.Value.Display();         // of a part before the last one
            }

            result = CellResult.Nothing;
            if (part.Directive is null)
            {
                result = cells.Evaluate(new CellSource(cell.Name, part.Code), interrupt);
                warnings.AddRange(result.Warnings);
                if (result.Error is not null)
                {
                    break;
                }
            }
            else
            {
                Obey(part);
            }
        }

        return result with { Warnings = warnings };
    }

    private void Obey(CellPart part)
    {
        switch (part.Directive!.ToLowerInvariant())
        {
            case "who":
                MimeBundle.OfText(string.Join('\n', cells.Variables().Select(v => v.Name))).Display();
                break;
            case "whos":
                Table().Display();
                break;
            case "help":
                Help(part.Argument);
                break;
            case "lsmagic":
                List().Display();
                break;
            case "about":
                MimeBundle.OfText(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Protocol.KernelInfo.CSharp.Banner}\nprocess {Environment.ProcessId}, "
                    + $"{Environment.WorkingSet >> 20} MiB, {Environment.ProcessPath}")).Display();
                break;
            case "markdown":
                Show(MimeTypes.Markdown, part.Code, part.Code);
                break;
            case "html":
                new Html(part.Code).Display();
                break;
            case "javascript" or "js":
                Show(MimeTypes.Html, $"<script>\n{part.Code}\n</script>", part.Code);
                break;
            case "mermaid":
                Show("text/vnd.mermaid", part.Code, part.Code);
                break;
            default:
                break;          // time is measured around the parts; csharp only ends a text
        }
    }

    private static void Show(string mimeType, string content, string text) =>
        new MimeBundle(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [mimeType] = content, [MimeTypes.PlainText] = text,
        }).Display();

    private static MimeBundle List() =>
        MimeBundle.OfText(string.Join('\n', Known.Select(d => $"#!{d.Key.PadRight(12)} {d.Value}")));

    /// <summary>What inspection says of a name, in the pager and as an output.</summary>
    private void Help(string name)
    {
        var page = name.Length == 0
            ? List()
            : cells.Services.Inspect(name, name.Length, detailed: true, CancellationToken.None)
              ?? MimeBundle.OfText($"Nothing is known about '{name}'.");
        NotebookHost.Current.Page(page);
        page.Display();
    }

    private Html Table()
    {
        var html = new StringBuilder("<table><thead><tr><th>Name</th><th>Type</th><th>Value</th></tr></thead><tbody>");
        foreach (var variable in cells.Variables())
        {
            html.Append($"<tr><td>{WebUtility.HtmlEncode(variable.Name)}</td><td>{WebUtility.HtmlEncode(variable.Type)}</td>"
                + $"<td>{WebUtility.HtmlEncode(variable.Value)}</td></tr>");
        }

        return new Html(html.Append("</tbody></table>").ToString());
    }
}
