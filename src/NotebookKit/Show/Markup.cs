using System.Globalization;
using System.Text;

namespace NotebookKit.Show;

/// <summary>
/// One element of an HTML or SVG document. Names are checked and every text and attribute value is encoded when it is
/// written, so that data (labels, file names, class names) can never become markup.
/// </summary>
public sealed class Markup
{
    // Written as <name/>: HTML's void elements and the SVG shapes without content. Valid in HTML and in XML alike.
    private static readonly HashSet<string> WithoutContent =
        ["img", "input", "br", "path", "line", "rect", "circle", "polygon", "polyline", "image", "col"];

    private readonly List<(string Name, string Value)> attributes = [];
    private readonly List<object> content = [];

    /// <summary>Starts an element.</summary>
    /// <param name="name">Element name: letters, digits and '-'.</param>
    /// <exception cref="ArgumentException">The name has another character.</exception>
    public Markup(string name) => Name = CheckName(name);

    /// <summary>The element's name.</summary>
    public string Name { get; }

    /// <summary>Adds an attribute; an empty value is kept.</summary>
    /// <param name="name">Attribute name; a name that is set twice is refused.</param>
    /// <param name="value">Value; encoded when written.</param>
    /// <returns>This element.</returns>
    /// <exception cref="ArgumentException">The name is malformed or already there.</exception>
    public Markup Set(string name, string value)
    {
        if (attributes.Exists(a => a.Name == name))
        {
            throw new ArgumentException($"Attribute '{name}' is set once per <{Name}>, but it is set twice.");
        }

        attributes.Add((CheckName(name), value));
        return this;
    }

    /// <summary>Adds a numeric attribute, rounded to a hundredth of a unit.</summary>
    /// <param name="name">Attribute name.</param>
    /// <param name="value">A finite number.</param>
    /// <returns>This element.</returns>
    /// <exception cref="ArgumentException">The value is not finite: it would draw nothing, silently.</exception>
    public Markup Set(string name, double value) => Set(name, Number(value, name));

    /// <summary>Adds children at the end.</summary>
    /// <param name="children">Elements of this element's inside.</param>
    /// <returns>This element.</returns>
    public Markup Add(params IEnumerable<Markup> children)
    {
        content.AddRange(children);
        return this;
    }

    /// <summary>Adds text at the end; encoded when written.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>This element.</returns>
    public Markup Text(string text)
    {
        content.Add(text);
        return this;
    }

    /// <summary>Adds markup that is already finished; only for what <see cref="Markup"/> itself has written.</summary>
    internal Markup AddFinished(string markup)
    {
        content.Add(new Finished(markup));
        return this;
    }

    /// <summary>Writes the element with all that it contains.</summary>
    /// <returns>HTML (or, for an svg element, XML) text.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    /// <summary>A coordinate as it stands in SVG: invariant, at most two decimals.</summary>
    internal static string Number(double value, string name = "coordinate")
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"A drawn {name} must be finite, but it is {value}.");
        }

        var rounded = Math.Round(value, 2);
        return (rounded == 0 ? 0 : rounded).ToString("0.##", CultureInfo.InvariantCulture);
    }

    private void Write(StringBuilder text)
    {
        text.Append('<').Append(Name);
        foreach (var (name, value) in attributes)
        {
            text.Append(' ').Append(name).Append("=\"");
            Encode(text, value, quotes: true);
            text.Append('"');
        }

        if (content.Count == 0 && WithoutContent.Contains(Name))
        {
            text.Append("/>");
            return;
        }

        text.Append('>');
        foreach (var item in content)
        {
            switch (item)
            {
                case Markup child: child.Write(text); break;
                case Finished finished: text.Append(finished.Text); break;
                default: Encode(text, (string)item, quotes: false); break;
            }
        }

        text.Append("</").Append(Name).Append('>');
    }

    private static void Encode(StringBuilder text, string value, bool quotes)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '<': text.Append("&lt;"); break;
                case '>': text.Append("&gt;"); break;
                case '&': text.Append("&amp;"); break;
                case '"' when quotes: text.Append("&quot;"); break;
                case '\'' when quotes: text.Append("&#39;"); break;
                case '\t' or '\n' or '\r': text.Append(c); break;
                case < ' ' or '\u007f' or '\ufffe' or '\uffff': text.Append('\ufffd'); break;   // not allowed in XML
                case >= '\ud800' and <= '\udfff':
                    if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                    {
                        text.Append(c).Append(value[++i]);
                    }
                    else
                    {
                        text.Append('\ufffd');
                    }

                    break;
                default: text.Append(c); break;
            }
        }
    }

    private static string CheckName(string name)
    {
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]) ||
            !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ':'))
        {
            throw new ArgumentException($"A markup name has letters, digits and '-', but it is '{name}'.");
        }

        return name;
    }

    private sealed record Finished(string Text);
}
