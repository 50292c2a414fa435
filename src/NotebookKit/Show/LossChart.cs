using System.Globalization;
using NotebookKit.Train;

namespace NotebookKit.Show;

/// <summary>
/// Loss and accuracy over the epochs of a training, each for training and validation, with the best epoch marked.
/// </summary>
public static class LossChart
{
    private const double Width = 600;
    private const double PanelHeight = 150;
    private const string Training = "training";
    private const string Validation = "validation";

    /// <summary>Draws a history.</summary>
    /// <param name="history">Epochs of a training, finished or still running.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <param name="lossAxis">Linear or log.</param>
    /// <param name="alt">What is seen, in words; null tells the best epoch with its loss and accuracy.</param>
    /// <returns>The figure; a message when there is no epoch yet.</returns>
    public static Figure Draw(History history, string caption, AxisKind lossAxis = AxisKind.Linear, string? alt = null)
    {
        var epochs = history.Epochs;
        if (epochs.Count == 0)
        {
            return Figure.Message(caption, "Nothing to draw: no epoch is finished yet.");
        }

        double[] x = [.. epochs.Select(e => (double)e.Epoch)];
        Series[] losses =
        [
            new(Training, x, [.. epochs.Select(e => e.TrainLoss)]),
            new(Validation, x, [.. epochs.Select(e => e.ValidationLoss)]),
        ];
        Series[] accuracies =
        [
            new(Training, x, [.. epochs.Select(e => e.TrainAccuracy)]),
            new(Validation, x, [.. epochs.Select(e => e.ValidationAccuracy)]),
        ];
        if (losses.Concat(accuracies).All(s => s.CountShown(AxisKind.Linear, AxisKind.Linear) == 0))
        {
            return Figure.Message(
                caption, $"Nothing to draw: no loss or accuracy of the {epochs.Count} epochs is finite.");
        }

        alt ??= $"Loss and accuracy over {epochs.Count} epochs." + (history.Best is { } best
            ? $" Best epoch {best.Epoch}: validation loss {Numbers.Short(best.ValidationLoss)}, " +
              $"validation accuracy {Numbers.Short(best.ValidationAccuracy)}."
            : "");
        var svg = Drawing(x, losses, accuracies, lossAxis, history.Best?.Epoch, alt);
        var figure = new Figure(caption, alt, Text(history), svg);
        return history.Interrupted ? figure.WithNote($"Stopped by the user after epoch {epochs[^1].Epoch}.") : figure;
    }

    private static string Drawing(
        double[] x, Series[] losses, Series[] accuracies, AxisKind lossAxis, int? best, string alt)
    {
        var time = x.Length == 1
            ? Scale.Between(x[0] - 1, x[0] + 1, ticks: 2)
            : Scale.Between(x[0], x[^1], ticks: Math.Min(8, x.Length - 1));
        var loss = Scale.Of(losses.SelectMany(s => s.Y), lossAxis, 4);
        var accuracy = Scale.Of(accuracies.SelectMany(s => s.Y), ticks: 4);
        var left = Math.Max(PlotArea.LabelRoom(loss), PlotArea.LabelRoom(accuracy)) + 6;
        var (legend, legendHeight) = SeriesDrawing.Legend([Training, Validation], left, 2, Width - left);
        var upper = new PlotArea(left, 36 + legendHeight, Width - left - 18, PanelHeight, time, loss);
        var lower = new PlotArea(left, upper.Bottom + 44, Width - left - 18, PanelHeight, time, accuracy);
        var svg = Svg.Root(Width, lower.Bottom + 48, alt)
            .Add(legend)
            .Add(upper.Frame("", lossAxis == AxisKind.Log ? "loss (log axis)" : "loss", xLabels: false))
            .Add(lower.Frame("epoch", "accuracy"));
        if (best is { } epoch)
        {
            svg.Add(BestEpoch(upper, lower, epoch));
        }

        return svg.Add(SeriesDrawing.Lines(upper, losses)).Add(SeriesDrawing.Lines(lower, accuracies)).ToString();
    }

    private static IEnumerable<Markup> BestEpoch(PlotArea upper, PlotArea lower, int epoch)
    {
        var (x, name) = (upper.X(epoch), $"best epoch {epoch}");
        yield return Svg.Rule(x, upper.Top, x, upper.Bottom, dashed: true);
        yield return Svg.Rule(x, lower.Top, x, lower.Bottom, dashed: true);
        yield return x + 8 + Svg.TextWidth(name, 12) > upper.Right
            ? Svg.Label(x - 8, upper.Top + 10, name, Anchor.End, dim: true, size: 12)
            : Svg.Label(x + 8, upper.Top + 10, name, Anchor.Start, dim: true, size: 12);
    }

    private static string Text(History history)
    {
        var epochs = history.Epochs;
        var rows = Numbers.Spread(epochs.Count).Select(i => (string[])
        [
            epochs[i].Epoch.ToString(CultureInfo.InvariantCulture),
            Numbers.Short(epochs[i].TrainLoss), Numbers.Short(epochs[i].ValidationLoss),
            Numbers.Short(epochs[i].TrainAccuracy), Numbers.Short(epochs[i].ValidationAccuracy),
            i == history.BestEpoch ? "best" : "",
        ]);
        return Numbers.Tsv(
            [["epoch", "train loss", "validation loss", "train accuracy", "validation accuracy", ""], .. rows]);
    }
}
