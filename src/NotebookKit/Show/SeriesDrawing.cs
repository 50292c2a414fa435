namespace NotebookKit.Show;

/// <summary>
/// Draws series into a plot and names them: at the ends of their lines where these lie apart, else in a legend.
/// </summary>
internal static class SeriesDrawing
{
    private const double LineHeight = 17;

    /// <summary>Bands first, then lines, then marks, so that no band hides a line.</summary>
    public static IEnumerable<Markup> Lines(PlotArea plot, IReadOnlyList<Series> series) =>
        [.. series.SelectMany((s, i) => Bands(plot, s, i)), .. series.SelectMany((s, i) => Line(plot, s, i))];

    /// <summary>
    /// True when the ends of all lines lie at least a text line apart, so that each can be named where it ends.
    /// </summary>
    public static bool EndsApart(PlotArea plot, IReadOnlyList<Series> series)
    {
        var ends = series.Select(s => plot.Y(End(plot, s).Y)).Order().ToArray();
        var right = series.All(s => plot.X(End(plot, s).X) > plot.Right - 12);
        return right && ends.Zip(ends.Skip(1)).All(pair => pair.Second - pair.First >= LineHeight - 3);
    }

    /// <summary>Names beside the line ends.</summary>
    public static IEnumerable<Markup> EndLabels(PlotArea plot, IReadOnlyList<Series> series)
    {
        for (var i = 0; i < series.Count; i++)
        {
            var (x, y) = End(plot, series[i]);
            yield return Svg.Label(plot.X(x) + 10, plot.Y(y) + 4, series[i].Name);
        }
    }

    /// <summary>A legend of one or more rows.</summary>
    /// <param name="names">Names in the order of the series.</param>
    /// <param name="left">Left edge.</param>
    /// <param name="top">Upper edge.</param>
    /// <param name="width">Room; a row that is full is followed by another.</param>
    /// <param name="lines">False for marks alone.</param>
    /// <returns>The elements and the height they take.</returns>
    public static (List<Markup> Elements, double Height) Legend(
        IReadOnlyList<string> names, double left, double top, double width, bool lines = true)
    {
        List<Markup> elements = [];
        var (x, y) = (left, top + 12);
        for (var i = 0; i < names.Count; i++)
        {
            var needs = 34 + Svg.TextWidth(names[i]) + 14;
            if (x > left && x + needs > left + width)
            {
                (x, y) = (left, y + LineHeight);
            }

            if (lines)
            {
                elements.Add(Svg.SeriesLine([(x, y - 4), (x + 26, y - 4)], i));
            }

            elements.Add(Svg.Mark(x + 13, y - 4, i));
            elements.Add(Svg.Label(x + 34, y, names[i]));
            x += needs;
        }

        return (elements, y - top + 10);
    }

    private static (double X, double Y) End(PlotArea plot, Series series)
    {
        var last = Segments(plot, series).Last()[^1];
        return (series.X[last], series.Y[last]);
    }

    private static IEnumerable<Markup> Line(PlotArea plot, Series series, int index)
    {
        var points = new List<int>();
        foreach (var segment in Segments(plot, series))
        {
            points.AddRange(segment);
            if (segment.Count > 1)
            {
                yield return Svg.SeriesLine(segment.Select(i => (plot.X(series.X[i]), plot.Y(series.Y[i]))), index);
            }
        }

        foreach (var i in Numbers.Spread(points.Count, points.Count <= 24 ? 24 : 6))
        {
            yield return Svg.Mark(plot.X(series.X[points[i]]), plot.Y(series.Y[points[i]]), index);
        }
    }

    private static IEnumerable<Markup> Bands(PlotArea plot, Series series, int index)
    {
        if (series.Low is not { } low || series.High is not { } high)
        {
            yield break;
        }

        bool BothShown(int i) => Shown(plot, series.X[i], low[i]) && Shown(plot, series.X[i], high[i]);
        foreach (var segment in Segments(plot, series, BothShown))
        {
            var upper = segment.Select(i => (plot.X(series.X[i]), plot.Y(high[i])));
            var lower = Enumerable.Reverse(segment).Select(i => (plot.X(series.X[i]), plot.Y(low[i])));
            yield return Svg.SeriesBand(upper.Concat(lower), index);
        }
    }

    /// <summary>
    /// Runs of neighbouring points that can be shown; a missing value breaks the line instead of bridging it.
    /// </summary>
    private static IEnumerable<List<int>> Segments(PlotArea plot, Series series, Func<int, bool>? shown = null)
    {
        shown ??= i => Shown(plot, series.X[i], series.Y[i]);
        List<int> run = [];
        for (var i = 0; i < series.X.Length; i++)
        {
            if (shown(i))
            {
                run.Add(i);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static bool Shown(PlotArea plot, double x, double y) =>
        double.IsFinite(plot.X(x)) && double.IsFinite(plot.Y(y));
}
