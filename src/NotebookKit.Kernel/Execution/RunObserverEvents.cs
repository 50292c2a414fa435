using NotebookKit.Interactive;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Execution;

/// <summary>Passes the events of a cell to the notebook, and to the observer of the run.</summary>
internal sealed class RunObserverEvents(IExecutionEvents notebook, IRunObserver? observer) : IExecutionEvents
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
}
