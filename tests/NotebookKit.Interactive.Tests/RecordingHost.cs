[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]     // the host is one per process

namespace NotebookKit.Interactive.Tests;

/// <summary>A host that keeps what it is given; takes over on creation and gives back on disposal.</summary>
internal sealed class RecordingHost : INotebookHost, IDisposable
{
    private readonly INotebookHost before = NotebookHost.Current;

    public RecordingHost() => NotebookHost.Current = this;

    public List<(string Id, MimeBundle Bundle)> Displays { get; } = [];

    public List<(string Id, MimeBundle Bundle)> Updates { get; } = [];

    public string Answer { get; set; } = "";

    public List<(string Prompt, bool Secret)> Questions { get; } = [];

    public CancellationToken Cancellation => CancellationToken.None;

    public void Display(MimeBundle bundle, string displayId) => Displays.Add((displayId, bundle));

    public void Update(MimeBundle bundle, string displayId) => Updates.Add((displayId, bundle));

    public void ClearOutput(bool wait)
    {
    }

    public string Input(string prompt, bool secret)
    {
        Questions.Add((prompt, secret));
        return Answer;
    }

    public void Dispose() => NotebookHost.Current = before;
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class FakeClock : TimeProvider
{
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => ticks;

    public void Advance(TimeSpan span) => ticks += span.Ticks;

    public void AdvanceSeconds(double seconds) => Advance(TimeSpan.FromSeconds(seconds));
}
