using System.Globalization;
using NotebookKit.Metrics;

namespace NotebookKit.Show;

/// <summary>
/// Reliability diagram (Guo et al. 2017, figure 1): how often predictions of a confidence are right, with the number of
/// predictions per bin below and the expected calibration error.
/// </summary>
public static class ReliabilityChart
{
    private const double Side = 280;
    private const double CountHeight = 60;

    /// <summary>Draws a calibration.</summary>
    /// <param name="calibration">Bins over [0, 1] and their expected error.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <param name="alt">What is seen, in words; null tells the error and the fullest bin.</param>
    /// <returns>The figure; a message when all bins are empty.</returns>
    public static Figure Draw(Calibration calibration, string caption, string? alt = null)
    {
        var bins = calibration.Bins;
        var total = bins.Sum(b => (long)b.Count);
        if (total == 0)
        {
            return Figure.Message(caption, $"Nothing to draw: all {bins.Count} bins are empty.");
        }

        var fullest = bins.MaxBy(b => b.Count);
        var error = calibration.ExpectedError.ToString("0.0000", CultureInfo.InvariantCulture);
        alt ??= $"Reliability diagram of {Numbers.Count(total)} predictions: expected calibration error {error}; " +
                $"the fullest bin has confidence {Numbers.Short(fullest.Confidence)} " +
                $"and accuracy {Numbers.Short(fullest.Accuracy)}.";
        var rows = bins.Select(b => (string[])
        [
            $"{Numbers.Short(b.Low)}-{Numbers.Short(b.High)}", $"{b.Count}", Numbers.Format(b.Confidence, "0.0000"),
            Numbers.Format(b.Accuracy, "0.0000"),
        ]);
        var text = Numbers.Tsv(
            [["bin", "count", "confidence", "accuracy"], .. rows, ["expected calibration error", error]]);
        return new Figure(caption, alt, text, Drawing(bins, error, alt));
    }

    private static string Drawing(IReadOnlyList<CalibrationBin> bins, string error, string alt)
    {
        var unit = Scale.Between(0, 1, ticks: 5);
        var counts = Scale.Of([0, bins.Max(b => b.Count)], ticks: 2);
        var left = Math.Max(PlotArea.LabelRoom(unit), PlotArea.LabelRoom(counts)) + 6;
        var plot = new PlotArea(left, 32, Side, Side, unit, unit);
        var below = new PlotArea(left, plot.Bottom + 44, Side, CountHeight, unit, counts);
        var svg = Svg.Root(left + Side + 90, below.Bottom + 48, alt)
            .Add(plot.Frame("", "accuracy", xLabels: false)).Add(below.Frame("confidence", "predictions"));
        foreach (var bin in bins.Where(b => b.Count > 0))
        {
            var (x, width) = (plot.X(bin.Low) + 1, plot.X(bin.High) - plot.X(bin.Low) - 2);
            var (share, count) = (plot.Y(bin.Accuracy), below.Y(bin.Count));
            svg.Add(
                Svg.SeriesBox(x, share, width, plot.Bottom - share, 0).Set("fill-opacity", "0.55"),
                Svg.SeriesBox(x, count, width, below.Bottom - count, 0));
        }

        svg.Add(Svg.Rule(plot.X(0), plot.Y(0), plot.X(1), plot.Y(1), dashed: true));
        svg.Add(bins.Where(b => b.Count > 0).Select(b => Svg.Mark(plot.X(b.Confidence), plot.Y(b.Accuracy), 1)));
        svg.Add(Svg.Mark(plot.Right + 14, plot.Top + 22, 1))
            .Add(Svg.Label(plot.Right + 24, plot.Top + 26, "bin mean", dim: true, size: 12));
        return svg.Add(Svg.Label(plot.Left + 10, plot.Top + 20, $"ECE {error}", bold: true))
            .Add(Svg.Label(plot.Right + 8, plot.Top + 4, "calibrated", dim: true, size: 12)).ToString();
    }
}
