using NotebookKit.Interactive;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Execution;

/// <summary>What a front end receives while a cell runs: the headless runner folds it into a notebook, a Jupyter front
/// end
/// puts it on the wire. Calls come one at a time, in order, from any thread, also after the cell ended.</summary>
public interface IExecutionEvents
{
    /// <summary>Text written to a standard stream.</summary>
    /// <param name="name">stdout or stderr.</param>
    /// <param name="text">A piece of text, not always a whole line.</param>
    void Stream(string name, string text);

    /// <summary>A new output.</summary>
    /// <param name="bundle">Its forms.</param>
    /// <param name="displayId">The id by which it can be updated.</param>
    void Display(MimeBundle bundle, string displayId);

    /// <summary>New content for every output with this id.</summary>
    /// <param name="bundle">The new forms.</param>
    /// <param name="displayId">The id of the output.</param>
    void UpdateDisplay(MimeBundle bundle, string displayId);

    /// <summary>The outputs of the cell are to go.</summary>
    /// <param name="wait">True: not before the next output comes.</param>
    void ClearOutput(bool wait);

    /// <summary>The value of the cell's last expression.</summary>
    /// <param name="bundle">Its forms.</param>
    void Result(MimeBundle bundle);

    /// <summary>The cell failed.</summary>
    /// <param name="error">Why.</param>
    void Error(CellError error);

    /// <summary>Text for the front end's pager (help).</summary>
    /// <param name="bundle">Its forms.</param>
    void Page(MimeBundle bundle)
    {
    }

    /// <summary>Asks the user for a line and waits for the answer.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <param name="secret">The answer is not to be seen.</param>
    /// <param name="interrupt">Ends the wait.</param>
    /// <returns>The answer without its line break.</returns>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    string Input(string prompt, bool secret, CancellationToken interrupt) => throw new InvalidOperationException(
        "Nobody is there to answer. Make it a parameter of the notebook.");
}
