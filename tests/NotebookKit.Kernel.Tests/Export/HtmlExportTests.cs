using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Export;
using NotebookKit.Kernel.Notebook;
using Xunit;

namespace NotebookKit.Kernel.Tests.Export;

public sealed partial class HtmlExportTests
{
    private const string Hostile = "<script>alert(\"x\")</script><img src=x onerror=alert(1)>";

    [Fact]
    public void Page_HostileTextAnywhere_IsEncoded()
    {
        var page = Page(
            Markdown($"# {Hostile}\n\n{Hostile}\n\n[a](javascript:alert(1)) <javascript:alert(1)> ![p](http://tracker.example/p.png) $a < b {Hostile}$"),
            Code($"// {Hostile}\nvar s = \"{Hostile}\";", cell =>
            {
                cell.Stream("stdout", Hostile);
                cell.Display(MimeBundle.OfText(Hostile), "a");
                cell.Display(
                    new MimeBundle(
                        new Dictionary<string, object>(StringComparer.Ordinal) { [MimeTypes.PlainText] = Hostile, [MimeTypes.Png] = new byte[] { 1 } },
                        MimeBundle.AltText(MimeTypes.Png, Hostile)), "b");
                cell.Display(new MimeBundle(new Dictionary<string, object>(StringComparer.Ordinal) { [MimeTypes.PlainText] = "x", [MimeTypes.Markdown] = Hostile }), "c");
                cell.Display(new MimeBundle(new Dictionary<string, object>(StringComparer.Ordinal) { [MimeTypes.PlainText] = "x", [MimeTypes.Latex] = Hostile }), "d");
            }));

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"javascript:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("tracker.example", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Page_ScriptsStripped_EveryOutputStillShows()
    {
        var page = Page(Code("show", cell =>
        {
            cell.Display(new Html("<figure><img alt=\"a chart\" src=\"data:image/png;base64,AA==\"><input type=\"range\" oninput=\"f()\"></figure><script>function f() { }</script>").ToBundle(), "a");
            cell.Display(new MimeBundle(new Dictionary<string, object>(StringComparer.Ordinal) { [MimeTypes.PlainText] = "y: 1, 2", [MimeTypes.Svg] = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>" }), "b");
        }));
        Assert.Contains("oninput=\"f()\"", page, StringComparison.Ordinal);       // works from the saved file
        Assert.Contains("function f()", page, StringComparison.Ordinal);

        var outputs = OutputBody().Matches(Handler().Replace(Script().Replace(page, ""), ""));
        Assert.Equal(2, outputs.Count);
        Assert.All(outputs, o => Assert.Contains("<img", o.Value, StringComparison.Ordinal));
        Assert.Contains("<pre>y: 1, 2</pre>", outputs[1].Value, StringComparison.Ordinal);
        Assert.Contains("alt=\"y: 1, 2\"", outputs[1].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_Always_FetchesNothingAndFitsAPhone()
    {
        var page = Page(Markdown("# A claim\n\n[paper](https://example.org/p.pdf)"), Code("1 + 1", _ => { }));
        Assert.Contains("<title>A claim</title>", page, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy\" content=\"default-src 'none'", page, StringComparison.Ordinal);
        Assert.Contains("width=device-width", page, StringComparison.Ordinal);
        Assert.Contains("@media print", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://example.org/p.pdf\">paper</a>", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|srcset|@import|url\\()\\s*=?\\s*[\"']?(https?:)?//", page);
    }

    [Fact]
    public void Page_Code_ColoursWordsAsTheCompilerReadsThem()
    {
        var page = Page(Code("var s = \"if\"; // if\nreturn s.Length + 1;", _ => { }));
        Assert.Contains(
            "<span class=\"k\">var</span> s = <span class=\"s\">&quot;if&quot;</span>; <span class=\"c\">// if</span>\n"
            + "<span class=\"k\">return</span> s.Length + <span class=\"n\">1</span>;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_CodeThatDoesNotParse_LosesNoLetter()
    {
        const string Code1 = "using var x = \"unterminated\n#if A\nhidden\n#endif\n}} @ # `";
        var page = Page(Code(Code1, _ => { }));
        var shown = CodeBody().Match(page).Groups[1].Value;
        Assert.Equal(Code1, System.Net.WebUtility.HtmlDecode(Tag().Replace(shown, "")));
    }

    [Fact]
    public void Page_MarkdownTableEquationAttachment_AreShown()
    {
        var cell = Markdown("|a|b|\n|-|-|\n|1|2|\n\n$x^2 < y$\n\n$$\n\\alpha\n$$\n\n![a picture](attachment:p.png)");
        cell.Json["attachments"] = new JsonObject { ["p.png"] = new JsonObject { ["image/png"] = "AAAA" } };
        var page = Page(cell);
        Assert.Contains("<td>1</td>", page, StringComparison.Ordinal);
        Assert.Contains("<msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mi>y</mi>", page, StringComparison.Ordinal);
        Assert.Contains("<div class=\"equation\"><math display=\"block\" alttext=\"\\alpha\">", page, StringComparison.Ordinal);
        Assert.Contains("<img src=\"data:image/png;base64,AAAA\" alt=\"a picture\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it costs $5 and $6")]
    [InlineData("from $5-$6 to $7/$8")]
    [InlineData("US$5 and US$6, not $1,000 (US$2,000)")]
    [InlineData("set $HOME and $PATH")]
    public void Page_SumsOfMoney_AreNoEquations(string text)
    {
        var page = Page(Markdown(text));
        Assert.Contains($"<p>{text}</p>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_EquationOnOneLineOrUnknown_IsDrawnOrShown()
    {
        var page = Page(
            Markdown("$$ x $$\n\n$\\nope < 1$"),
            Code("show", cell => cell.Display(
                new MimeBundle(new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    [MimeTypes.PlainText] = "y", [MimeTypes.Latex] = "$$y$$",
                }), "a")));
        Assert.Contains("<span class=\"equation\"><math display=\"block\" alttext=\"x\">", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"math\" role=\"math\">\\nope &lt; 1</span>", page, StringComparison.Ordinal);
        Assert.Contains("<div class=\"equation\"><math display=\"block\" alttext=\"y\">", page, StringComparison.Ordinal);
    }

    private static string Page(params NotebookCell[] cells) => HtmlExport.Page(new NotebookDocument([], [.. cells]), "sample");

    private static NotebookCell Markdown(string source) =>
        new(new JsonObject { ["cell_type"] = "markdown", ["id"] = "m", ["source"] = source, ["metadata"] = new JsonObject() });

    private static NotebookCell Code(string source, Action<OutputFolder.CellOutputs> fill)
    {
        var outputs = new OutputFolder().NewCell(1);
        fill(outputs);
        var cell = NotebookCell.NewCode("k", source);
        (cell.Outputs, cell.ExecutionCount) = (outputs.ToJson(), 1);
        return cell;
    }

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex(" on[a-z]+=\"[^\"]*\"")]
    private static partial Regex Handler();

    [GeneratedRegex("<div class=\"output\">.*?</div>", RegexOptions.Singleline)]
    private static partial Regex OutputBody();

    [GeneratedRegex("<pre><code>(.*?)</code></pre>", RegexOptions.Singleline)]
    private static partial Regex CodeBody();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
