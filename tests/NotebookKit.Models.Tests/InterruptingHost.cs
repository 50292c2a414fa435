using NotebookKit.Interactive;

namespace NotebookKit.Models.Tests;

/// <summary>A host that shows nothing and can be interrupted; the former host comes back on dispose.</summary>
internal class InterruptingHost : INotebookHost, IDisposable
{
    private readonly INotebookHost former = NotebookHost.Current;
    private readonly CancellationTokenSource source = new();

    public InterruptingHost() => NotebookHost.Current = this;

    public virtual CancellationToken Cancellation => source.Token;

    public void Interrupt() => source.Cancel();

    public void Display(MimeBundle b, string displayId)
    {
    }

    public void Update(MimeBundle b, string displayId)
    {
    }

    public void ClearOutput(bool wait)
    {
    }

    public void Dispose()
    {
        NotebookHost.Current = former;
        source.Dispose();
    }
}
