using System.Text;

namespace NotebookKit.Interactive;

/// <summary>Writes a file aside and renames it, so that a reader sees the old file or the whole new one, never a
/// part.</summary>
public static class AtomicFile
{
    private const int NoSpace = 28;         // ENOSPC
    private const int OverQuota = 122;      // EDQUOT

    /// <summary>Writes through a stream; when <paramref name="write"/> throws, the old file stays and nothing is left
    /// aside.</summary>
    /// <param name="path">The file to make or replace; its folder is made where it is missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; the message names the
    /// file.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var aside = $"{full}.{Environment.ProcessId}-{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using (var stream = new FileStream(aside, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, full, overwrite: true);
        }
        catch (Exception error)
        {
            Delete(aside);
            if (error is not (IOException or UnauthorizedAccessException))
            {
                throw;
            }

            var reason = error.HResult is NoSpace or OverQuota
                ? "its disk is full. Free some space and run again."
                : error.Message;
            throw new IOException(
                $"{full} could not be written: {reason} The file of before, if there was one, is unchanged.", error);
        }
    }

    /// <summary>Writes bytes; as <see cref="Write(string, Action{Stream})"/>.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="content">The whole content.</param>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, byte[] content) => Write(path, stream => stream.Write(content));

    /// <summary>Writes text (UTF-8 without a mark); as <see cref="Write(string, Action{Stream})"/>.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="content">The whole content.</param>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    private static void Delete(string aside)
    {
        try
        {
            File.Delete(aside);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // the error that led here is the one to tell
        }
    }
}
