using NotebookKit.Train;

namespace NotebookKit.Show;

/// <summary>The losses of a training by steps, each a moving average, because single steps jump.</summary>
public static class StepChart
{
    private const int Points = 200;                                       // more would not be seen on 600 pixels

    /// <summary>Draws the terms over the steps.</summary>
    /// <param name="history">The training, finished or still running.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <param name="terms">Which terms, at most six; null draws all.</param>
    /// <param name="window">Steps of the moving average, 1 or more; at the beginning as many as there are.</param>
    /// <param name="axis">Linear or log.</param>
    /// <param name="yLabel">Title of the vertical axis.</param>
    /// <returns>The figure; a message when there is no step yet.</returns>
    /// <exception cref="ArgumentException">There is no such term, or more than six are to be drawn.</exception>
    public static Figure Draw(
        StepHistory history, string caption, IReadOnlyList<string>? terms = null, int window = 25,
        AxisKind axis = AxisKind.Linear, string yLabel = "loss")
    {
        if (history.Steps == 0)
        {
            return Figure.Message(caption, "Nothing to draw: no step is done yet.");
        }

        int[] steps =
        [
            .. Enumerable.Range(1, Math.Min(Points, history.Steps))
                .Select(i => (int)((long)i * history.Steps / Math.Min(Points, history.Steps))),
        ];
        double[] x = [.. steps.Select(step => (double)step)];
        Series[] series =
            [.. (terms ?? history.Terms).Select(t => new Series(t, x, MovingMean(history.Of(t), steps, window)))];
        var figure = LineChart.Draw(series, "step", yLabel, caption, yAxis: axis)
            .WithNote(window > 1 ? $"Mean over the last {window} steps." : "Each step.");
        return history.Interrupted ? figure.WithNote($"Stopped by the user after step {history.Steps:N0}.") : figure;
    }

    private static double[] MovingMean(double[] values, int[] steps, int window) =>
        [.. steps.Select(end => values[Math.Max(0, end - window)..end].Average())];
}
