using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Export;

/// <summary>A notebook as one self-contained page for screen, phone and paper. Nothing is fetched when it is read, and
/// its
/// security policy forbids it; scripts that the outputs bring along work, and without them every output still
/// shows.</summary>
public static class HtmlExport
{
    private const string Policy =
        "default-src 'none'; img-src data: blob:; media-src data:; font-src data:; "
        + "style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    private static readonly Lazy<string> Style = new(ReadStyle);

    /// <summary>Builds the page.</summary>
    /// <param name="notebook">The notebook, executed or not.</param>
    /// <param name="name">The notebook's name; title of the page when no heading gives one.</param>
    /// <param name="failedCellId">The cell that ended the run, linked at the top; null when none did.</param>
    public static string Page(NotebookDocument notebook, string name, string? failedCellId = null)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append($"<title>{WebUtility.HtmlEncode(Title(notebook) ?? name)}</title>\n")
            .Append($"<style>\n{Style.Value}{FormatterHtml.StyleSheet}\n</style>\n</head>\n<body>\n");
        if (notebook.Cells.FirstOrDefault(c => c.Id == failedCellId) is { } failed)
        {
            page.Append("<p class=\"failed\" role=\"alert\">This run ended early. ")
                .Append($"<a href=\"#{Anchor(failed)}\">Cell {failed.ExecutionCount}: ")
                .Append($"{WebUtility.HtmlEncode(ErrorOf(failed))}</a></p>\n");
        }

        page.Append("<main>\n");
        foreach (var cell in notebook.Cells)
        {
            Append(page, cell);
        }

        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Append(StringBuilder page, NotebookCell cell)
    {
        switch (cell.Kind)
        {
            case "markdown":
                page.Append($"<section id=\"{Anchor(cell)}\">\n")
                    .Append($"{HtmlMarkdown.Render(cell.Source, cell.Attachments)}</section>\n");
                break;
            case "code" when cell.Source.Length > 0 || cell.Outputs.Count > 0:
                var count = cell.ExecutionCount is { } n ? $"<span class=\"count\">In[{n}]</span>" : "";
                page.Append($"<section id=\"{Anchor(cell)}\">\n<div class=\"code\">{count}")
                    .Append($"<pre><code>{CodeColours.Html(cell.Source)}</code></pre></div>\n");
                foreach (var output in cell.Outputs.OfType<JsonObject>())
                {
                    page.Append($"<div class=\"output\">{HtmlOutput.Render(output)}</div>\n");
                }

                page.Append("</section>\n");
                break;
            default:
                break;      // a raw cell is for other converters; an empty one shows nothing
        }
    }

    private static string Anchor(NotebookCell cell) => $"cell-{WebUtility.HtmlEncode(cell.Id)}";

    private static string ErrorOf(NotebookCell cell) => cell.Outputs.OfType<JsonObject>()
        .Where(o => (string?)o["output_type"] == "error")
        .Select(o => $"{o["ename"]}: {o["evalue"]}").LastOrDefault("it did not end");

    private static string? Title(NotebookDocument notebook) => notebook.Cells
        .Where(c => c.Kind == "markdown")
        .SelectMany(c => c.Source.Split('\n'))
        .Where(l => l.StartsWith("# ", StringComparison.Ordinal))
        .Select(l => l[2..].Trim()).FirstOrDefault();

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlExport).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
