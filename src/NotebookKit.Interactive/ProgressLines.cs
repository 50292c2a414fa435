namespace NotebookKit.Interactive;

/// <summary>Writes progress to a terminal (one line redrawn in place) or a log (one line per 10 %).</summary>
/// <param name="output">Where to write; null means the console.</param>
/// <param name="redraw">True for a terminal.</param>
public sealed class ProgressLines(TextWriter? output, bool redraw)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> tenths = new(StringComparer.Ordinal);   // logged last, by id
    private int drawnWidth;

    /// <summary>Shows one report.</summary>
    /// <param name="state">The report.</param>
    /// <param name="displayId">The display that it belongs to.</param>
    public void Show(ProgressState state, string displayId)
    {
        lock (gate)
        {
            if (redraw)
            {
                Redraw(state);
            }
            else
            {
                Log(state, displayId);
            }
        }
    }

    /// <summary>Ends a line that is being redrawn, so that other text starts on its own.</summary>
    public void EndLine()
    {
        lock (gate)
        {
            if (drawnWidth > 0)
            {
                (output ?? Console.Out).WriteLine();
                drawnWidth = 0;
            }
        }
    }

    private void Redraw(ProgressState state)
    {
        var writer = output ?? Console.Out;
        var line = state.Line;
        var columns = output is null ? Console.WindowWidth : 0;
        if (columns > 1 && line.Length >= columns)
        {
            line = line[..(columns - 1)];        // a wrapped line cannot be redrawn
        }

        writer.Write("\r" + line.PadRight(drawnWidth));
        drawnWidth = line.Length;
        if (state.Finished)
        {
            writer.WriteLine();
            drawnWidth = 0;
        }

        writer.Flush();
    }

    private void Log(ProgressState state, string displayId)
    {
        var tenth = state.Total == 0 ? 10 : 10 * state.Done / state.Total;
        if (state.Finished)
        {
            tenths.Remove(displayId);
        }
        else if (tenth <= tenths.GetValueOrDefault(displayId))
        {
            return;
        }
        else
        {
            tenths[displayId] = tenth;
        }

        (output ?? Console.Out).WriteLine(state.Line);
    }
}
