using NotebookKit.Interactive;

namespace NotebookKit.Tests.Train;

/// <summary>A host that records text and can be interrupted; the former host comes back on dispose.</summary>
internal sealed class TestHost : INotebookHost, IDisposable
{
    private readonly INotebookHost former = NotebookHost.Current;
    private readonly CancellationTokenSource source = new();

    public TestHost() => NotebookHost.Current = this;

    public List<string> Texts { get; } = [];

    public CancellationToken Cancellation => source.Token;

    public void Interrupt() => source.Cancel();

    public void Display(MimeBundle b, string displayId) => Texts.Add((string)b.Data["text/plain"]);

    public void Update(MimeBundle b, string displayId) => Display(b, displayId);

    public void ClearOutput(bool wait) => Texts.Clear();

    public void Dispose()
    {
        NotebookHost.Current = former;
        source.Dispose();
    }
}
