namespace NotebookKit.Show;

/// <summary>Where a text stands relative to its point.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>The shapes that the charts are made of, in the colours of <see cref="Theme"/>.</summary>
internal static class Svg
{
    /// <summary>An svg root with its paper, its role and its words for readers who do not see it.</summary>
    /// <param name="width">Width in pixels; on a narrower page the drawing shrinks as a whole.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="alt">What is seen.</param>
    public static Markup Root(double width, double height, string alt) => new Markup("svg")
        .Set("xmlns", "http://www.w3.org/2000/svg")
        .Set("viewBox", $"0 0 {Markup.Number(width)} {Markup.Number(height)}")
        .Set("width", width).Set("height", height)
        .Set("role", "img").Set("aria-label", alt)
        .Set("font-family", Theme.Font).Set("font-size", 13)
        .Add(new Markup("rect").Set("class", "nk-paper").Set("width", width).Set("height", height)
            .Set("fill", Palette.Light.Paper.Hex));

    public static Markup Label(
        double x, double y, string text, Anchor anchor = Anchor.Start, bool dim = false, double size = 13,
        bool bold = false)
    {
        var label = new Markup("text").Set("x", x).Set("y", y).Set("class", dim ? Theme.Dim : Theme.Ink)
            .Set("fill", (dim ? Palette.Light.Dim : Palette.Light.Ink).Hex);
        if (anchor != Anchor.Start)
        {
            label.Set("text-anchor", anchor == Anchor.Middle ? "middle" : "end");
        }

        if (size != 13)
        {
            label.Set("font-size", size);
        }

        if (bold)
        {
            label.Set("font-weight", "600");
        }

        return label.Text(text);
    }

    /// <summary>Text on a coloured cell, black or white, the same on light and dark pages.</summary>
    public static Markup CellText(double x, double y, string text, Rgb background, double size) =>
        new Markup("text").Set("x", x).Set("y", y).Set("text-anchor", "middle").Set("font-size", size)
            .Set("fill", Palette.TextOn(background).Hex).Text(text);

    public static Markup Rule(double x1, double y1, double x2, double y2, bool grid = false, bool dashed = false)
    {
        var line = new Markup("line").Set("x1", x1).Set("y1", y1).Set("x2", x2).Set("y2", y2)
            .Set("class", grid ? "nk-grid" : "nk-axis")
            .Set("stroke", (grid ? Palette.Light.Grid : Palette.Light.Dim).Hex);
        return dashed ? line.Set("stroke-dasharray", "5 4") : line;
    }

    public static Markup Cell(double x, double y, double width, double height, Rgb colour) => new Markup("rect")
        .Set("x", x).Set("y", y).Set("width", width).Set("height", height).Set("fill", colour.Hex);

    /// <summary>A bar or area in the colour of a series.</summary>
    public static Markup SeriesBox(double x, double y, double width, double height, int series) => new Markup("rect")
        .Set("x", x).Set("y", y).Set("width", width).Set("height", height)
        .Set("class", Theme.Fill(series)).Set("fill", Palette.Light.Series[series]);

    /// <summary>The line of a series; dash patterns differ too, so that a print in grey can be read.</summary>
    public static Markup SeriesLine(IEnumerable<(double X, double Y)> points, int series)
    {
        var line = new Markup("polyline").Set("points", Points(points)).Set("class", Theme.Line(series))
            .Set("fill", "none").Set("stroke", Palette.Light.Series[series]).Set("stroke-width", 2)
            .Set("stroke-linejoin", "round");
        return line;
    }

    /// <summary>The band between two lines of a series.</summary>
    public static Markup SeriesBand(IEnumerable<(double X, double Y)> outline, int series) => new Markup("polygon")
        .Set("points", Points(outline)).Set("class", Theme.Fill(series)).Set("fill", Palette.Light.Series[series])
        .Set("fill-opacity", "0.22");

    /// <summary>An interval: a horizontal line with stops at its ends.</summary>
    public static Markup Whisker(double from, double to, double y) => new Markup("path")
        .Set("d", $"M{Markup.Number(from)} {Markup.Number(y - 4)}v8m0-4H{Markup.Number(to)}m0-4v8")
        .Set("class", "nk-whisker").Set("stroke", Palette.Light.Ink.Hex).Set("stroke-width", 1.5).Set("fill", "none");

    /// <summary>The mark of a series, about 8 pixels wide.</summary>
    public static Markup Mark(double x, double y, int series)
    {
        const double r = 4;
        var shape = (Marker)series switch
        {
            Marker.Circle or Marker.Ring => new Markup("circle").Set("cx", x).Set("cy", y).Set("r", r - 0.2),
            Marker.Square => Polygon([(x - 3.4, y - 3.4), (x + 3.4, y - 3.4), (x + 3.4, y + 3.4), (x - 3.4, y + 3.4)]),
            Marker.Triangle => Polygon([(x, y - 4.6), (x + 4.4, y + 3.2), (x - 4.4, y + 3.2)]),
            Marker.Diamond => Polygon([(x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)]),
            _ => new Markup("path").Set("d", $"M{Markup.Number(x - r)} {Markup.Number(y - r)}l8 8m0-8l-8 8"),
        };
        var colour = Palette.Light.Series[series];
        return (Marker)series switch
        {
            Marker.Cross => shape.Set("class", Theme.Line(series)).Set("stroke", colour)
                .Set("stroke-width", 2.2).Set("fill", "none"),
            Marker.Ring => shape.Set("class", $"nk-paper {Theme.Line(series)}").Set("stroke", colour)
                .Set("stroke-width", 2).Set("fill", Palette.Light.Paper.Hex),
            _ => shape.Set("class", Theme.Fill(series)).Set("fill", colour),
        };
    }

    /// <summary>A hollow mark in the colour of a series, about 12 pixels wide: a figure that others published.</summary>
    public static Markup Hollow(double x, double y, int series) => new Markup("circle")
        .Set("cx", x).Set("cy", y).Set("r", 6).Set("class", Theme.Line(series))
        .Set("stroke", Palette.Light.Series[series]).Set("stroke-width", 2).Set("fill", "none");

    /// <summary>Estimated width of a text in pixels; sans-serif faces differ by about a tenth.</summary>
    public static double TextWidth(string text, double size = 13)
    {
        var em = 0.0;
        foreach (var c in text)
        {
            em += c switch
            {
                _ when "iljtfrI .,:;|!'()".Contains(c) => 0.36,
                'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.95,
                >= '0' and <= '9' => 0.62,
                >= 'A' and <= 'Z' => 0.7,
                > '\u2e7f' => 1.0,
                _ => 0.6,
            };
        }

        return em * size;
    }

    private static Markup Polygon((double X, double Y)[] points) => new Markup("polygon").Set("points", Points(points));

    private static string Points(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(p => $"{Markup.Number(p.X)},{Markup.Number(p.Y)}"));
}
