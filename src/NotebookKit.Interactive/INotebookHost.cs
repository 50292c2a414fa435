namespace NotebookKit.Interactive;

/// <summary>Where outputs go: a Jupyter kernel, the headless runner, or a console. Calls may come from any
/// thread.</summary>
public interface INotebookHost
{
    /// <summary>Shows a new output.</summary>
    /// <param name="bundle">Its forms.</param>
    /// <param name="displayId">The id under which <see cref="Update"/> finds it again.</param>
    void Display(MimeBundle bundle, string displayId);

    /// <summary>Replaces every output shown under an id; shows a new one when there is none.</summary>
    /// <param name="bundle">The new forms.</param>
    /// <param name="displayId">The id given to <see cref="Display"/>.</param>
    void Update(MimeBundle bundle, string displayId);

    /// <summary>Removes the outputs of the running cell.</summary>
    /// <param name="wait">True: not before the next output comes, so that nothing flickers.</param>
    void ClearOutput(bool wait);

    /// <summary>Is cancelled when the user interrupts the running cell; long work asks between its steps.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>Asks the user for a line and waits for the answer.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <param name="secret">The answer is not to be seen.</param>
    /// <returns>The answer without its line break.</returns>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    string Input(string prompt, bool secret) =>
        throw new InvalidOperationException("This host has no input: nobody is there to answer.");

    /// <summary>Shows text in the front end's pager; a host without one shows nothing.</summary>
    /// <param name="bundle">Its forms.</param>
    void Page(MimeBundle bundle)
    {
    }
}

/// <summary>The host that displays go to.</summary>
public static class NotebookHost
{
    private static volatile INotebookHost current = new ConsoleHost();

    /// <summary>The host of this process; a plain console until a runner or kernel sets its own.</summary>
    public static INotebookHost Current
    {
        get => current;
        set => current = value ?? throw new ArgumentNullException(nameof(value));
    }
}
