namespace NotebookKit.Train;

/// <summary>Calls a live chart seldom enough: at most every 2 s, and so that it takes less than 1 % of the time.</summary>
/// <typeparam name="T">History of the training.</typeparam>
internal sealed class Watcher<T>(Action<T>? watch, TimeProvider time)
    where T : class
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private T? shown;
    private long last;
    private TimeSpan wait;

    /// <summary>Shows the history if the time has come; the first one at once.</summary>
    public void Show(T history)
    {
        if (shown is null || time.GetElapsedTime(last) >= wait)
        {
            ShowNow(history);
        }
    }

    /// <summary>Shows the history unless the chart has it already.</summary>
    public void ShowLast(T history)
    {
        if (!ReferenceEquals(history, shown))
        {
            ShowNow(history);
        }
    }

    private void ShowNow(T history)
    {
        var started = time.GetTimestamp();
        watch?.Invoke(history);
        (shown, last) = (history, time.GetTimestamp());
        var hundredfold = time.GetElapsedTime(started, last) * 100;
        wait = hundredfold > Interval ? hundredfold : Interval;
    }
}
