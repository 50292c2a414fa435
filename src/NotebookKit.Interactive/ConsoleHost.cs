namespace NotebookKit.Interactive;

/// <summary>The host of a plain program: the text form of each output, progress on one line.</summary>
/// <param name="output">Where to write; null means the console.</param>
/// <param name="redraw">True to redraw progress in place, false for a line per 10 %; null asks the console.</param>
/// <param name="cancellation">Stops long work between two steps; a program without one stops by its own means.</param>
public sealed class ConsoleHost(TextWriter? output = null, bool? redraw = null, CancellationToken cancellation = default)
    : INotebookHost
{
    private readonly ProgressLines progress = new(output, redraw ?? !Console.IsOutputRedirected);

    /// <inheritdoc/>
    public CancellationToken Cancellation => cancellation;

    /// <inheritdoc/>
    public void Display(MimeBundle bundle, string displayId)
    {
        if (ProgressState.Of(bundle) is { } state)
        {
            progress.Show(state, displayId);
        }
        else
        {
            (output ?? Console.Out).WriteLine(bundle.Text);
        }
    }

    /// <inheritdoc/>
    public void Update(MimeBundle bundle, string displayId) => Display(bundle, displayId);

    /// <summary>Does nothing: what a console has printed stays.</summary>
    /// <param name="wait">Not used.</param>
    public void ClearOutput(bool wait)
    {
    }

    /// <inheritdoc/>
    public string Input(string prompt, bool secret)
    {
        (output ?? Console.Out).Write(prompt);
        return Console.ReadLine() ?? throw new InvalidOperationException("The standard input has ended.");
    }

    /// <inheritdoc/>
    public void Page(MimeBundle bundle) => (output ?? Console.Out).WriteLine(bundle.Text);
}
