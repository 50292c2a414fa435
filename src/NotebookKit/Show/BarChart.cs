namespace NotebookKit.Show;

/// <summary>One bar.</summary>
/// <param name="Name">Label to its left.</param>
/// <param name="Value">Length; NaN is drawn as missing.</param>
/// <param name="Low">Lower end of its interval, or null.</param>
/// <param name="High">Upper end of its interval, or null.</param>
public sealed record Bar(string Name, double Value, double? Low = null, double? High = null);

/// <summary>
/// Horizontal bars from zero, each with its value and its interval: accuracy under disturbances, lifts.
/// </summary>
public static class BarChart
{
    private const double Width = 600;
    private const double RowHeight = 28;

    /// <summary>Draws bars.</summary>
    /// <param name="bars">Bars from top to bottom.</param>
    /// <param name="label">Title of the axis, with unit.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <param name="format">.NET number format of the values.</param>
    /// <param name="reference">A value to compare with (chance, lift 1), drawn as a dashed line; null for none.</param>
    /// <param name="alt">What is seen, in words; null tells the longest and the shortest bar.</param>
    /// <returns>The figure; a message when no bar has a value.</returns>
    public static Figure Draw(
        IReadOnlyList<Bar> bars, string label, string caption, string format = "0.###", double? reference = null,
        string? alt = null)
    {
        var shown = bars.Where(b => double.IsFinite(b.Value)).ToArray();
        if (shown.Length == 0)
        {
            return Figure.Message(caption, $"Nothing to draw: none of the {bars.Count} bars has a value.");
        }

        var (longest, shortest) = (shown.MaxBy(b => b.Value)!, shown.MinBy(b => b.Value)!);
        alt ??= $"Bars of {label}. Largest: {longest.Name}, {Numbers.Format(longest.Value, format)}; " +
                $"smallest: {shortest.Name}, {Numbers.Format(shortest.Value, format)}.";
        var rows = bars.Select(b => (string[])
            [b.Name, Numbers.Format(b.Value, format), Numbers.Format(b.Low, format), Numbers.Format(b.High, format)]);
        var text = Numbers.Tsv([["", label, "low", "high"], .. rows]);
        return new Figure(caption, alt, text, Drawing(bars, label, format, reference, alt));
    }

    private static string Drawing(IReadOnlyList<Bar> bars, string label, string format, double? reference, string alt)
    {
        var left = Math.Min(Width / 2, bars.Max(b => Svg.TextWidth(b.Name)) + 14);
        var values = bars.SelectMany(b => new[] { b.Value, b.Low ?? 0, b.High ?? 0, reference ?? 0 });
        var x = Scale.Of([0, .. values], ticks: 5);       // bars start at zero
        var valueRoom = bars.Max(b => Svg.TextWidth(Numbers.Format(b.Value, format))) + 12;
        var plot = new PlotArea(left, 8, Width - left - valueRoom, bars.Count * RowHeight, x, Scale.Between(0, 1));
        var svg = Svg.Root(Width, plot.Bottom + 46, alt);
        foreach (var tick in x.Ticks)
        {
            svg.Add(Svg.Rule(plot.X(tick), plot.Top, plot.X(tick), plot.Bottom, grid: true))
                .Add(Svg.Label(plot.X(tick), plot.Bottom + 18, x.Label(tick), Anchor.Middle, dim: true, size: 12));
        }

        svg.Add(bars.SelectMany((bar, i) => Row(plot, bar, plot.Top + (i * RowHeight), format)));
        svg.Add(Svg.Rule(plot.X(0), plot.Top, plot.X(0), plot.Bottom));
        if (reference is { } value)
        {
            svg.Add(Svg.Rule(plot.X(value), plot.Top - 4, plot.X(value), plot.Bottom, dashed: true));
        }

        return svg.Add(Svg.Label((plot.Left + plot.Right) / 2, plot.Bottom + 37, label, Anchor.Middle)).ToString();
    }

    private static IEnumerable<Markup> Row(PlotArea plot, Bar bar, double top, string format)
    {
        var middle = top + (RowHeight / 2);
        yield return Svg.Label(plot.Left - 10, middle + 4, bar.Name, Anchor.End);
        var end = plot.X(0);
        if (double.IsFinite(bar.Value))
        {
            end = plot.X(bar.Value);
            yield return Svg.SeriesBox(Math.Min(end, plot.X(0)), top + 5, Math.Abs(end - plot.X(0)), RowHeight - 10, 0);
        }

        if (bar is { Low: { } low, High: { } high } && double.IsFinite(low) && double.IsFinite(high))
        {
            yield return Svg.Whisker(plot.X(low), plot.X(high), middle);
            end = Math.Max(end, plot.X(high));
        }

        yield return Svg.Label(Math.Max(end, plot.X(0)) + 8, middle + 4, Numbers.Format(bar.Value, format));
    }
}
