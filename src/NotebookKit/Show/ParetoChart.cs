namespace NotebookKit.Show;

/// <summary>One network of a trade-off.</summary>
/// <param name="Series">Method that it belongs to, as the legend shows it.</param>
/// <param name="Cost">What it costs; less is better.</param>
/// <param name="Quality">What it is worth; more is better.</param>
/// <param name="Label">What it is, for the numbers as text: "S = 0.8".</param>
/// <param name="Published">True for a figure of the paper: drawn hollow, and never part of our front.</param>
public sealed record ParetoPoint(
    string Series, double Cost, double Quality, string Label = "", bool Published = false);

/// <summary>
/// Quality against cost: accuracy against FLOPs or latency. The front, which no other point beats in both, is
/// joined by a dashed line; dominated points are pale; the paper's points are hollow marks.
/// </summary>
public static class ParetoChart
{
    private const double Width = 600;
    private const double PlotHeight = 300;

    /// <summary>Draws up to six series.</summary>
    /// <param name="points">The points; those that are not finite are left out, and counted.</param>
    /// <param name="costLabel">Title of the horizontal axis, with unit; says MACs or FLOPs.</param>
    /// <param name="qualityLabel">Title of the vertical axis, with unit.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <param name="costAxis">Linear or log.</param>
    /// <param name="alt">What is seen, in words; null tells the ends of the front.</param>
    /// <returns>The figure; a message in place of a chart when no point can be drawn.</returns>
    /// <exception cref="ArgumentException">More than six series.</exception>
    public static Figure Draw(
        IReadOnlyList<ParetoPoint> points, string costLabel, string qualityLabel, string caption,
        AxisKind costAxis = AxisKind.Linear, string? alt = null)
    {
        string[] names = [.. points.Select(p => p.Series).Distinct(StringComparer.Ordinal)];
        if (names.Length > Palette.SeriesCount)
        {
            throw new ArgumentException(
                $"A Pareto chart shows at most {Palette.SeriesCount} series that can be told apart, " +
                $"but {names.Length} came; draw two charts.");
        }

        var shown = points.Where(p => Shown(p, costAxis)).ToArray();
        if (shown.Length == 0)
        {
            return Figure.Message(caption, $"Nothing to draw: {points.Count} points came, none of them can be shown.");
        }

        var front = Front(shown);
        alt ??= $"{qualityLabel} against {costLabel}, {shown.Length} points. " + (front.Count == 0
            ? "All are published figures."
            : $"The front runs from {Words(front[0])} to {Words(front[^1])}.");
        var rows = points.OrderBy(p => Array.IndexOf(names, p.Series)).ThenBy(p => p.Cost).Select(p => (string[])
        [
            p.Series, p.Label, Numbers.Short(p.Cost), Numbers.Short(p.Quality),
            p.Published ? "published" : front.Contains(p) ? "on the front" : "dominated",
        ]);
        var text = Numbers.Tsv([["series", "point", costLabel, qualityLabel, ""], .. rows]);
        var figure = new Figure(
            caption, alt, text, Drawing(shown, names, front, costLabel, qualityLabel, costAxis, alt));
        return shown.Length == points.Count
            ? figure
            : figure.WithNote(
                $"{points.Count - shown.Length} of {points.Count} points cannot be shown and are left out.");
    }

    /// <summary>The points that no other beats in cost and quality, from the cheapest to the dearest; of equal ones
    /// all. Published points neither are on the front nor keep others off it.</summary>
    /// <param name="points">Any points.</param>
    public static IReadOnlyList<ParetoPoint> Front(IReadOnlyList<ParetoPoint> points)
    {
        var own = points.Where(p => !p.Published).ToArray();
        return
        [
            .. own.Where(p => !own.Any(other => Dominates(other, p))).OrderBy(p => p.Cost).ThenBy(p => p.Quality),
        ];
    }

    private static bool Dominates(ParetoPoint a, ParetoPoint b) =>
        a.Cost <= b.Cost && a.Quality >= b.Quality && (a.Cost < b.Cost || a.Quality > b.Quality);

    private static bool Shown(ParetoPoint point, AxisKind axis) =>
        double.IsFinite(point.Cost) && double.IsFinite(point.Quality) && (axis == AxisKind.Linear || point.Cost > 0);

    private static string Words(ParetoPoint point) =>
        $"{point.Series} {point.Label} ({Numbers.Short(point.Cost)}, {Numbers.Short(point.Quality)})";

    private static string Drawing(
        ParetoPoint[] points, string[] names, IReadOnlyList<ParetoPoint> front, string costLabel, string qualityLabel,
        AxisKind costAxis, string alt)
    {
        var x = Scale.Of(points.Select(p => p.Cost), costAxis, 6);
        var y = Scale.Of(points.Select(p => p.Quality));
        var left = PlotArea.LabelRoom(y) + 6;
        var (legend, height) = SeriesDrawing.Legend(names, left, 2, Width - left, lines: false);
        var plot = new PlotArea(left, 32 + height, Width - left - 18, PlotHeight, x, y);
        var svg = Svg.Root(Width, plot.Bottom + 48, alt).Add(legend).Add(plot.Frame(costLabel, qualityLabel));
        foreach (var (from, to) in front.Zip(front.Skip(1)))
        {
            svg.Add(Svg.Rule(
                plot.X(from.Cost), plot.Y(from.Quality), plot.X(to.Cost), plot.Y(to.Quality), dashed: true));
        }

        foreach (var point in points.OrderBy(p => front.Contains(p)))
        {
            var mark = Svg.Mark(plot.X(point.Cost), plot.Y(point.Quality), Array.IndexOf(names, point.Series));
            if (point.Published)
            {
                mark = Svg.Hollow(plot.X(point.Cost), plot.Y(point.Quality), Array.IndexOf(names, point.Series));
            }
            else if (!front.Contains(point))
            {
                mark.Set("opacity", "0.4");
            }

            svg.Add(mark.Add(
                new Markup("title").Text($"{point.Series} {point.Label}: {Numbers.Short(point.Quality)}")));
        }

        return svg.ToString();
    }
}
