using System.Collections;
using System.Globalization;
using System.Reflection;

namespace NotebookKit.Show;

/// <summary>Records as a table: one row per record, one column per property.</summary>
public static class Table
{
    private const int MostColumns = 50;
    private const string CopyValue =
        "const cell=event.target.closest('td[data-value]');" +
        "if(cell)navigator.clipboard?.writeText(cell.dataset.value)";

    /// <summary>Draws records.</summary>
    /// <typeparam name="T">A record or another type with public properties; a number or text makes a single
    /// column.</typeparam>
    /// <param name="rows">The records.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <param name="limit">Most rows shown; the count tells how many there are.</param>
    /// <param name="formats">.NET number formats by property name, for example ["Accuracy"] = "P2"; others are shown
    /// with
    /// four significant digits.</param>
    /// <param name="alt">What is seen, in words; null tells counts and columns.</param>
    /// <returns>The figure: HTML with header cells, and tab-separated text that can be pasted into a sheet. A click on
    /// a
    /// number copies it in full precision.</returns>
    /// <exception cref="ArgumentException">A format names no property, or the limit is below 1.</exception>
    public static Figure Draw<T>(
        IEnumerable<T> rows, string caption, int limit = 20, IReadOnlyDictionary<string, string>? formats = null,
        string? alt = null)
    {
        if (limit < 1)
        {
            throw new ArgumentException($"A table shows 1 row or more, but limit is {limit}.");
        }

        var all = rows.ToArray();
        var columns = Columns(typeof(T), formats ?? new Dictionary<string, string>());
        string[] titles = [.. columns.Select(c => c.Title)];
        if (all.Length == 0)
        {
            return Figure.Message(
                caption, $"Nothing to show: the table has no row (columns: {string.Join(", ", titles)}).");
        }

        var cells = all.Take(limit).Select(row => columns.Select(c => c.Cell(row!)).ToArray()).ToArray();
        var counted = (all.Length > limit ? $"{limit} of " : "") +
                      $"{Numbers.Count(all.Length)} {(all.Length == 1 ? "row" : "rows")}.";
        alt ??= $"Table with the columns {string.Join(", ", titles)}; {counted}";
        return Draw(titles, cells, caption, alt).WithNote(counted);
    }

    /// <summary>Draws the first records of a sequence.</summary>
    /// <param name="type">Type of the records.</param>
    /// <param name="head">The first ones; null where a record is missing.</param>
    /// <param name="count">How many there are; null when that is not known, but there are more.</param>
    internal static Figure Draw(Type type, IReadOnlyList<object?> head, long? count)
    {
        var columns = Columns(type, new Dictionary<string, string>());
        var shown = columns.Take(MostColumns).ToArray();
        string[] titles = [.. shown.Select(c => c.Title)];
        var caption = count is { } n ? $"{Numbers.Count(n)} {(n == 1 ? "row" : "rows")}" : $"The first {head.Count} rows";
        if (head.Count == 0)
        {
            return Figure.Message(caption, $"Nothing to show (columns: {string.Join(", ", titles)}).");
        }

        var cells = head.Select(row => shown.Select(c => row is null ? new TableCell("") : c.Read(row)).ToArray())
            .ToArray();
        var figure = Draw(titles, cells, caption, $"Table with the columns {string.Join(", ", titles)}; {caption}.");
        figure = columns.Length > shown.Length
            ? figure.WithNote($"The first {shown.Length} of {columns.Length} columns.")
            : figure;
        return count is null || count > head.Count
            ? figure.WithNote($"The first {head.Count} are shown; .DisplayTable(rows: 100) shows more.")
            : figure;
    }

    /// <summary>Whether records of a type have something to show in columns.</summary>
    internal static bool HasColumns(Type type) => Members(type).Any();

    /// <summary>Draws cells that are already texts.</summary>
    internal static Figure Draw(string[] titles, TableCell[][] rows, string caption, string alt)
    {
        bool IsNumeric(int c) => rows.Any(r => r[c].IsNumber) && rows.All(r => r[c].IsNumber || r[c].Text.Length == 0);
        var numeric = titles.Select((_, c) => IsNumeric(c)).ToArray();
        var head = new Markup("tr")
            .Add(titles.Select((t, c) => Align(new Markup("th").Set("scope", "col"), numeric[c]).Text(t)));
        var body = new Markup("tbody").Set("onclick", CopyValue)
            .Add(rows.Select(row => new Markup("tr").Add(row.Select((cell, c) => Cell(cell, numeric[c])))));
        var html = new Markup("div").Set("class", "nk-scroll").Add(
            new Markup("table").Set("aria-label", alt).Add(new Markup("thead").Add(head), body));
        var text = Numbers.Tsv([titles, .. rows.Select(r => r.Select(c => c.Text))]);
        return new Figure(caption, alt, text, html: html.ToString());
    }

    private static Markup Cell(TableCell cell, bool numeric)
    {
        var td = new Markup("td");
        var classes = string.Join(' ', new[] { numeric ? "nk-num" : "", cell.Class }.Where(c => c.Length > 0));
        if (classes.Length > 0)
        {
            td.Set("class", classes);
        }

        if (cell.Exact is { } exact)
        {
            td.Set("data-value", exact).Set("title", exact);
        }

        return td.Text(cell.Text);
    }

    private static Markup Align(Markup cell, bool numeric) => numeric ? cell.Set("class", "nk-num") : cell;

    private static Column[] Columns(Type type, IReadOnlyDictionary<string, string> formats)
    {
        MemberInfo[] members = [.. Members(type)];
        if (formats.Keys.FirstOrDefault(name => !members.Any(p => p.Name == name)) is { } unknown)
        {
            var names = string.Join(", ", members.Select(p => p.Name));
            throw new ArgumentException($"formats names '{unknown}', but {type.Name} has: {names}.");
        }

        Column Of(MemberInfo member)
        {
            var format = formats.GetValueOrDefault(member.Name);
            return new(Words(member.Name), row => TableCell.Of(Value(member, row), format));
        }

        return members.Length == 0
            ? [new Column("Value", row => TableCell.Of(row, null))]
            : [.. members.Select(Of)];
    }

    private static object? Value(MemberInfo member, object row) =>
        member is PropertyInfo property ? property.GetValue(row) : ((FieldInfo)member).GetValue(row);

    /// <summary>Properties, and for tuples fields.</summary>
    private static IEnumerable<MemberInfo> Members(Type type)
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;
        return IsSingle(type) ? [] :
        [
            .. type.GetProperties(Public).Where(p => p.CanRead && p.GetIndexParameters().Length == 0
                && p.GetMethod!.IsPublic && !p.PropertyType.IsByRefLike),
            .. type.IsValueType ? type.GetFields(Public) : [],
        ];
    }

    private static bool IsSingle(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal);

    /// <summary>"TestAccuracy" becomes "Test accuracy"; "AUROC" stays.</summary>
    private static string Words(string name) => string.Concat(name.Select((c, i) =>
        i > 0 && char.IsUpper(c) && !char.IsUpper(name[i - 1])
            ? " " + (i + 1 < name.Length && char.IsUpper(name[i + 1]) ? c : char.ToLowerInvariant(c))
            : $"{c}"));

    private sealed record Column(string Title, Func<object, TableCell> Cell)
    {
        /// <summary>A property that throws spoils its cell alone.</summary>
        public TableCell Read(object row)
        {
            try
            {
                return Cell(row);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                return new TableCell($"({(error.InnerException ?? error).GetType().Name})");
            }
        }
    }
}

/// <summary>One cell of a table.</summary>
/// <param name="Text">As shown.</param>
/// <param name="Exact">The number in full precision, or null for text.</param>
/// <param name="Class">Style of the cell.</param>
internal sealed record TableCell(string Text, string? Exact = null, string Class = "")
{
    private const int LongestText = 500;
    private const int MostItems = 20;

    public bool IsNumber => Exact is not null;

    public static TableCell Of(object? value, string? format) => value switch
    {
        null => new(""),
        double d => new(Shown(d, format), Numbers.Exact(d)),
        float f => new(Shown(f, format), Written(f, "R")),
        int or long or short or byte or uint or ulong or decimal =>
            new(Written((IFormattable)value, format), Written((IFormattable)value, null)),
        bool b => new(b ? "yes" : "no"),
        string s => new(Cut(s)),
        IFormattable f => new(Written(f, format)),
        IEnumerable list => new(Cut(Joined(list, format))),
        _ => new(Cut(Brief(value))),
    };

    /// <summary>A tensor or network in a record is one line.</summary>
    private static string Brief(object value) => value switch
    {
        TorchSharp.torch.Tensor tensor => TensorView.Brief(tensor),
        TorchSharp.torch.nn.Module model => LayerTable.Brief(model),
        _ => value.ToString() ?? "",
    };

    private static string Joined(IEnumerable list, string? format)
    {
        object?[] head = [.. list.Cast<object?>().Take(MostItems + 1)];
        var text = string.Join(", ", head.Take(MostItems).Select(v => Nested(v, format)));
        return head.Length > MostItems ? $"{text}, ..." : text;
    }

    /// <summary>Lists in lists go no deeper: they may hold themselves.</summary>
    private static string Nested(object? value, string? format) =>
        value is IEnumerable and not string ? "[...]" : Of(value, format).Text;

    private static string Cut(string text) => text.Length > LongestText ? $"{text[..LongestText]}..." : text;

    private static string Shown(double value, string? format) => double.IsNaN(value) ? "–"
        : format is null ? Numbers.Short(value) : Numbers.Format(value, format);

    private static string Written(IFormattable value, string? format) =>
        value.ToString(format, CultureInfo.InvariantCulture);
}
