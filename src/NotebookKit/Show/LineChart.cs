using System.Globalization;

namespace NotebookKit.Show;

/// <summary>Lines over an axis: ROC curves, spectra, deletion curves with their bands.</summary>
public static class LineChart
{
    private const double Width = 600;
    private const double PlotHeight = 260;

    /// <summary>Draws up to six series.</summary>
    /// <param name="series">The lines, each with its band if it has one.</param>
    /// <param name="xLabel">Title of the horizontal axis, with unit.</param>
    /// <param name="yLabel">Title of the vertical axis, with unit.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <param name="xAxis">Linear or log; on a log axis values that are not positive are left out, and counted.</param>
    /// <param name="yAxis">The same for the vertical axis.</param>
    /// <param name="diagonal">True for the line of chance from (0, 0) to (1, 1).</param>
    /// <param name="yIncludes">Values that the vertical axis holds whatever the data, for example 0 and 1.</param>
    /// <param name="alt">What is seen, in words; null tells the last value of each line.</param>
    /// <returns>The figure; a message in place of a chart when no point can be drawn.</returns>
    /// <exception cref="ArgumentException">More than six series, or arrays of different lengths.</exception>
    public static Figure Draw(
        IReadOnlyList<Series> series, string xLabel, string yLabel, string caption, AxisKind xAxis = AxisKind.Linear,
        AxisKind yAxis = AxisKind.Linear, bool diagonal = false, double[]? yIncludes = null, string? alt = null)
    {
        if (series.Count > Palette.SeriesCount)
        {
            throw new ArgumentException(
                $"A line chart shows at most {Palette.SeriesCount} series that can be told apart, " +
                $"but {series.Count} came; draw two charts or take means.");
        }

        var drawn = series.Select(s => s.Checked()).Where(s => s.CountShown(xAxis, yAxis) > 0).ToArray();
        var (points, shown) = (series.Sum(s => s.X.Length), series.Sum(s => s.CountShown(xAxis, yAxis)));
        if (drawn.Length == 0)
        {
            return Figure.Message(caption, $"Nothing to draw: {points} points came, none of them can be shown.");
        }

        double[] unit = diagonal ? [0, 1] : [];
        var x = Scale.Of(drawn.SelectMany(s => s.X).Concat(unit), xAxis, 6, tight: true);
        var y = Scale.Of(drawn.SelectMany(s => s.AllY).Concat(unit).Concat(yIncludes ?? []), yAxis);
        alt ??= $"Line chart of {yLabel} against {xLabel}. " + string.Join("; ", drawn.Select(Ending)) + ".";
        var svg = Drawing(drawn, x, y, xLabel, yLabel, diagonal, alt);
        var figure = new Figure(caption, alt, Text(series, xLabel), svg);
        return shown == points
            ? figure
            : figure.WithNote($"{points - shown} of {points} points are not finite or not positive and are left out.");
    }

    private static string Drawing(
        Series[] series, Scale x, Scale y, string xLabel, string yLabel, bool diagonal, string alt)
    {
        var left = PlotArea.LabelRoom(y) + 6;
        var names = series.Select(s => s.Name).ToArray();
        var nameRoom = names.Max(n => Svg.TextWidth(n)) + 16;
        var plot = new PlotArea(left, 32, Width - left - nameRoom, PlotHeight, x, y);
        var atEnds = series.Length > 1 && nameRoom < Width / 3 && SeriesDrawing.EndsApart(plot, series);
        var (legend, legendHeight) = atEnds || series.Length == 1
            ? ([], 0)
            : SeriesDrawing.Legend(names, left, 2, Width - left);
        if (!atEnds)
        {
            plot = new PlotArea(left, 32 + legendHeight, Width - left - 18, PlotHeight, x, y);
        }

        var svg = Svg.Root(Width, plot.Bottom + 48, alt).Add(legend).Add(plot.Frame(xLabel, yLabel));
        if (diagonal)
        {
            svg.Add(Svg.Rule(plot.X(0), plot.Y(0), plot.X(1), plot.Y(1), dashed: true));
        }

        svg.Add(SeriesDrawing.Lines(plot, series));
        return (atEnds ? svg.Add(SeriesDrawing.EndLabels(plot, series)) : svg).ToString();
    }

    private static string Ending(Series series)
    {
        var last = Array.FindLastIndex(series.Y, double.IsFinite);
        return $"{series.Name} ends at {Numbers.Short(series.Y[last])}";
    }

    private static string Text(IReadOnlyList<Series> series, string xLabel)
    {
        var shared = series.All(s => s.X.AsSpan().SequenceEqual(series[0].X));
        var tables = shared ? [[.. series]] : series.Select(s => new[] { s });
        return string.Join("\n\n", tables.Select(t => Table(t, xLabel)));
    }

    private static string Table(Series[] series, string xLabel)
    {
        List<string[]> rows = [[xLabel, .. series.Select(s => s.Name)]];
        rows.AddRange(Numbers.Spread(series[0].X.Length)
            .Select(i => (string[])[Numbers.Short(series[0].X[i]), .. series.Select(s => Value(s, i))]));
        var count = series[0].X.Length;
        return Numbers.Tsv(rows) + (count > Numbers.TextRows
            ? string.Create(CultureInfo.InvariantCulture, $"\n({Numbers.TextRows} of {count} points)")
            : "");
    }

    private static string Value(Series series, int i) => series.Low is null
        ? Numbers.Short(series.Y[i])
        : $"{Numbers.Short(series.Y[i])} [{Numbers.Short(series.Low[i])}, {Numbers.Short(series.High![i])}]";
}
