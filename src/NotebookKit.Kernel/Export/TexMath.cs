using System.Net;
using System.Xml;
using System.Xml.Linq;

namespace NotebookKit.Kernel.Export;

/// <summary>Equations as MathML, which browsers draw without script or download. The TeX source stays inside as the
/// annotation and the alternative text. What <see cref="TexParser"/> does not understand is shown as source.</summary>
internal static class TexMath
{
    /// <summary>An equation as HTML: MathML, or its source in a styled box.</summary>
    /// <param name="tex">TeX without the dollar signs.</param>
    /// <param name="display">True for an equation on lines of its own.</param>
    /// <param name="tag">The box of an equation of its own: <c>div</c>, or <c>span</c> inside a paragraph.</param>
    public static string Html(string tex, bool display, string tag = "div") => ToMathMl(tex, display) switch
    {
        null => $"<{tag} class=\"math\" role=\"math\">{WebUtility.HtmlEncode(tex)}</{tag}>",
        { } math => display ? $"<{tag} class=\"equation\">{math}</{tag}>" : math,
    };

    /// <summary>An equation as one <c>math</c> element.</summary>
    /// <param name="tex">TeX without the dollar signs.</param>
    /// <param name="display">True for an equation on lines of its own.</param>
    /// <returns>Well-formed XML; null when one part of the equation is not understood, or when there is none.</returns>
    public static string? ToMathMl(string tex, bool display)
    {
        var source = tex.Trim().ReplaceLineEndings("\n");
        if (source.Length == 0 || !IsXmlText(source) || TexParser.Parse(source, display) is not { } row)
        {
            return null;
        }

        var math = new XElement(
            "math",
            display ? new XAttribute("display", "block") : null,
            new XAttribute("alttext", source),
            new XElement(
                "semantics", row, new XElement("annotation", new XAttribute("encoding", "application/x-tex"), source)));
        return math.ToString(SaveOptions.DisableFormatting);
    }

    private static bool IsXmlText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
