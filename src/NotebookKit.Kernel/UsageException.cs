namespace NotebookKit.Kernel;

/// <summary>A request that cannot be carried out as written: a wrong name, parameter or file. Exit code 2.</summary>
/// <param name="message">What must hold, what came, what to do.</param>
/// <param name="inner">The cause; may be null.</param>
public sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
