using NotebookKit.Interactive;

namespace NotebookKit.Data;

/// <summary>
/// The data sets as this process sees them. Order of look-up: the folder given by <c>--data</c>, the one in
/// NOTEBOOKKIT_DATA, the
/// user's cache. A download happens only by <see cref="Get"/>; a paper whose data is in none of them uses its generated
/// stand-in.
/// </summary>
public static class Datasets
{
    /// <summary>The folder given by <c>--data</c>; where it is not set, that of the run in progress.</summary>
    public static string? DataDirectory
    {
        get => field ?? RunContext.Current.DataDirectory;
        set;
    }

    /// <summary>The user's cache: XDG_CACHE_HOME/notebookkit, or ~/.cache/notebookkit.</summary>
    public static string CacheDirectory
    {
        get
        {
            var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            var caches = string.IsNullOrEmpty(home)
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache")
                : home;
            return Path.Combine(caches, "notebookkit");
        }
    }

    /// <summary>The look-up with the folders of this moment.</summary>
    public static DataCache Cache => new(DataCatalogue.BuiltIn, [.. Roots()], CacheDirectory);

    /// <summary>Looks a data set up; as <see cref="DataCache.Find"/>.</summary>
    /// <param name="id">Id of the data set.</param>
    /// <param name="files">Files needed; none means all of them.</param>
    /// <exception cref="DataException">As <see cref="DataCache.Find"/>.</exception>
    public static DataLocation? Find(string id, params IReadOnlyList<string> files) => Cache.Find(id, files);

    /// <summary>Looks a data set up that is needed; as <see cref="DataCache.Require"/>.</summary>
    /// <param name="id">Id of the data set.</param>
    /// <param name="files">Files needed; none means all of them.</param>
    /// <exception cref="DataException">As <see cref="DataCache.Require"/>.</exception>
    public static DataLocation Require(string id, params IReadOnlyList<string> files) => Cache.Require(id, files);

    /// <summary>Downloads a data set from its official place into the cache; as
    /// <see cref="DataDownloader.Get"/>.</summary>
    /// <param name="id">Id of the data set.</param>
    /// <param name="say">Takes the lines for the user, source, size and licence first.</param>
    /// <param name="cancellation">Stops the download; what came so far is kept.</param>
    /// <returns>The data set's folder.</returns>
    /// <exception cref="DataException">As <see cref="DataDownloader.Get"/>.</exception>
    public static string Get(string id, Action<string> say, CancellationToken cancellation = default)
    {
        using var downloader = new DataDownloader(CacheDirectory);
        return downloader.Get(DataCatalogue.BuiltIn[id], say, cancellation);
    }

    private static IEnumerable<DataRoot> Roots()
    {
        if (DataDirectory is { Length: > 0 } given)
        {
            yield return new("--data", Path.GetFullPath(given), MustExist: true);
        }

        if (Environment.GetEnvironmentVariable("NOTEBOOKKIT_DATA") is { Length: > 0 } variable)
        {
            yield return new("NOTEBOOKKIT_DATA", Path.GetFullPath(variable), MustExist: true);
        }

        yield return new("the cache", Path.Combine(CacheDirectory, DataDownloader.FolderName), MustExist: false);
    }
}
