using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NotebookKit.Kernel.Export;

/// <content>What a command stands for: symbols, fractions, roots, accents, fences and tables.</content>
internal sealed partial class TexParser
{
    private const int LongestDistance = 12;         // [0.5em] and the like, after a line break

    private MathAtom Construct(string name)
    {
        if (TexSymbols.Commands.TryGetValue(name, out var symbol))
        {
            return Of(symbol);
        }

        if (TexSymbols.Spaces.TryGetValue(name, out var width))
        {
            return Space(width);
        }

        if (TexSymbols.Accents.TryGetValue(name, out var accent))
        {
            return Accented(accent);
        }

        if (TexSymbols.Sizes.TryGetValue(name, out var size))
        {
            return Sized(size);
        }

        return MathFont.ByCommand.TryGetValue(name, out var newFont) ? InFont(newFont) : name switch
        {
            "frac" => Ordinary(Fraction()),
            "dfrac" => Ordinary(Styled(MathStyle.Display, Fraction)),
            "tfrac" => Ordinary(Styled(MathStyle.Text, Fraction)),
            "binom" => Binomial(),
            "sqrt" => Ordinary(Root()),
            "text" or "textrm" or "textnormal" or "mbox" => Ordinary(new XElement("mtext", TextArgument())),
            "tag" => Tag(),
            "operatorname" => OperatorName(),
            "left" => Fenced(),
            "begin" => Environment(),
            "substack" => SubStack(),
            "overline" or "underline" => Ordinary(new XElement("mrow", new XAttribute("class", name), Argument())),
            "overset" or "stackrel" => Stacked("mover"),
            "underset" => Stacked("munder"),
            "displaystyle" => Ordinary(Styled(MathStyle.Display, () => Row())),
            "textstyle" => Ordinary(Styled(MathStyle.Text, () => Row())),
            "not" => Negated(),
            _ => Fail(),
        };
    }

    private MathAtom InFont(MathFont inner)
    {
        var outer = font;
        font = inner;
        var atom = Ordinary(Argument());
        font = outer;
        return atom;
    }

    private XElement Fraction() =>
        InStyle(
            style == MathStyle.Display ? MathStyle.Text : MathStyle.Script, () => new("mfrac", Argument(), Argument()));

    private XElement Styled(MathStyle inner, Func<XElement> read) => new(
        "mstyle", new XAttribute("displaystyle", inner == MathStyle.Display ? "true" : "false"), InStyle(inner, read));

    private MathAtom Binomial()
    {
        var stack = Fraction();
        stack.SetAttributeValue("linethickness", "0");
        return new(new XElement("mrow", Fence("(", "prefix"), stack, Fence(")", "postfix")), MathClass.Fenced);
    }

    private XElement Root()
    {
        XElement? index = null;
        if (Peek() == '[')
        {
            at++;
            index = InStyle(MathStyle.Script, () => Row(stop: ']'));
            Expect(']');
        }

        return index is null ? new XElement("msqrt", Argument()) : new XElement("mroot", Argument(), index);
    }

    private MathAtom Tag() => Ordinary(new XElement(
        "mrow", Space("2em").Element, new XElement("mtext", $"({TextArgument()})")));

    private MathAtom OperatorName()
    {
        var limits = Peek() == '*' ? Limits.InDisplay : Limits.Beside;
        at += limits == Limits.InDisplay ? 1 : 0;
        var close = tex.IndexOf('}', at);
        if (close > at && tex.AsSpan(at, close - at).Contains('-'))
        {
            return Fail();                                      // there it is a hyphen, not a minus
        }

        return InFont(MathFont.Roman) with { Class = MathClass.Function, Limits = limits };
    }

    private MathAtom Accented(TexAccent accent)
    {
        var sign = new XElement("mo", new XAttribute("stretchy", accent.Stretchy ? "true" : "false"), accent.Text);
        return new(
            new XElement(
                accent.Below ? "munder" : "mover",
                accent.IsBrace ? null : new XAttribute(accent.Below ? "accentunder" : "accent", "true"),
                Argument(), sign),
            MathClass.Ordinary, accent.IsBrace ? Limits.Always : Limits.Beside);
    }

    private MathAtom Stacked(string name)
    {
        var script = InStyle(MathStyle.Script, Argument);
        var nucleus = Peek() == '{' ? Unwrapped() : Nucleus(single: true);
        return nucleus with { Element = new XElement(name, nucleus.Element, script), Limits = Limits.Beside };
    }

    /// <summary>A braced argument that keeps being a relation or an operator when it is nothing else.</summary>
    private MathAtom Unwrapped()
    {
        Expect('{');
        var atoms = Atoms();
        Expect('}');
        return atoms.Count == 1 ? atoms[0] : Ordinary(MathRow.Of(atoms, style, continues: false));
    }

    /// <summary>A relation with the long stroke through it.</summary>
    private MathAtom Negated()
    {
        var relation = Nucleus(single: true);
        if (relation.Class != MathClass.Relation || relation.Element.Name != "mo")
        {
            return Fail();
        }

        relation.Element.Value += "\u0338";
        return relation;
    }

    private MathAtom Sized(string size)
    {
        if (Delimiter() is not { } symbol)
        {
            return Fail();
        }

        var mo = new XElement(
            "mo", new XAttribute("stretchy", "true"), new XAttribute("minsize", size), new XAttribute("maxsize", size),
            symbol.Text);
        return new(symbol.Class == MathClass.Ordinary ? MathRow.Tighten(mo) : mo, symbol.Class);
    }

    private MathAtom Fenced()
    {
        var parts = new List<XElement?> { FenceAhead("prefix"), Row() };
        while (Take("middle"))
        {
            parts.Add(FenceAhead("infix"));
            parts.Add(Row());
        }

        if (!Take("right"))
        {
            return Fail();
        }

        parts.Add(FenceAhead("postfix"));
        return new(new XElement("mrow", parts), MathClass.Fenced);
    }

    /// <summary>The delimiter ahead, as high as what it encloses; nothing for a dot.</summary>
    private XElement? FenceAhead(string form)
    {
        if (Peek() == '.')
        {
            at++;
            return null;
        }

        return Delimiter() is { } symbol ? Fence(symbol.Text, form) : Fail().Element;
    }

    private static XElement Fence(string text, string form) => new(
        "mo", new XAttribute("form", form), new XAttribute("fence", "true"), new XAttribute("stretchy", "true"), text);

    private TexSymbol? Delimiter()
    {
        var c = Peek();
        var name = c == '\\' ? Command() : c == '\0' ? "" : tex[at++].ToString();
        var symbols = c == '\\' ? TexSymbols.Commands : TexSymbols.Signs;
        return name switch
        {
            "<" when c != '\\' => TexSymbols.Commands["langle"],
            ">" when c != '\\' => TexSymbols.Commands["rangle"],
            _ => symbols.TryGetValue(name, out var symbol) && symbol.IsDelimiter ? symbol : null,
        };
    }

    private MathAtom Environment()
    {
        var name = Word();
        if (!TexSymbols.Environments.TryGetValue(name, out var kind))
        {
            return Fail();
        }

        var columns = name == "array" ? Word().Replace(" ", "") : kind.Columns;
        if (columns.Length == 0 || columns.AsSpan().ContainsAnyExcept("lcr"))
        {
            return Fail();
        }

        var table = Table(kind.Display, columns, kind.Name);
        if (!Take("end") || Word() != name)
        {
            return Fail();
        }

        return kind.Open.Length + kind.Close.Length == 0 ? Ordinary(table) : new(
            new XElement(
                "mrow", kind.Open.Length == 0 ? null : Fence(kind.Open, "prefix"), table,
                kind.Close.Length == 0 ? null : Fence(kind.Close, "postfix")),
            MathClass.Fenced);
    }

    private MathAtom SubStack()
    {
        Expect('{');
        var table = Table(display: false, "c", "substack");
        Expect('}');
        return Ordinary(table);
    }

    /// <summary>Rows between line breaks, cells between alignment marks.</summary>
    private XElement Table(bool display, string columns, string name)
    {
        var table = new XElement(
            "mtable", name.Length == 0 ? null : new XAttribute("class", name),
            display ? new XAttribute("displaystyle", "true") : null);
        var inner = display ? MathStyle.Display : style == MathStyle.Script ? MathStyle.Script : MathStyle.Text;
        do
        {
            if (table.HasElements && (Peek() == '}' || (Peek() == '\\' && CommandAt() == "end")))
            {
                break;                                          // a line break after the last row
            }

            var row = new XElement("mtr");
            var cells = 0;
            do
            {
                var column = columns[cells++ % columns.Length];
                var continues = name == "aligned" && column == 'l';
                row.Add(new XElement(
                    "mtd",
                    column == 'c' ? null : new XAttribute("columnalign", column == 'l' ? "left" : "right"),
                    InStyle(inner, () => Row(continues: continues))));
            }
            while (TakeMark());
            table.Add(row);
        }
        while (TakeLineBreak());
        return table;
    }

    private bool TakeMark()
    {
        var found = Peek() == '&';
        at += found ? 1 : 0;
        return found;
    }

    /// <summary>A line break with the extra distance that may follow it, which a browser sets by itself.</summary>
    private bool TakeLineBreak()
    {
        if (!Take("\\"))
        {
            return false;
        }

        var end = at < tex.Length && tex[at] == '['
            ? tex.IndexOf(']', at, Math.Min(LongestDistance, tex.Length - at)) : -1;
        var isDistance = end > at && Distance().IsMatch(tex.AsSpan(at, end + 1 - at));
        at = isDistance ? end + 1 : at;
        return true;
    }

    [GeneratedRegex(@"^\[\s*-?[0-9.]+\s*(pt|em|ex|mm|cm|in)\s*\]$")]
    private static partial Regex Distance();
}
