namespace NotebookKit.Show;

/// <summary>The frame of a chart: where values lie on the drawing, with grid, ticks and axis titles.</summary>
/// <param name="left">Left edge of the plot in pixels.</param>
/// <param name="top">Upper edge.</param>
/// <param name="width">Width of the plot.</param>
/// <param name="height">Height of the plot.</param>
/// <param name="x">Horizontal axis.</param>
/// <param name="y">Vertical axis.</param>
internal sealed class PlotArea(double left, double top, double width, double height, Scale x, Scale y)
{
    public double Left { get; } = left;

    public double Top { get; } = top;

    public double Right { get; } = left + width;

    public double Bottom { get; } = top + height;

    /// <summary>Room that the tick labels of a vertical axis need.</summary>
    public static double LabelRoom(Scale y) =>
        14 + y.Ticks.Select(t => Svg.TextWidth(y.Label(t), 12)).DefaultIfEmpty(0).Max();

    public double X(double value) => Left + (x.At(value) * (Right - Left));

    public double Y(double value) => Bottom - (y.At(value) * (Bottom - Top));

    /// <summary>Grid, tick labels and titles. The vertical title stands above the axis, where it can be read.</summary>
    public IEnumerable<Markup> Frame(string xTitle, string yTitle, bool xLabels = true)
    {
        foreach (var tick in y.Ticks)
        {
            yield return Svg.Rule(Left, Y(tick), Right, Y(tick), grid: true);
            yield return Svg.Label(Left - 8, Y(tick) + 4, y.Label(tick), Anchor.End, dim: true, size: 12);
        }

        yield return Svg.Rule(Left, Bottom, Right, Bottom);
        foreach (var tick in x.Ticks)
        {
            yield return Svg.Rule(X(tick), Bottom, X(tick), Bottom + 5);
            if (xLabels)
            {
                yield return Svg.Label(X(tick), Bottom + 19, x.Label(tick), Anchor.Middle, dim: true, size: 12);
            }
        }

        if (xLabels)
        {
            yield return Svg.Label((Left + Right) / 2, Bottom + 38, xTitle, Anchor.Middle);
        }

        yield return Svg.Label(4, Top - 12, yTitle);
    }
}
