using System.Net;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;

namespace NotebookKit.Interactive;

/// <summary>Markup to show as it is. Data that goes into it must be encoded by the caller, for example with
/// <see cref="WebUtility.HtmlEncode(string)"/>.</summary>
/// <param name="markup">HTML.</param>
/// <param name="text">The text form; by default the markup without its tags.</param>
public sealed partial class Html(string markup, string? text = null) : IHtmlContent, IRichOutput
{
    /// <summary>The HTML.</summary>
    public string Markup { get; } = markup;

    /// <summary>The markup without scripts, styles and tags, entities decoded, runs of blanks joined,
    /// cells of a table separated by tabs.</summary>
    /// <param name="markup">HTML.</param>
    public static string ToText(string markup)
    {
        var visible = Invisible().Replace(markup, "");
        visible = LineBreak().Replace(CellEnd().Replace(Blank().Replace(visible, " "), "\t"), "\n");
        return BlankLine().Replace(WebUtility.HtmlDecode(Tag().Replace(visible, "")), "\n").Trim();
    }

    /// <inheritdoc/>
    public MimeBundle ToBundle() => new(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        [MimeTypes.Html] = Markup,
        [MimeTypes.PlainText] = text ?? ToText(Markup),
    });

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => writer.Write(Markup);

    /// <summary>The markup.</summary>
    public override string ToString() => Markup;

    [GeneratedRegex(@"<(script|style)\b.*?</\1\s*>|<!--.*?-->", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Invisible();

    [GeneratedRegex(@"<br\s*/?>|</(p|div|tr|li|h[1-6]|pre|table|summary|figcaption)\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"\s*</(td|th)\s*>\s*", RegexOptions.IgnoreCase)]
    private static partial Regex CellEnd();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"[ \t]*\n[ \t\n]*")]
    private static partial Regex BlankLine();
}
