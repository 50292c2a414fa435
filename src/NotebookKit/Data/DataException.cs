namespace NotebookKit.Data;

/// <summary>Data that is missing, damaged or not what it should be: the message names the file, what must hold and what
/// to do.</summary>
public sealed class DataException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What must hold, what came, what to do.</param>
    /// <param name="cause">The error underneath, if there is one.</param>
    public DataException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
