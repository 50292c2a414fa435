using NotebookKit.Train;

namespace NotebookKit.Show;

/// <summary>The loss chart of a training of epochs that still runs.</summary>
/// <param name="caption">What the reader is to see.</param>
/// <param name="lossAxis">Linear or log.</param>
public sealed class LiveLossChart(string caption, AxisKind lossAxis = AxisKind.Linear)
{
    private readonly LiveFigure<History> figure = new(history => LossChart.Draw(history, caption, lossAxis));

    /// <summary>Draws the epochs so far: the first time as a new output, then in its place.</summary>
    /// <param name="history">All epochs so far.</param>
    public void Show(History history) => figure.Show(history);
}
