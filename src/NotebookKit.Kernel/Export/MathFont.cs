using System.Text;
using System.Xml.Linq;

namespace NotebookKit.Kernel.Export;

/// <summary>An alphabet of equations. All but upright have letters of their own in Unicode (Mathematical Alphanumeric
/// Symbols), with gaps where a letter existed before.</summary>
internal sealed class MathFont
{
    /// <summary>Upright letters, for words and units.</summary>
    public static readonly MathFont Roman = new(0, 0, 0);

    private static readonly MathFont Bold = new(0x1d400, 0x1d41a, 0x1d7ce, "", 0x1d6a8);
    private static readonly MathFont Italic = new(0x1d434, 0x1d44e, 0, "h\u210e", 0x1d6e2);
    private static readonly MathFont BoldItalic = new(0x1d468, 0x1d482, 0x1d7ce, "", 0x1d6a8, 0x1d736);
    private static readonly MathFont Script = new(
        0x1d49c, 0x1d4b6, 0, "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ");
    private static readonly MathFont Fraktur = new(0x1d504, 0x1d51e, 0, "C\u212dH\u210cI\u2111R\u211cZ\u2128");
    private static readonly MathFont DoubleStruck = new(
        0x1d538, 0x1d552, 0x1d7d8, "C\u2102H\u210dN\u2115P\u2119Q\u211aR\u211dZ\u2124");
    private static readonly MathFont Sans = new(0x1d5a0, 0x1d5ba, 0x1d7e2);
    private static readonly MathFont Mono = new(0x1d670, 0x1d68a, 0x1d7f6);

    /// <summary>Alphabets by the command that chooses them.</summary>
    public static readonly IReadOnlyDictionary<string, MathFont> ByCommand =
        new Dictionary<string, MathFont>(StringComparer.Ordinal)
        {
            ["mathrm"] = Roman, ["mathbf"] = Bold, ["mathit"] = Italic,
            ["boldsymbol"] = BoldItalic, ["bm"] = BoldItalic, ["mathcal"] = Script, ["mathscr"] = Script,
            ["mathfrak"] = Fraktur, ["mathbb"] = DoubleStruck, ["mathsf"] = Sans, ["mathtt"] = Mono,
        };

    private readonly int capital;
    private readonly int small;
    private readonly int digit;
    private readonly int greekCapital;
    private readonly int greekSmall;
    private readonly string gaps;

    /// <summary>An alphabet by its first letters.</summary>
    /// <param name="capital">Code point of A; 0 where the alphabet has none of its own, as below.</param>
    /// <param name="small">Code point of a.</param>
    /// <param name="digit">Code point of 0.</param>
    /// <param name="gaps">Letters that stand elsewhere, each followed by where.</param>
    /// <param name="greekCapital">Code point of capital alpha.</param>
    /// <param name="greekSmall">Code point of small alpha.</param>
    private MathFont(int capital, int small, int digit, string gaps = "", int greekCapital = 0, int greekSmall = 0) =>
        (this.capital, this.small, this.digit, this.gaps, this.greekCapital, this.greekSmall) =
        (capital, small, digit, gaps, greekCapital, greekSmall);

    /// <summary>Letters as an identifier: a browser slants one letter alone, so an upright one says so.</summary>
    /// <param name="font">The alphabet; null for the usual one.</param>
    /// <param name="letters">One letter or a word.</param>
    public static XElement Identifier(MathFont? font, string letters)
    {
        var text = Apply(font, letters);
        var upright = letters.Length == 1 && text == letters
            && (font == Roman || letters[0] is >= 'Α' and <= 'Ω' or '∇');
        return new XElement("mi", upright ? new XAttribute("mathvariant", "normal") : null, text);
    }

    /// <summary>Text in an alphabet; signs that the alphabet lacks stay as they are.</summary>
    public static string Apply(MathFont? font, string text)
    {
        if (font is null || font == Roman)
        {
            return text;
        }

        var changed = new StringBuilder();
        foreach (var c in text)
        {
            changed.Append(font.Of(c));
        }

        return changed.ToString();
    }

    private string Of(char c)
    {
        var gap = gaps.IndexOf(c);
        var (first, own) = c switch
        {
            >= 'A' and <= 'Z' => ('A', capital),
            >= 'a' and <= 'z' => ('a', small),
            >= '0' and <= '9' => ('0', digit),
            >= 'Α' and <= 'Ω' => ('Α', greekCapital),
            >= 'α' and <= 'ω' => ('α', greekSmall),
            _ => (c, 0),
        };
        return gap >= 0 && gap % 2 == 0 ? gaps[gap + 1].ToString()
            : own == 0 ? c.ToString() : char.ConvertFromUtf32(own + c - first);
    }
}
