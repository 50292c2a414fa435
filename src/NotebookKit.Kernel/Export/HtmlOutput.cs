using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Export;

/// <summary>One output of a cell as HTML: its richest form, with the text form beside it for those who cannot see
/// it.</summary>
internal static partial class HtmlOutput
{
    public static string Render(JsonObject output) => (string?)output["output_type"] switch
    {
        "stream" when (string?)output["name"] == "stderr" =>
            $"<pre class=\"stderr\">{Text(Ipynb.TextIn(output, "text"))}</pre>",
        "stream" => $"<pre class=\"stdout\">{Text(Ipynb.TextIn(output, "text"))}</pre>",
        "error" => $"<pre class=\"error\">{Text(Traceback(output))}</pre>",
        _ => Data(Ipynb.ObjectIn(output, "data"), output["metadata"] as JsonObject ?? []),
    };

    private static string Data(JsonObject data, JsonObject metadata)
    {
        var plain = Ipynb.TextIn(data, MimeTypes.PlainText);
        if (data.ContainsKey(MimeTypes.Html))
        {
            var markup = Ipynb.TextIn(data, MimeTypes.Html);
            var hasText = markup.Contains("<details", StringComparison.Ordinal) || Html.ToText(markup) == plain.Trim();
            return hasText ? markup : markup + AsText(plain);
        }

        if (data.ContainsKey(MimeTypes.Svg))
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(Ipynb.TextIn(data, MimeTypes.Svg));
            return Image(MimeTypes.Svg, Convert.ToBase64String(bytes), plain, metadata);
        }

        foreach (var mimeType in new[] { MimeTypes.Png, MimeTypes.Jpeg })
        {
            if (data.ContainsKey(mimeType))
            {
                return Image(mimeType, Ipynb.TextIn(data, mimeType), plain, metadata);
            }
        }

        var latex = Ipynb.TextIn(data, MimeTypes.Latex).Trim('$', '\n');
        return data.ContainsKey(MimeTypes.Markdown) ? HtmlMarkdown.Render(Ipynb.TextIn(data, MimeTypes.Markdown), null)
            : latex.Length > 0 ? TexMath.Html(latex, display: true)
            : $"<pre>{Text(plain)}</pre>";
    }

    private static string Image(string mimeType, string base64, string plain, JsonObject metadata)
    {
        var alt = (metadata[mimeType] as JsonObject)?["alt"]?.ToString() ?? plain;
        var clean = NotBase64().Replace(base64, "");
        return $"<img src=\"data:{mimeType};base64,{clean}\" alt=\"{WebUtility.HtmlEncode(alt)}\">{AsText(plain)}";
    }

    private static string AsText(string plain) => plain.Length == 0 ? "" :
        $"<details class=\"astext\"><summary>as text</summary><pre>{Text(plain)}</pre></details>";

    private static string Traceback(JsonObject output) => output["traceback"] is JsonArray { Count: > 0 } lines
        ? string.Join('\n', lines.Select(l => l?.ToString()))
        : $"{output["ename"]}: {output["evalue"]}";

    private static string Text(string text) => WebUtility.HtmlEncode(AnsiColours.Strip(text));

    [GeneratedRegex("[^A-Za-z0-9+/=]")]
    private static partial Regex NotBase64();
}
