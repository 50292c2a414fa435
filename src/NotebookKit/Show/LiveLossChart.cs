using NotebookKit.Interactive;
using NotebookKit.Train;

namespace NotebookKit.Show;

/// <summary>
/// The loss chart of a training that still runs: one output that is replaced in place. It draws whenever it is told to;
/// the trainer tells it at most every two seconds and for less than a hundredth of the time, and once at the end, so
/// that
/// the last state stays as a static figure with its numbers.
/// </summary>
/// <param name="caption">What the reader is to see.</param>
/// <param name="lossAxis">Linear or log.</param>
public sealed class LiveLossChart(string caption, AxisKind lossAxis = AxisKind.Linear)
{
    private DisplayedValue? shown;

    /// <summary>Draws the epochs so far: the first time as a new output, then in its place.</summary>
    /// <param name="history">All epochs so far.</param>
    public void Show(History history)
    {
        var figure = LossChart.Draw(history, caption, lossAxis);
        if (shown is null)
        {
            shown = figure.Show();
        }
        else
        {
            shown.Update(figure);
        }
    }
}
