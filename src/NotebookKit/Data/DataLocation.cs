namespace NotebookKit.Data;

/// <summary>Where a data folder came from, in the order of look-up.</summary>
/// <param name="Name">How a message names it: "--data", "NOTEBOOKKIT_DATA" or "the cache".</param>
/// <param name="Path">The folder.</param>
/// <param name="MustExist">True where a user named it: then it is an error if it is not there.</param>
public sealed record DataRoot(string Name, string Path, bool MustExist);

/// <summary>What is known of one file of a data set.</summary>
public enum FileState
{
    /// <summary>Size and checksum are as published.</summary>
    Good,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It is shorter or longer than published.</summary>
    WrongSize,

    /// <summary>It has the right size and other content.</summary>
    WrongChecksum,
}

/// <summary>The result of checking one file.</summary>
/// <param name="File">What the catalogue says.</param>
/// <param name="State">What was found.</param>
/// <param name="Message">What must hold, what came, what to do; empty for a good file.</param>
public sealed record FileCheck(DataFile File, FileState State, string Message);

/// <summary>A data set that was found and checked.</summary>
/// <param name="Entry">Its entry in the catalogue.</param>
/// <param name="Root">The data folder it was found in.</param>
/// <param name="Directory">The data set's own folder.</param>
/// <param name="Files">The files that were asked for, each with size and checksum as published.</param>
public sealed record DataLocation(DataSetEntry Entry, DataRoot Root, string Directory, IReadOnlyList<DataFile> Files)
{
    /// <summary>What to say of figures made from these files; null for a data set without published
    /// checksums.</summary>
    public DataUse? Use => Files.Count == 0
        ? null
        : new(
            Entry.Id, FileHash.OfSet([.. Files.Select(file => (file.Path, file.Sha256))]),
            $"{Entry.Title} ({string.Join(", ", Files.Select(file => file.Path))})", StandIn: false);

    /// <summary>Full path of a file of the data set.</summary>
    /// <param name="name">Path inside the data set's folder.</param>
    public string PathOf(string name) => System.IO.Path.Combine(Directory, name);
}
