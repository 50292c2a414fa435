using System.Text.Json.Nodes;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NotebookKit.Kernel.Export;

/// <summary>Markdown cells as HTML. HTML inside them is shown as text, scripts in links are dropped, equations are
/// drawn, and pictures are those that the notebook itself holds.</summary>
internal static class HtmlMarkdown
{
    private static readonly string[] SafeSchemes = ["http:", "https:", "mailto:"];

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml().UsePipeTables().UseMathematics().UseAutoIdentifiers().UseEmphasisExtras().UseFootnotes()
        .UseTaskLists().Build();

    /// <summary>Renders one cell.</summary>
    /// <param name="markdown">The text of a cell.</param>
    /// <param name="attachments">Pictures by name, as nbformat holds them; may be null.</param>
    public static string Render(string markdown, JsonObject? attachments)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
        {
            link.Url = link.IsImage ? Picture(link, attachments) : SafeLink(link.Url);
        }

        foreach (var link in document.Descendants<AutolinkInline>())
        {
            link.Url = link.IsEmail ? link.Url : SafeLink(link.Url);
        }

        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathInlineRenderer>(new InlineMath());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathBlockRenderer>(new BlockMath());
        renderer.Render(document);
        return text.ToString();
    }

    private static string SafeLink(string? url)
    {
        var trimmed = (url ?? "").Trim();
        var colon = trimmed.IndexOf(':', StringComparison.Ordinal);
        var local = colon < 0 || trimmed.AsSpan(0, colon).IndexOfAny('/', '?', '#') >= 0;
        return local || SafeSchemes.Any(s => trimmed.StartsWith(s, StringComparison.OrdinalIgnoreCase)) ? trimmed : "";
    }

    /// <summary>A picture's data, from the cell's attachments or its own data address; anything else is not fetched,
    /// and
    /// its alternative text stays.</summary>
    private static string Picture(LinkInline image, JsonObject? attachments)
    {
        const string Attachment = "attachment:";
        var url = image.Url ?? "";
        if (url.StartsWith(Attachment, StringComparison.Ordinal)
            && attachments?[Uri.UnescapeDataString(url[Attachment.Length..])] is JsonObject { Count: > 0 } forms)
        {
            var (mimeType, data) = forms.First();
            return $"data:{mimeType};base64,{data}";
        }

        return url.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase) ? url : "";
    }

    private sealed class InlineMath : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj)
        {
            var tex = obj.Content.ToString();
            if (obj.DelimiterCount == 1 && obj.NextSibling is LiteralInline next
                && char.IsAsciiDigit(next.Content.CurrentChar))
            {
                renderer.WriteEscape($"${tex}$");       // a sum of money follows, so the first sign was one too
            }
            else
            {
                renderer.Write(TexMath.Html(tex, obj.DelimiterCount == 2, "span"));
            }
        }
    }

    private sealed class BlockMath : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj) =>
            renderer.WriteLine(TexMath.Html(obj.Lines.ToString(), display: true));
    }
}
