using System.Diagnostics;

namespace NotebookKit.Runs;

/// <summary>Which commit a run was made from.</summary>
internal static class GitCheckout
{
    private static readonly TimeSpan StatusLimit = TimeSpan.FromSeconds(5);

    /// <summary>The commit that HEAD names, read from git's files; null outside a repository.</summary>
    public static string? Commit(string directory)
    {
        if (GitDirectory(directory) is not { } git || ReadLine(Path.Combine(git, "HEAD")) is not { } head)
        {
            return null;
        }

        if (!head.StartsWith("ref: ", StringComparison.Ordinal))
        {
            return head;                                                  // detached HEAD
        }

        var name = head[5..];
        var common = ReadLine(Path.Combine(git, "commondir")) is { } relative ? Path.Combine(git, relative) : git;
        return ReadLine(Path.Combine(git, name)) ?? ReadLine(Path.Combine(common, name)) ?? Packed(common, name);
    }

    /// <summary>
    /// Whether the working tree equals the commit; null where that cannot be known. Staged changes and untracked files
    /// count,
    /// which only git itself can tell: its index alone says nothing about the commit's tree.
    /// </summary>
    public static bool? Clean(string directory)
    {
        if (GitDirectory(directory) is null)
        {
            return null;
        }

        var start = new ProcessStartInfo("git", ["--no-optional-locks", "status", "--porcelain"])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += static (_, _) => { };
            git.BeginErrorReadLine();
            var output = git.StandardOutput.ReadToEndAsync();
            if (!git.WaitForExit(StatusLimit))
            {
                git.Kill();
                return null;
            }

            return git.ExitCode == 0 ? output.Result.Length == 0 : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;                                                  // git is not installed
        }
    }

    private static string? GitDirectory(string directory)
    {
        for (var at = new DirectoryInfo(Path.GetFullPath(directory)); at is not null; at = at.Parent)
        {
            var git = Path.Combine(at.FullName, ".git");
            if (Directory.Exists(git))
            {
                return git;
            }

            if (ReadLine(git) is { } line && line.StartsWith("gitdir: ", StringComparison.Ordinal))
            {
                return Path.GetFullPath(Path.Combine(at.FullName, line[8..]));   // a linked worktree
            }
        }

        return null;
    }

    private static string? Packed(string git, string name)
    {
        var packed = Path.Combine(git, "packed-refs");
        return File.Exists(packed)
            ? File.ReadLines(packed).FirstOrDefault(line => line.EndsWith($" {name}", StringComparison.Ordinal))?[..40]
            : null;
    }

    private static string? ReadLine(string path) =>
        File.Exists(path) ? File.ReadLines(path).FirstOrDefault()?.Trim() : null;
}
