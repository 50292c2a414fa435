using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NotebookKit.Kernel.Hosting;

/// <summary>A file that says which cell is running and is empty between cells: when its process ends in the middle (a
/// full stack, a crash of native code), the kernel that a front end starts in its place can tell. What is written to an
/// open file stays there however the process ends.</summary>
public sealed class CrashNote : IDisposable
{
    private const int LongestCode = 500;
    private readonly string path;
    private readonly TextWriter log;
    private SafeFileHandle? file;
    private bool unusable;

    /// <summary>Makes a note for the kernels of one connection; a restart keeps that.</summary>
    /// <param name="folder">Where notes are kept; need not exist.</param>
    /// <param name="connectionFile">Path of the connection file.</param>
    /// <param name="log">Takes a line when no note can be written.</param>
    public CrashNote(string folder, string connectionFile, TextWriter log)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(connectionFile))));
        path = Path.Combine(folder, $"cell-{name[..16]}.txt");
        this.log = log;
    }

    /// <summary>What the kernel before this one left, as a sentence; null when it ended in order. Asked once.</summary>
    public string? Take()
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var note = File.ReadAllText(path);
            File.Delete(path);
            return note.Length > 0 ? note : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            GiveUp(error);
            return null;
        }
    }

    /// <summary>Says that a cell begins.</summary>
    /// <param name="cell">Its name.</param>
    /// <param name="code">Its code.</param>
    public void Begin(string cell, string code) => Try(() =>
    {
        var at = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var shown = code.Length > LongestCode ? code[..LongestCode] + "..." : code;
        RandomAccess.Write(
            file ??= Opened(),
            Encoding.UTF8.GetBytes(
                $"The kernel before this one ended while {cell} ran, which began at {at} UTC:\n{shown}\n"),
            fileOffset: 0);
    });

    /// <summary>Says that it has ended.</summary>
    public void End() => Try(() =>
    {
        if (file is not null)
        {
            RandomAccess.SetLength(file, 0);
        }
    });

    /// <summary>The kernel ends in order.</summary>
    public void Dispose() => Try(() =>
    {
        if (file is not null)
        {
            unusable = true;
            file.Dispose();
            File.Delete(path);
        }
    });

    private SafeFileHandle Opened()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    private void Try(Action work)
    {
        if (unusable)
        {
            return;
        }

        try
        {
            work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            GiveUp(error);
        }
    }

    private void GiveUp(Exception error)
    {
        unusable = true;
        log.WriteLine($"kernel: no note of running cells is kept: {error.Message}");
    }
}
