namespace NotebookKit.Data;

/// <summary>
/// Finds data sets in the data folders, in their order, and checks size and SHA-256 of every file asked for. It never
/// writes
/// into a data folder and never downloads; <see cref="DataDownloader"/> does, into the cache, when it is told to.
/// </summary>
public sealed class DataCache
{
    private readonly IReadOnlyList<DataRoot> roots;
    private readonly VerifiedFiles verified;

    /// <summary>Makes a look-up over data folders.</summary>
    /// <param name="catalogue">The data sets.</param>
    /// <param name="roots">The data folders, first come first.</param>
    /// <param name="cacheDirectory">The user's cache, where checked checksums are remembered.</param>
    public DataCache(DataCatalogue catalogue, IReadOnlyList<DataRoot> roots, string cacheDirectory)
    {
        Catalogue = catalogue;
        this.roots = roots;
        verified = new(Path.Combine(cacheDirectory, "verified.json"));
    }

    /// <summary>The data sets.</summary>
    public DataCatalogue Catalogue { get; }

    /// <summary>Looks a data set up and checks it.</summary>
    /// <param name="id">Id of the data set.</param>
    /// <param name="files">Files needed; none means all of them.</param>
    /// <returns>Where it is, or null where no data folder has it.</returns>
    /// <exception cref="DataException">
    /// A data folder named by the user does not exist, or the data set is there but a file is missing, truncated or
    /// changed.
    /// </exception>
    public DataLocation? Find(string id, params IReadOnlyList<string> files)
    {
        var entry = Catalogue[id];
        var wanted = Wanted(entry, files);
        foreach (var root in roots)
        {
            if (root.MustExist && !Directory.Exists(root.Path))
            {
                throw new DataException($"{root.Name} must name an existing folder, but there is no {root.Path}.");
            }

            if (FolderIn(root, entry, wanted) is { } directory)
            {
                var bad = Check(entry, directory, wanted).Where(check => check.State != FileState.Good).ToList();
                return bad.Count == 0
                    ? new(entry, root, directory, wanted)
                    : throw new DataException(string.Join(Environment.NewLine, bad.Select(check => check.Message)));
            }
        }

        return null;
    }

    /// <summary>As <see cref="Find"/>, for a data set that is needed.</summary>
    /// <param name="id">Id of the data set.</param>
    /// <param name="files">Files needed; none means all of them.</param>
    /// <exception cref="DataException">As <see cref="Find"/>, or no data folder has it; the message says how to get
    /// it.</exception>
    public DataLocation Require(string id, params IReadOnlyList<string> files)
    {
        var entry = Catalogue[id];
        return Find(id, files) ?? throw new DataException(
            $"{entry.Title} is needed, but was not found in " +
            $"{string.Join(", ", roots.Select(root => $"{root.Name} ({root.Path})"))}. " +
            (entry.Note ?? $"Run 'nk data get {id}'."));
    }

    /// <summary>Checks every file of a data set where it is found first, reading each in full.</summary>
    /// <param name="id">Id of the data set.</param>
    /// <returns>Its folder (null where no data folder has it) and one line per file that is published.</returns>
    public (string? Directory, IReadOnlyList<FileCheck> Files) Verify(string id)
    {
        var entry = Catalogue[id];
        var directory = roots.Select(root => FolderIn(root, entry, entry.Files)).FirstOrDefault(
            found => found is not null);
        return (directory, directory is null ? [] : Check(entry, directory, entry.Files, FileHash.OfFile));
    }

    private static List<DataFile> Wanted(DataSetEntry entry, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return [.. entry.Files];
        }

        return [.. names.Select(name =>
            entry.Files.FirstOrDefault(file => file.Path == name) ?? throw new DataException(
                $"{entry.Id} has no file '{name}'. " +
                $"It has: {string.Join(", ", entry.Files.Select(file => file.Path))}."))];
    }

    // A data folder holds one folder per data set; a user may also name the data set's own folder.
    private static string? FolderIn(DataRoot root, DataSetEntry entry, IReadOnlyList<DataFile> wanted)
    {
        var inside = Path.Combine(root.Path, entry.Folder);
        if (entry.Files.Count == 0)
        {
            return new[] { inside, root.Path }.FirstOrDefault(
                folder => entry.Folders.Any(name => Directory.Exists(Path.Combine(folder, name))));
        }

        return entry.Files.Any(file => File.Exists(Path.Combine(inside, file.Path))) ? inside
            : wanted.All(file => File.Exists(Path.Combine(root.Path, file.Path))) ? root.Path
            : null;
    }

    private List<FileCheck> Check(
        DataSetEntry entry, string directory, IReadOnlyList<DataFile> files, Func<string, string>? hash = null)
    {
        var missing = entry.Folders.Where(name => !Directory.Exists(Path.Combine(directory, name))).ToList();
        return missing.Count == 0
            ? [.. files.Select(file => Check(entry, directory, file, hash ?? verified.Sha256))]
            : throw new DataException(
                $"{directory} must have the folders {string.Join(", ", entry.Folders)}, but lacks " +
                $"{string.Join(", ", missing)}.");
    }

    private static FileCheck Check(DataSetEntry entry, string directory, DataFile file, Func<string, string> hash)
    {
        var path = Path.Combine(directory, file.Path);
        if (!File.Exists(path))
        {
            return new(file, FileState.Missing, $"{path} is missing. {Remedy(entry, "Put it there")}");
        }

        var bytes = new FileInfo(path).Length;
        if (bytes != file.Bytes)
        {
            return new(file, FileState.WrongSize,
                $"{path}: size is {bytes:N0} bytes, datasets.json says {file.Bytes:N0}. {Remedy(entry, "Delete it")}");
        }

        var sha = hash(path);
        return sha == file.Sha256
            ? new(file, FileState.Good, "")
            : new(file, FileState.WrongChecksum,
                $"{path}: SHA-256 is {sha}, datasets.json says {file.Sha256}. {Remedy(entry, "Delete it")}");
    }

    private static string Remedy(DataSetEntry entry, string act) => entry.Downloads.Count > 0
        ? $"{act}{(act == "Put it there" ? " or run" : " and run")} 'nk data get {entry.Id}'."
        : $"{act}; the data set's page is {entry.Page}.";
}
