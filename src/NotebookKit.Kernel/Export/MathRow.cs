using System.Xml.Linq;

namespace NotebookKit.Kernel.Export;

/// <summary>What a part of an equation is to its neighbours (The TeXbook, chapter 17); decides the space
/// between them. <c>Fenced</c> is what <c>\left</c> and <c>\right</c> enclose.</summary>
internal enum MathClass { Ordinary, LargeOperator, Function, Binary, Relation, Open, Close, Punctuation, Fenced, Space }

/// <summary>Where scripts go: beside the symbol, below and above it in display style, or always below and
/// above.</summary>
internal enum Limits { Beside, InDisplay, Always }

/// <summary>TeX's styles as far as they change what is written: a script has no space around its operators.</summary>
internal enum MathStyle { Display, Text, Script }

/// <summary>One part of an equation.</summary>
/// <param name="Element">Its MathML.</param>
/// <param name="Class">What it is to its neighbours.</param>
/// <param name="Limits">Where its scripts go.</param>
internal sealed record MathAtom(XElement Element, MathClass Class, Limits Limits = Limits.Beside);

/// <summary>Puts parts side by side. The browsers' operator dictionary gives most spaces; here are those where TeX
/// differs.</summary>
internal static class MathRow
{
    private const string ApplyFunction = "\u2061";
    private const string ThinSpace = "0.1667em";

    /// <summary>Joins parts to one element.</summary>
    /// <param name="atoms">The parts from left to right.</param>
    /// <param name="style">The style they stand in.</param>
    /// <param name="continues">True when something stands on the left already: the cell after an alignment
    /// mark.</param>
    public static XElement Of(IReadOnlyList<MathAtom> atoms, MathStyle style, bool continues)
    {
        var children = new List<XElement>();
        MathAtom? left = null;
        var leftClass = continues ? MathClass.Ordinary : MathClass.Open;
        for (var i = 0; i < atoms.Count; i++)
        {
            var atom = atoms[i];
            if (atom.Class == MathClass.Space)
            {
                children.Add(atom.Element);
                continue;
            }

            var own = atom.Class;
            if (own == MathClass.Binary && (!JoinsOnTheRight(leftClass) || !JoinsOnTheLeft(ClassAfter(atoms, i))))
            {
                own = MathClass.Ordinary;                       // a sign, not an operation
                Tighten(atom.Element);
            }
            else if (style == MathStyle.Script
                && own is MathClass.Binary or MathClass.Relation or MathClass.Punctuation)
            {
                Tighten(atom.Element);
            }
            else if (own == MathClass.Binary && left is null)
            {
                Operator(atom.Element)?.SetAttributeValue("form", "infix");
            }
            else if (own == MathClass.Relation && leftClass == MathClass.Relation && left is not null)
            {
                Operator(left.Element)?.SetAttributeValue("rspace", "0");       // := is one sign
                Operator(atom.Element)?.SetAttributeValue("lspace", "0");
            }

            AddFunctionSpace(children, left is null ? MathClass.Open : leftClass, own);
            children.Add(atom.Element);
            (left, leftClass) = (atom, own);
        }

        return children.Count == 1 ? children[0] : new XElement("mrow", children);
    }

    /// <summary>Takes the space from both sides of an operator.</summary>
    public static XElement Tighten(XElement element)
    {
        var mo = Operator(element);
        mo?.SetAttributeValue("lspace", "0");
        mo?.SetAttributeValue("rspace", "0");
        return element;
    }

    private static void AddFunctionSpace(List<XElement> children, MathClass left, MathClass own)
    {
        if (left == MathClass.Function && own is not (MathClass.Relation or MathClass.Binary or MathClass.Close
            or MathClass.Punctuation))
        {
            children.Add(new XElement("mo", ApplyFunction));
        }

        var spaced = own == MathClass.Function
            ? left is MathClass.Ordinary or MathClass.Close or MathClass.Fenced or MathClass.Function
            : own == MathClass.Ordinary && left == MathClass.Function;
        if (spaced)
        {
            children.Add(new XElement("mspace", new XAttribute("width", ThinSpace)));
        }
    }

    private static MathClass ClassAfter(IReadOnlyList<MathAtom> atoms, int index)
    {
        for (var i = index + 1; i < atoms.Count; i++)
        {
            if (atoms[i].Class != MathClass.Space)
            {
                return atoms[i].Class;
            }
        }

        return MathClass.Close;
    }

    private static bool JoinsOnTheRight(MathClass left) =>
        left is MathClass.Ordinary or MathClass.Close or MathClass.Fenced;

    private static bool JoinsOnTheLeft(MathClass right) =>
        right is not (MathClass.Relation or MathClass.Close or MathClass.Punctuation);

    /// <summary>The operator that decides the space of an element: itself, or the one that carries the
    /// scripts.</summary>
    private static XElement? Operator(XElement element)
    {
        var e = element;
        while (e?.Name.LocalName is "msub" or "msup" or "msubsup" or "munder" or "mover" or "munderover")
        {
            e = e.Elements().FirstOrDefault();
        }

        return e?.Name.LocalName == "mo" ? e : null;
    }
}
