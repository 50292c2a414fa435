using NotebookKit.Metrics;

namespace NotebookKit.Show;

/// <summary>A table of numbers with the numbers as colours: a search over two settings, a confusion matrix.</summary>
public static class HeatMap
{
    private const double CellHeight = 40;

    /// <summary>Draws a table.</summary>
    /// <param name="values">[rows, columns]; NaN is drawn as missing.</param>
    /// <param name="rows">One label per row.</param>
    /// <param name="columns">One label per column.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <param name="format">.NET number format of the cells, for example "P1" or "0.000".</param>
    /// <param name="rowTitle">What the rows are.</param>
    /// <param name="columnTitle">What the columns are.</param>
    /// <param name="signed">True for values around 0: blue below, orange above.</param>
    /// <param name="alt">What is seen, in words; null tells the largest and the smallest cell.</param>
    /// <param name="logColour">True colours counts, 0 or more, by log(1 + value), so that small ones stay
    /// visible.</param>
    /// <returns>The figure; a message when no cell has a number.</returns>
    /// <exception cref="ArgumentException">The labels do not fit the table.</exception>
    public static Figure Draw(
        double[,] values, IReadOnlyList<string> rows, IReadOnlyList<string> columns, string caption,
        string format = "0.###", string rowTitle = "", string columnTitle = "", bool signed = false, string? alt = null,
        bool logColour = false)
    {
        Check(values.GetLength(0), values.GetLength(1), rows, columns);
        var finite = values.Cast<double>().Where(double.IsFinite).ToArray();
        if (finite.Length == 0)
        {
            return Figure.Message(caption, $"Nothing to draw: none of the {values.Length} cells has a number.");
        }

        var (low, high) = signed ? (-finite.Max(Math.Abs), finite.Max(Math.Abs)) : (finite.Min(), finite.Max());
        alt ??= $"Table of {rows.Count} x {columns.Count} values. Largest {Numbers.Format(finite.Max(), format)} at " +
                $"{Where(values, finite.Max(), rows, columns)}, smallest {Numbers.Format(finite.Min(), format)} at " +
                $"{Where(values, finite.Min(), rows, columns)}.";
        var table = new Table(rows, columns, rowTitle, columnTitle)
        {
            Text = (r, c) => [Numbers.Format(values[r, c], format)],
            Colour = (r, c) => !double.IsFinite(values[r, c]) ? null
                : signed ? Palette.Diverging(high > 0 ? values[r, c] / high : 0)
                : Palette.Cividis(high > low ? (Shade(values[r, c]) - Shade(low)) / (Shade(high) - Shade(low)) : 0.5),
        };
        return new Figure(caption, alt, table.Tsv(), table.Drawing(alt));

        double Shade(double value) => logColour ? Math.Log(1 + value) : value;
    }

    /// <summary>
    /// Draws a confusion matrix: counts, and below them the share of the row's class, which gives the colour.
    /// </summary>
    /// <param name="confusion">Rows are labels, columns predictions.</param>
    /// <param name="classes">Names of the K classes.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <param name="alt">What is seen, in words; null tells the accuracy and the most frequent error.</param>
    /// <returns>The figure; a message when nothing was counted.</returns>
    /// <exception cref="ArgumentException">The names do not fit the matrix.</exception>
    public static Figure Draw(
        ConfusionMatrix confusion, IReadOnlyList<string> classes, string caption, string? alt = null)
    {
        var counts = confusion.Counts;
        Check(counts.GetLength(0), counts.GetLength(1), classes, classes);
        if (confusion.Total == 0)
        {
            return Figure.Message(caption, "Nothing to draw: no example was counted.");
        }

        var shares = confusion.RowShares();
        var pairs = from r in Enumerable.Range(0, classes.Count)
                    from c in Enumerable.Range(0, classes.Count)
                    where r != c
                    select (Row: r, Column: c, Count: counts[r, c]);
        var worst = pairs.OrderByDescending(p => p.Count).FirstOrDefault();
        alt ??= $"Confusion matrix of {Numbers.Count(confusion.Total)} examples: " +
                $"{Numbers.Percent(confusion.Accuracy)} are right; the most frequent error is {classes[worst.Row]} " +
                $"taken for {classes[worst.Column]}, {Numbers.Count(worst.Count)} times.";
        var table = new Table(classes, classes, "true", "predicted")
        {
            Text = (r, c) => [Numbers.Count(counts[r, c]), Numbers.Percent(shares[r, c])],
            Colour = (r, c) => Palette.Cividis(shares[r, c]),
        };
        return new Figure(caption, alt, table.Tsv(), table.Drawing(alt));
    }

    private static string Where(
        double[,] values, double wanted, IReadOnlyList<string> rows, IReadOnlyList<string> columns)
    {
        var at = Enumerable.Range(0, values.Length).First(i => values[i / columns.Count, i % columns.Count] == wanted);
        return $"{rows[at / columns.Count]}, {columns[at % columns.Count]}";
    }

    private static void Check(int height, int width, IReadOnlyList<string> rows, IReadOnlyList<string> columns)
    {
        if (height != rows.Count || width != columns.Count)
        {
            throw new ArgumentException(
                $"A table of {height} x {width} needs as many row and column labels, " +
                $"but has {rows.Count} and {columns.Count}.");
        }
    }

    private sealed class Table(
        IReadOnlyList<string> rows, IReadOnlyList<string> columns, string rowTitle, string columnTitle)
    {
        public required Func<int, int, string[]> Text { get; init; }

        public required Func<int, int, Rgb?> Colour { get; init; }

        public string Tsv() => Numbers.Tsv(
        [
            [rowTitle.Length + columnTitle.Length > 0 ? $"{rowTitle} \\ {columnTitle}" : "", .. columns],
            .. rows.Select((row, r) => (string[])[row, .. columns.Select((_, c) => string.Join(", ", Text(r, c)))]),
        ]);

        public string Drawing(string alt)
        {
            var cells = from r in Enumerable.Range(0, rows.Count)
                        from c in Enumerable.Range(0, columns.Count)
                        select (Row: r, Column: c);
            var texts = cells.SelectMany(p => Text(p.Row, p.Column)).Concat(columns);
            var cellWidth = Math.Max(56, texts.Max(t => Svg.TextWidth(t)) + 16);
            var left = Math.Max(rows.Max(r => Svg.TextWidth(r)), Svg.TextWidth(rowTitle)) + 20;
            var top = columnTitle.Length > 0 ? 46.0 : 26.0;
            double X(double column) => left + (column * cellWidth);
            double Y(double row) => top + (row * CellHeight);
            var svg = Svg.Root(X(columns.Count) + 2, Y(rows.Count) + 2, alt);
            if (columnTitle.Length > 0)
            {
                svg.Add(Svg.Label(X(columns.Count / 2.0), 15, columnTitle, Anchor.Middle, dim: true));
            }

            svg.Add(Svg.Label(left - 12, top - 9, rowTitle, Anchor.End, dim: true));
            svg.Add(columns.Select((name, c) => Svg.Label(X(c + 0.5), top - 9, name, Anchor.Middle)));
            svg.Add(rows.Select((name, r) => Svg.Label(left - 12, Y(r + 0.5) + 4, name, Anchor.End)));
            svg.Add(cells.SelectMany(p => Cell(p.Row, p.Column, X(p.Column), Y(p.Row), cellWidth)));
            return svg.ToString();
        }

        private IEnumerable<Markup> Cell(int r, int c, double x, double y, double width)
        {
            var (text, middle) = (Text(r, c), x + (width / 2));
            if (Colour(r, c) is not { } colour)
            {
                yield return Svg.Label(middle, y + 24, text[0], Anchor.Middle, dim: true);
                yield break;
            }

            yield return Svg.Cell(x + 1, y + 1, width - 2, CellHeight - 2, colour);
            var first = text.Length == 1 ? y + 24.5 : y + 18;
            for (var line = 0; line < text.Length; line++)
            {
                yield return Svg.CellText(middle, first + (line * 14), text[line], colour, line == 0 ? 13 : 11);
            }
        }
    }
}
