using Microsoft.DotNet.Interactive;

namespace NotebookKit.Show;

/// <summary>
/// A figure of something that still changes: one output that is replaced in place. It draws whenever it is told to; the
/// trainings tell it at most every two seconds and for less than a hundredth of the time, and once at the end, so that
/// the last state stays as a static figure with its numbers.
/// </summary>
/// <typeparam name="T">What is drawn.</typeparam>
/// <param name="draw">Draws it.</param>
public sealed class LiveFigure<T>(Func<T, Figure> draw)
{
    private DisplayedValue? shown;

    /// <summary>Draws the state: the first time as a new output, then in its place.</summary>
    /// <param name="state">What there is so far.</param>
    public void Show(T state)
    {
        var figure = draw(state);
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
