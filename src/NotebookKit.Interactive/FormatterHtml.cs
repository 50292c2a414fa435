namespace NotebookKit.Interactive;

/// <summary>What the formatting package puts around its HTML.</summary>
public static class FormatterHtml
{
    /// <summary>Rules for the classes that the package's HTML uses; a page needs them once.</summary>
    public const string StyleSheet =
        ".dni-code-hint{font-style:italic;overflow:hidden;white-space:nowrap}"
        + ".dni-treeview{white-space:nowrap}.dni-treeview td{vertical-align:top;text-align:start}"
        + "details.dni-treeview{padding-left:1em}.dni-plaintext pre{margin:0}";

    /// <summary>Takes off the style sheet (600 bytes) that the package repeats in every output.</summary>
    /// <param name="markup">HTML as the package makes it.</param>
    public static string WithoutStyleSheet(string markup)
    {
        var start = markup.LastIndexOf("<style>", StringComparison.Ordinal);
        return start >= 0 && markup.AsSpan().TrimEnd().EndsWith("</style>")
               && markup.IndexOf(".dni-code-hint", start, StringComparison.Ordinal) > 0
            ? markup[..start]
            : markup;
    }

    /// <summary>True for HTML that only wraps the plain text: one element without structure.</summary>
    /// <param name="markup">HTML without the style sheet.</param>
    public static bool SaysNoMoreThanText(string markup) =>
        IsWrapped(markup, "<div class=\"dni-plaintext\"><pre>", "</pre></div>")
        || IsWrapped(markup, "<span>", "</span>");

    private static bool IsWrapped(string markup, string open, string close) =>
        markup.StartsWith(open, StringComparison.Ordinal) && markup.EndsWith(close, StringComparison.Ordinal)
        && markup.Length >= open.Length + close.Length
        && !markup[open.Length..^close.Length].Contains('<', StringComparison.Ordinal);
}
