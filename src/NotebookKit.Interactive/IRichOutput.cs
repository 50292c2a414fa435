namespace NotebookKit.Interactive;

/// <summary>A value that knows its own output forms: a figure, a table.</summary>
public interface IRichOutput
{
    /// <summary>The forms to show; always with text/plain.</summary>
    MimeBundle ToBundle();
}
