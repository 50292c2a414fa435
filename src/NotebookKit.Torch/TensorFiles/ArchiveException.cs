namespace NotebookKit.TensorFiles;

/// <summary>A file of tensors is damaged or of another kind. Those who read files for users turn it into their own
/// error.</summary>
internal sealed class ArchiveException(string message, Exception? cause = null) : Exception(message, cause);
