using System.Diagnostics;
using NotebookKit.Interactive;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Sends at most 20 updates a second for each display, and always the last one.</summary>
/// <param name="send">Sends an update; called one at a time.</param>
internal sealed class UpdateThrottle(Action<MimeBundle, string> send)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> sent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MimeBundle> waiting = new(StringComparer.Ordinal);
    private Timer? timer;

    /// <summary>Sends an update, now or soon; a newer one takes its place.</summary>
    public void Update(MimeBundle bundle, string displayId)
    {
        lock (gate)
        {
            if (sent.TryGetValue(displayId, out var last) && Stopwatch.GetElapsedTime(last) < Interval)
            {
                waiting[displayId] = bundle;
                timer ??= new Timer(_ => Flush());
                timer.Change(Interval, Timeout.InfiniteTimeSpan);
                return;
            }

            waiting.Remove(displayId);
            sent[displayId] = Stopwatch.GetTimestamp();
            send(bundle, displayId);
        }
    }

    /// <summary>Sends the updates that wait.</summary>
    public void Flush()
    {
        lock (gate)
        {
            foreach (var (displayId, bundle) in waiting)
            {
                sent[displayId] = Stopwatch.GetTimestamp();
                send(bundle, displayId);
            }

            waiting.Clear();
        }
    }
}
