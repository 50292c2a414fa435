using System.Globalization;
using System.Net;

namespace NotebookKit.Interactive;

/// <summary>What is done, how far, how long still: one output that is updated in place. Safe from many
/// threads.</summary>
/// <remarks>At most four updates a second. The time left comes from the speed of the last 30 seconds and is "--" until
/// that is known; nothing is guessed. Disposing leaves a line with the total time.</remarks>
public sealed class Progress : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly Queue<(TimeSpan At, long Done)> samples = new();
    private readonly string displayId = Guid.NewGuid().ToString("N");
    private readonly INotebookHost host = NotebookHost.Current;
    private readonly string title;
    private readonly long total;
    private readonly string unit;
    private readonly TimeProvider time;
    private readonly long started;
    private TimeSpan lastShown;
    private TimeSpan lastSampled;
    private long done;
    private string? note;
    private bool disposed;

    private Progress(string title, long total, string unit, TimeProvider time)
    {
        (this.title, this.total, this.unit, this.time) = (title, total, unit, time);
        started = time.GetTimestamp();
        samples.Enqueue((TimeSpan.Zero, 0));
        host.Display(Bundle(TimeSpan.Zero, finished: false), displayId);
    }

    /// <summary>Shows a new progress at zero.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="total">Units of work in all; 0 or more.</param>
    /// <param name="unit">Name of one unit.</param>
    /// <param name="time">The clock; null means the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="total"/> is negative.</exception>
    public static Progress Start(string title, long total, string unit = "step", TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        return new(title, total, unit, time ?? TimeProvider.System);
    }

    /// <summary>Says how far the work is.</summary>
    /// <param name="unitsDone">Units done so far, from 0 to the total.</param>
    /// <param name="message">A short remark beside it, for example the loss; null keeps the last one.</param>
    public void Report(long unitsDone, string? message = null)
    {
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            var now = time.GetElapsedTime(started);
            (done, note) = (unitsDone, message ?? note);
            if (now - lastSampled >= Interval)
            {
                lastSampled = now;
                samples.Enqueue((now, done));
                while (samples.Count > 2 && now - samples.Peek().At > Window)
                {
                    samples.Dequeue();
                }
            }

            if (now - lastShown >= Interval)
            {
                lastShown = now;
                host.Update(Bundle(now, finished: false), displayId);
            }
        }
    }

    /// <summary>Shows the final line: how much was done in how long.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (!disposed)
            {
                disposed = true;
                host.Update(Bundle(time.GetElapsedTime(started), finished: true), displayId);
            }
        }
    }

    private MimeBundle Bundle(TimeSpan now, bool finished)
    {
        var line = finished ? FinalLine(now) : RunningLine(now);
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [MimeTypes.Html] =
                $"<div><progress max=\"{Math.Max(total, 1)}\" value=\"{(total == 0 ? 1 : done)}\" "
                + $"aria-label=\"{WebUtility.HtmlEncode(title)}\"></progress> {WebUtility.HtmlEncode(line)}</div>",
            [MimeTypes.PlainText] = line,
        };
        return new MimeBundle(data, new ProgressState(done, total, finished, line).ToMetadata());
    }

    private string RunningLine(TimeSpan now)
    {
        var speed = Speed(now);
        var left = speed is { } s ? Clock(TimeSpan.FromSeconds((total - done) / s)) : "--";
        var rate = speed is { } r ? string.Create(CultureInfo.InvariantCulture, $", {Rate(r)} {unit}/s") : "";
        return $"{title}: {done:N0}/{total:N0} {unit} ({Share():P0}){rate}, {left} left{Remark()}";
    }

    private string FinalLine(TimeSpan now)
    {
        var amount = done == total ? $"{total:N0} {unit}" : $"stopped at {done:N0}/{total:N0} {unit}";
        return $"{title}: {amount} in {Clock(now)}{Remark()}";
    }

    private double Share() => total == 0 ? 1 : (double)done / total;

    private string Remark() => string.IsNullOrEmpty(note) ? "" : $", {note}";

    /// <summary>Units per second over the window; null until a second has passed and something was done in
    /// it.</summary>
    private double? Speed(TimeSpan now)
    {
        var (at, before) = samples.Peek();
        var seconds = (now - at).TotalSeconds;
        return seconds >= 1 && done > before ? (done - before) / seconds : null;
    }

    private static string Rate(double perSecond) =>
        perSecond.ToString(perSecond >= 100 ? "N0" : perSecond >= 1 ? "N1" : "N3", CultureInfo.InvariantCulture);

    /// <summary>Seconds with one decimal below ten, then minutes:seconds, then hours:minutes:seconds.</summary>
    private static string Clock(TimeSpan span) =>
        span.TotalSeconds < 10 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s")
        : span.TotalHours < 1 ? $"{(int)span.TotalMinutes}:{span.Seconds:00}"
        : $"{(long)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}";
}
