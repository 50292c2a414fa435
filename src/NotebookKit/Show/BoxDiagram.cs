namespace NotebookKit.Show;

/// <summary>A box of a diagram.</summary>
/// <param name="Name">What it is, in bold; arrows name it.</param>
/// <param name="Column">Column, from the left.</param>
/// <param name="Row">Row, from the top.</param>
/// <param name="Lines">What is said of it, one line each.</param>
/// <param name="Series">Number of the colour of its border; null draws it as data, without one.</param>
public sealed record DiagramBox(
    string Name, int Column, int Row, IReadOnlyList<string> Lines, int? Series = null);

/// <summary>An arrow between two boxes.</summary>
/// <param name="From">Name of the box it leaves.</param>
/// <param name="To">Name of the box it enters.</param>
/// <param name="Label">What goes along it; "" for nothing.</param>
public sealed record DiagramArrow(string From, string To, string Label = "");

/// <summary>Boxes and arrows: how networks hang together, and what goes in and comes out.</summary>
public static class BoxDiagram
{
    private const double LineHeight = 17;
    private const double Padding = 10;
    private const double ColumnGap = 44;
    private const double RowGap = 40;
    private const double Head = 7;

    /// <summary>Draws a diagram. Columns are as wide as their widest box, rows as high as their highest.</summary>
    /// <param name="boxes">At least one; two of the same name are refused.</param>
    /// <param name="arrows">Straight lines from border to border.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <exception cref="ArgumentException">No box, a name twice, or an arrow whose end is no box.</exception>
    public static Figure Draw(
        IReadOnlyList<DiagramBox> boxes, IReadOnlyList<DiagramArrow> arrows, string caption)
    {
        if (boxes.Count == 0)
        {
            throw new ArgumentException("A diagram must have a box, but has none.");
        }

        if (boxes.GroupBy(box => box.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException(
                $"Each box of a diagram must have its own name, but '{twice.Key}' comes twice.");
        }

        var columns = Tracks(boxes, box => box.Column, WidthOf, ColumnGap);
        var rows = Tracks(boxes, box => box.Row, HeightOf, RowGap);
        var places = boxes.ToDictionary(box => box.Name, box => new Place(
            columns[box.Column] - (WidthOf(box) / 2), rows[box.Row] - (HeightOf(box) / 2), WidthOf(box),
            HeightOf(box)));
        var lines = string.Join("\n", [
            .. boxes.Select(box => box.Lines.Count == 0 ? box.Name : $"{box.Name}: {string.Join(", ", box.Lines)}"),
            .. arrows.Select(arrow => $"{arrow.From} -> {arrow.To}{(arrow.Label == "" ? "" : $": {arrow.Label}")}"),
        ]);
        var alt = $"Diagram. {caption}";
        var svg = Svg.Root(
            places.Values.Max(p => p.X + p.Width) + 1, places.Values.Max(p => p.Y + p.Height) + 1, alt)
            .Add(arrows.SelectMany(arrow => Arrow(arrow, Find(arrow.From), Find(arrow.To))))
            .Add(boxes.SelectMany(box => Box(box, places[box.Name])));
        return new Figure(caption, alt, lines, svg.ToString());

        Place Find(string name) => places.TryGetValue(name, out var place)
            ? place
            : throw new ArgumentException(
                $"An arrow must go between two of {string.Join(", ", places.Keys)}, but one names '{name}'.");
    }

    // The middle of each column or row.
    private static Dictionary<int, double> Tracks(
        IReadOnlyList<DiagramBox> boxes, Func<DiagramBox, int> track, Func<DiagramBox, double> size, double gap)
    {
        var (middles, edge) = (new Dictionary<int, double>(), 1.0);
        foreach (var group in boxes.GroupBy(track).OrderBy(group => group.Key))
        {
            var widest = group.Max(size);
            middles[group.Key] = edge + (widest / 2);
            edge += widest + gap;
        }

        return middles;
    }

    private static double WidthOf(DiagramBox box) =>
        (2 * Padding) + box.Lines.Select(line => Svg.TextWidth(line, 12)).Append(1.1 * Svg.TextWidth(box.Name)).Max();

    private static double HeightOf(DiagramBox box) => (2 * Padding) + (LineHeight * (1 + box.Lines.Count)) - 4;

    private static IEnumerable<Markup> Box(DiagramBox box, Place at)
    {
        var border = new Markup("rect").Set("x", at.X).Set("y", at.Y).Set("width", at.Width).Set("height", at.Height)
            .Set("rx", 6).Set("fill", Palette.Light.Paper.Hex);
        yield return box.Series is { } series
            ? border.Set("class", $"nk-paper {Theme.Line(series)}").Set("stroke", Palette.Light.Series[series])
                .Set("stroke-width", 2)
            : border.Set("class", "nk-paper nk-grid").Set("stroke", Palette.Light.Grid.Hex);
        var middle = at.X + (at.Width / 2);
        yield return Svg.Label(middle, at.Y + Padding + 11, box.Name, Anchor.Middle, bold: true);
        for (var i = 0; i < box.Lines.Count; i++)
        {
            yield return Svg.Label(
                middle, at.Y + Padding + 11 + (LineHeight * (i + 1)), box.Lines[i], Anchor.Middle, dim: true, size: 12);
        }
    }

    private static IEnumerable<Markup> Arrow(DiagramArrow arrow, Place from, Place to)
    {
        var (x1, y1) = from.Border(to.MiddleX, to.MiddleY);
        var (x2, y2) = to.Border(from.MiddleX, from.MiddleY);
        var length = Math.Max(1, Math.Sqrt(((x2 - x1) * (x2 - x1)) + ((y2 - y1) * (y2 - y1))));
        var (dx, dy) = ((x2 - x1) / length, (y2 - y1) / length);
        (double Back, double Aside)[] corners = [(0, 0), (Head, Head / 2), (Head, -Head / 2)];
        yield return Svg.Rule(x1, y1, x2 - (Head * dx), y2 - (Head * dy));
        yield return new Markup("polygon")
            .Set("points", string.Join(' ', corners.Select(corner =>
                $"{Markup.Number(x2 - (corner.Back * dx) + (corner.Aside * dy))},"
                + Markup.Number(y2 - (corner.Back * dy) - (corner.Aside * dx)))))
            .Set("class", Theme.Dim).Set("fill", Palette.Light.Dim.Hex);
        if (arrow.Label != "")
        {
            var upright = Math.Abs(dy) > Math.Abs(dx);
            yield return Svg.Label(
                ((x1 + x2) / 2) + (upright ? 8 : 0), ((y1 + y2) / 2) + (upright ? 4 : -6), arrow.Label,
                upright ? Anchor.Start : Anchor.Middle, dim: true, size: 12);
        }
    }

    private readonly record struct Place(double X, double Y, double Width, double Height)
    {
        public double MiddleX => X + (Width / 2);

        public double MiddleY => Y + (Height / 2);

        // Where the line from the middle to a point outside leaves the box.
        public (double X, double Y) Border(double x, double y)
        {
            var (dx, dy) = (x - MiddleX, y - MiddleY);
            var share = Math.Min(
                dx == 0 ? double.PositiveInfinity : Width / 2 / Math.Abs(dx),
                dy == 0 ? double.PositiveInfinity : Height / 2 / Math.Abs(dy));
            return double.IsFinite(share) ? (MiddleX + (share * dx), MiddleY + (share * dy)) : (MiddleX, MiddleY);
        }
    }
}
