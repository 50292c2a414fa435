namespace NotebookKit.Train;

/// <summary>Calls a live chart seldom enough: at most every 2 s, and so that it takes less than 1 % of the time.</summary>
internal sealed class Watcher(Action<History>? watch, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private History? shown;
    private long last;
    private TimeSpan wait;

    /// <summary>Shows the history if the time has come; the first one at once.</summary>
    public void Show(History history)
    {
        if (shown is null || time.GetElapsedTime(last) >= wait)
        {
            ShowNow(history);
        }
    }

    /// <summary>Shows the history unless the chart has it already.</summary>
    public void ShowLast(History history)
    {
        if (!ReferenceEquals(history, shown))
        {
            ShowNow(history);
        }
    }

    private void ShowNow(History history)
    {
        var started = time.GetTimestamp();
        watch?.Invoke(history);
        (shown, last) = (history, time.GetTimestamp());
        var hundredfold = time.GetElapsedTime(started, last) * 100;
        wait = hundredfold > Interval ? hundredfold : Interval;
    }
}
