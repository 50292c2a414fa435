using System.Text;

namespace NotebookKit.Kernel.Notebook;

/// <summary>Writes a file aside and renames it: a reader sees the old file or the new one, never a half.</summary>
public static class AtomicFile
{
    private const int NoSpace = 28;         // ENOSPC
    private const int OverQuota = 122;      // EDQUOT

    /// <summary>Replaces a file by new text (UTF-8 without a mark).</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its new content.</param>
    /// <exception cref="UsageException">The disk is full or the folder cannot be written; the old file is
    /// untouched.</exception>
    public static void Write(string path, string text)
    {
        var aside = AsideOf(path);
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(aside);
            var full = (error.HResult & 0xffff) is NoSpace or OverQuota
                       || error.Message.Contains("No space left", StringComparison.Ordinal);
            throw new UsageException(
                full
                    ? $"The disk of {path} is full: {bytes.Length / 1024.0:N0} KiB are needed. "
                      + "Free some space and run again; the old file is untouched."
                    : $"Cannot write {path}: {error.Message}",
                error);
        }
    }

    internal static string AsideOf(string path) => $"{path}.{Environment.ProcessId}.part";

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // the first error is the one to tell
        }
    }
}
