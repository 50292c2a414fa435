using NotebookKit.Interactive;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Execution;

/// <summary>Passes the events of a cell to the notebook, and to the observer of the run; answers what the cell
/// asks.</summary>
/// <param name="notebook">Folds the events into outputs.</param>
/// <param name="observer">Follows the run; may be null.</param>
/// <param name="inputs">Knows the answers.</param>
internal sealed class RunObserverEvents(IExecutionEvents notebook, IRunObserver? observer, RunInputs inputs)
    : IExecutionEvents
{
    public void Stream(string name, string text)
    {
        notebook.Stream(name, text);
        observer?.Stream(name, text);
    }

    public void Display(MimeBundle bundle, string displayId)
    {
        notebook.Display(bundle, displayId);
        observer?.Displayed(bundle, displayId);
    }

    public void UpdateDisplay(MimeBundle bundle, string displayId)
    {
        notebook.UpdateDisplay(bundle, displayId);
        observer?.Displayed(bundle, displayId);
    }

    public void ClearOutput(bool wait) => notebook.ClearOutput(wait);

    public void Result(MimeBundle bundle)
    {
        notebook.Result(bundle);
        observer?.Displayed(bundle, "");
    }

    public void Error(CellError error) => notebook.Error(error);

    public string Input(string prompt, bool secret, CancellationToken interrupt) => inputs.Answer(prompt);
}
