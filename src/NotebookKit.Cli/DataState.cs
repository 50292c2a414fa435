using NotebookKit.Data;
using NotebookKit.Kernel;

namespace NotebookKit.Cli;

/// <summary>What is there of a data set.</summary>
/// <param name="Text">For the user.</param>
/// <param name="Damaged">True when a file is there whose size or checksum is not as published.</param>
internal sealed record DataState(string Text, bool Damaged)
{
    /// <summary>Looks a data set up and reads every file of it.</summary>
    /// <param name="cache">Where to look.</param>
    /// <param name="entry">The data set.</param>
    public static DataState Of(DataCache cache, DataSetEntry entry)
    {
        var (directory, files) = cache.Verify(entry.Id);
        return directory is not null ? Of(directory, files)
            : new DataState(entry.StandIn is { } standIn ? $"no; the stand-in '{standIn}' is generated" : "no", Damaged: false);
    }

    /// <summary>Sums up the check of a data set that was found.</summary>
    /// <param name="directory">Its folder.</param>
    /// <param name="files">One check per published file.</param>
    public static DataState Of(string directory, IReadOnlyList<FileCheck> files)
    {
        var good = files.Count(file => file.State == FileState.Good);
        var missing = files.Count(file => file.State == FileState.Missing);
        var damaged = files.Count - good - missing;
        return files.Count == 0 ? new($"{directory} (no checksums are published)", Damaged: false)
            : damaged > 0 ? new($"{directory}: {damaged} of {files.Count} files damaged", Damaged: true)
            : missing > 0 ? new($"{directory}: {good} of {files.Count} files, as published", Damaged: false)
            : new($"{directory}: all {files.Count} files, as published", Damaged: false);
    }

    /// <summary>Refuses a data folder that the user named and that is not there.</summary>
    /// <param name="given">The folder given by --data; null when none was.</param>
    /// <exception cref="UsageException">It, or the folder in NOTEBOOKKIT_DATA, does not exist.</exception>
    public static void RequireFolders(string? given)
    {
        Require("--data", given);
        Require("NOTEBOOKKIT_DATA", Environment.GetEnvironmentVariable("NOTEBOOKKIT_DATA"));

        static void Require(string name, string? folder)
        {
            if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
            {
                throw new UsageException($"{name} must name an existing folder, but there is no {Path.GetFullPath(folder)}. "
                                         + $"Create it, or leave {name} out: the user's cache and the stand-ins are used then.");
            }
        }
    }
}
