using System.Globalization;
using System.Net;
using System.Text;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Directives;

/// <summary>The directives that show something.</summary>
/// <param name="cells">What is shown.</param>
/// <param name="references">What the cells use.</param>
internal sealed class ShowDirectives(CSharpEvaluator cells, ReferenceDirectives references)
{
    private const string Mermaid = "text/vnd.mermaid";

    /// <summary>Shows how long a cell took; compile time and allocations in the HTML.</summary>
    public static void Time(TimeSpan wall, TimeSpan compile, long allocated)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"Wall time: {wall.TotalMilliseconds:0.####}ms");
        var more = string.Create(CultureInfo.InvariantCulture,
            $"compiled in {compile.TotalMilliseconds:0.#} ms, {allocated / 1048576.0:0.0} MiB allocated");
        new Html($"<div>{text} <small>({more})</small></div>", text).Display();
    }

    /// <summary>Obeys a directive; those that only end or mark a text do nothing.</summary>
    public void Obey(CellPart part)
    {
        switch (part.Directive!.ToLowerInvariant())
        {
            case "who":
                MimeBundle.OfText(string.Join('\n', Variables().Select(v => v.Name))).Display();
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
                MimeBundle.OfText(About()).Display();
                break;
            case "markdown":
                Show(part.Code, (MimeTypes.Markdown, part.Code));
                break;
            case "html":
                new Html(part.Code).Display();
                break;
            case "javascript" or "js":
                Show(part.Code, (MimeTypes.Html, $"<script>\n{part.Code}\n</script>"),
                    (MimeTypes.JavaScript, part.Code));
                break;
            case "mermaid":
                Show(part.Code, (Mermaid, part.Code), (MimeTypes.Markdown, $"```mermaid\n{part.Code.TrimEnd()}\n```"));
                break;
            default:
                break;
        }
    }

    private static void Show(string text, params IReadOnlyList<(string MimeType, string Content)> forms) =>
        new MimeBundle(forms.Append((MimeTypes.PlainText, text)).ToDictionary(
            f => f.Item1, f => (object)f.Item2, StringComparer.Ordinal)).Display();

    private static MimeBundle List() =>
        MimeBundle.OfText(string.Join('\n', DirectiveCatalogue.All.Select(d => d.Line)));

    /// <summary>The variables; those that are hidden but keep their values last.</summary>
    private IEnumerable<CellVariable> Variables() => cells.Variables().Concat(cells.HeldVariables());

    private string About()
    {
        var text = new StringBuilder(Protocol.KernelInfo.CSharp.Banner).Append(CultureInfo.InvariantCulture,
            $"\nprocess {Environment.ProcessId}, {Environment.WorkingSet >> 20} MiB, {Environment.ProcessPath}");
        foreach (var package in references.Graph.Packages.Values.OrderBy(p => p.Id, StringComparer.OrdinalIgnoreCase))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{package.Id} {package.Version}");
            if (package.Runtime is [var file, ..])
            {
                text.Append(CultureInfo.InvariantCulture, $"  {Path.GetDirectoryName(file)}");
            }
        }

        return text.ToString();
    }

    /// <summary>What inspection says of a name, in the pager and as an output.</summary>
    private void Help(string name)
    {
        var page = name.Length == 0
            ? List()
            : DirectiveCatalogue.Find(name.TrimStart('#', '!')) is { } directive && name[0] == '#'
                ? MimeBundle.OfText(directive.Line)
                : cells.Services.Inspect(name, name.Length, detailed: true, CancellationToken.None)
                  ?? MimeBundle.OfText($"Nothing is known about '{name}'.");
        NotebookHost.Current.Page(page);
        page.Display();
    }

    private Html Table()
    {
        var html = new StringBuilder("<table><thead><tr><th>Name</th><th>Type</th><th>Value</th></tr></thead><tbody>");
        foreach (var variable in Variables())
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{WebUtility.HtmlEncode(variable.Name)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{WebUtility.HtmlEncode(variable.Type)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{WebUtility.HtmlEncode(variable.Value)}</td></tr>");
        }

        return new Html(html.Append("</tbody></table>").ToString());
    }
}
