using System.Text;
using System.Xml.Linq;

namespace NotebookKit.Kernel.Export;

/// <summary>Reads the TeX of papers (The TeXbook, chapters 16 to 18, and amsmath's environments) into MathML Core, one
/// method per construct. The first thing it does not understand ends the reading: the rest of the input counts as
/// gone, so every loop ends and nothing is thrown.</summary>
internal sealed partial class TexParser
{
    private const int MostNesting = 60;             // deeper input is no equation, and must not end the stack

    private const char NoBreakSpace = '\u00a0';

    private readonly string tex;
    private int at;
    private int depth;
    private bool understood = true;
    private MathStyle style;
    private MathFont? font;

    private TexParser(string tex, MathStyle style) => (this.tex, this.style) = (tex, style);

    /// <summary>Reads one equation.</summary>
    /// <returns>Its MathML without the enclosing element; null when it is not understood.</returns>
    public static XElement? Parse(string tex, bool display)
    {
        var parser = new TexParser(tex, display ? MathStyle.Display : MathStyle.Text);
        var row = parser.Row();
        return parser.understood && parser.at == tex.Length ? row : null;
    }

    /// <summary>Everything up to what ends a row: the input's end, a closing brace, an alignment mark, a line break,
    /// <c>\right</c>, <c>\middle</c> or <c>\end</c>. The caller checks which.</summary>
    private List<MathAtom> Atoms(char stop = '\0')
    {
        var atoms = new List<MathAtom>();
        while (Peek() is var c && c != '\0' && c != stop && c is not ('}' or '&')
            && !(c == '\\' && CommandAt() is "\\" or "right" or "middle" or "end"))
        {
            atoms.Add(Scripted());
        }

        return atoms;
    }

    private XElement Row(char stop = '\0', bool continues = false) => MathRow.Of(Atoms(stop), style, continues);

    private XElement InStyle(MathStyle inner, Func<XElement> read)
    {
        var outer = style;
        style = inner;
        var element = read();
        style = outer;
        return element;
    }

    private MathAtom Scripted()
    {
        var nucleus = Peek() is '^' or '_' or '\'' ? new MathAtom(new XElement("mrow"), MathClass.Ordinary) : Nucleus();
        var limits = nucleus.Limits;
        while (nucleus.Class is MathClass.LargeOperator or MathClass.Function && Peek() == '\\'
            && CommandAt() is "limits" or "nolimits")
        {
            limits = Command() == "limits" ? Limits.Always : Limits.Beside;
        }

        XElement? below = null, above = null;
        while (Peek() is '^' or '_' or '\'')
        {
            if (Peek() == '\'')
            {
                above = above is null ? Primes() : Fail().Element;
            }
            else if (tex[at++] == '_')
            {
                below = below is null ? InStyle(MathStyle.Script, Argument) : Fail().Element;
            }
            else
            {
                above = above is null ? InStyle(MathStyle.Script, Argument) : Fail().Element;
            }
        }

        if (below is null && above is null)
        {
            return nucleus;
        }

        var stacked = limits == Limits.Always || (limits == Limits.InDisplay && style == MathStyle.Display);
        if (limits == Limits.Always && nucleus.Class == MathClass.LargeOperator)
        {
            nucleus.Element.SetAttributeValue("movablelimits", "false");
        }

        var name = (below, above) switch
        {
            (not null, not null) => stacked ? "munderover" : "msubsup",
            (not null, null) => stacked ? "munder" : "msub",
            _ => stacked ? "mover" : "msup",
        };
        return nucleus with { Element = new XElement(name, nucleus.Element, below, above), Limits = Limits.Beside };
    }

    private XElement Primes()
    {
        var marks = new List<XElement>();
        while (Peek() == '\'')
        {
            at++;
            marks.Add(MathRow.Tighten(new XElement("mo", "\u2032")));
        }

        if (Peek() == '^')
        {
            at++;
            marks.Add(InStyle(MathStyle.Script, Argument));
        }

        return marks.Count == 1 ? marks[0] : new XElement("mrow", marks);
    }

    /// <summary>What a command or a script mark takes: a group, or the next single sign.</summary>
    private XElement Argument() => Alone(Nucleus(single: true)).Element;

    /// <summary>An operator in braces is a plain sign: no space around the comma of 1{,}000.</summary>
    private static MathAtom Alone(MathAtom atom) => new(
        atom.Class is MathClass.Binary or MathClass.Relation or MathClass.Punctuation
            ? MathRow.Tighten(atom.Element) : atom.Element,
        MathClass.Ordinary);

    private MathAtom Nucleus(bool single = false)
    {
        if (++depth > MostNesting)
        {
            return Fail();
        }

        var c = Peek();
        var atom = c switch
        {
            '{' => Ordinary(Group()),
            '\\' => Construct(Command()),
            _ when char.IsAsciiDigit(c) || (c == '.' && at + 1 < tex.Length && char.IsAsciiDigit(tex[at + 1])) =>
                Ordinary(new XElement("mn", MathFont.Apply(font, Number(single)))),
            _ when char.IsLetter(c) => Ordinary(Identifier(single)),
            _ => Sign(tex.AsSpan(at, c == '\0' ? 0 : 1).ToString()),
        };
        depth--;
        return atom;
    }

    private XElement Group()
    {
        at++;
        var row = Row();
        Expect('}');
        return row.Name == "mo" ? Alone(new MathAtom(row, MathClass.Relation)).Element : row;
    }

    private string Number(bool single)
    {
        var start = at;
        while (at < tex.Length && (char.IsAsciiDigit(tex[at]) || (tex[at] == '.' && at + 1 < tex.Length
            && char.IsAsciiDigit(tex[at + 1]) && !tex.AsSpan(start, at - start).Contains('.'))))
        {
            at++;
            if (single)
            {
                break;
            }
        }

        return tex[start..at];
    }

    /// <summary>One letter, or in a font that papers set words in all letters of the word.</summary>
    private XElement Identifier(bool single)
    {
        var start = at++;
        while (!single && font is not null && at < tex.Length && char.IsLetter(tex[at]))
        {
            at++;
        }

        return MathFont.Identifier(font, tex[start..at]);
    }

    private MathAtom Sign(string text)
    {
        at += text.Length;
        return TexSymbols.Signs.TryGetValue(text, out var symbol) ? Of(symbol)
            : text == "~" ? Space("0.25em")
            : TexSymbols.ByText.TryGetValue(text, out symbol) && !char.IsAscii(text[0]) ? Of(symbol)
            : Fail();
    }

    private MathAtom Of(TexSymbol symbol) => new(symbol.Element(font), symbol.Class, symbol.Limits);

    private static MathAtom Ordinary(XElement element) => new(element, MathClass.Ordinary);

    private static MathAtom Space(string width) =>
        new(new XElement("mspace", new XAttribute("width", width)), MathClass.Space);

    /// <summary>The next sign after white space; NUL at the end.</summary>
    private char Peek()
    {
        while (at < tex.Length && tex[at] is ' ' or '\t' or '\n' or '\r')
        {
            at++;
        }

        return at < tex.Length ? tex[at] : '\0';
    }

    /// <summary>The name of the command at the backslash ahead, without taking it.</summary>
    private string CommandAt()
    {
        var end = at + 1;
        while (end < tex.Length && char.IsAsciiLetter(tex[end]))
        {
            end++;
        }

        return tex[(at + 1)..Math.Min(tex.Length, Math.Max(end, at + 2))];
    }

    private string Command()
    {
        var name = CommandAt();
        at += 1 + name.Length;
        return name;
    }

    private bool Take(string command)
    {
        var found = Peek() == '\\' && CommandAt() == command;
        at += found ? 1 + command.Length : 0;
        return found;
    }

    private void Expect(char c)
    {
        if (Peek() == c && c != '\0')
        {
            at++;
        }
        else
        {
            Fail();
        }
    }

    /// <summary>The letters between braces, as names of environments have them.</summary>
    private string Word()
    {
        Expect('{');
        var start = at;
        while (at < tex.Length && tex[at] is not ('{' or '}' or '\\' or '$'))
        {
            at++;
        }

        var word = tex[start..at];
        Expect('}');
        return word;
    }

    /// <summary>Text between braces: its spaces count, and of commands only escaped signs are known.</summary>
    private string TextArgument()
    {
        Expect('{');
        var text = new StringBuilder();
        for (var open = 1; at < tex.Length; at++)
        {
            var c = tex[at];
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (open == 0)
            {
                at++;
                return text.Replace("---", "\u2014").Replace("--", "\u2013").Replace("``", "\u201c")
                    .Replace("''", "\u201d").Replace('`', '\u2018').Replace('\'', '\u2019').ToString();
            }

            if (c == '\\' && (++at >= tex.Length || !" %#&_{}".Contains(tex[at])))
            {
                break;
            }

            if (c is '$' or '%' or '#' or '&' or '^' or '_')
            {
                break;
            }

            var sign = tex[at] is ' ' or '~' or '\n' or '\t' or '\r' ? NoBreakSpace : tex[at];
            var repeats = sign == NoBreakSpace && text.Length > 0 && text[^1] == NoBreakSpace;
            if (c is not ('{' or '}') && !repeats)
            {
                text.Append(sign);
            }
        }

        Fail();
        return "";
    }

    private MathAtom Fail()
    {
        understood = false;
        at = tex.Length;
        return Ordinary(new XElement("mrow"));
    }
}
