using System.Text.Json;

namespace NotebookKit.Data;

/// <summary>One file of a data set.</summary>
/// <param name="Path">Path inside the data set's folder, with forward slashes.</param>
/// <param name="Bytes">Its exact size.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
public sealed record DataFile(string Path, long Bytes, string Sha256);

/// <summary>Something to fetch from a data set's official place: one of its files, or a .tar.gz archive that holds
/// them.</summary>
/// <param name="Url">Official address.</param>
/// <param name="Bytes">Size of the download.</param>
/// <param name="Sha256">SHA-256 of the download in lower-case hexadecimal.</param>
public sealed record DataDownload(Uri Url, long Bytes, string Sha256)
{
    /// <summary>File name at the end of the address.</summary>
    public string Name => System.IO.Path.GetFileName(Url.AbsolutePath);

    /// <summary>Whether the download is an archive of the data set's files.</summary>
    public bool IsArchive => Name.EndsWith(".tar.gz", StringComparison.Ordinal);
}

/// <summary>One data set of data/datasets.json.</summary>
/// <param name="Id">Short name, as in <c>nk data get ID</c>.</param>
/// <param name="Title">Name for readers.</param>
/// <param name="Page">Official page.</param>
/// <param name="Licence">Licence as its page states it.</param>
/// <param name="Folder">Folder of the data set inside a data folder.</param>
/// <param name="UsedBy">Notebooks that use it.</param>
/// <param name="StandIn">Id of the generated stand-in; null where there is none.</param>
/// <param name="Note">What a reader must know to get it; null where a download says it all.</param>
/// <param name="Files">Files with size and checksum; empty where none were published.</param>
/// <param name="Folders">Folders it must have, for data sets without a list of files.</param>
/// <param name="Downloads">What <c>nk data get</c> fetches; empty where it cannot be fetched without an
/// account.</param>
public sealed record DataSetEntry(
    string Id, string Title, Uri Page, string Licence, string Folder, IReadOnlyList<string> UsedBy, string? StandIn,
    string? Note, IReadOnlyList<DataFile> Files, IReadOnlyList<string> Folders, IReadOnlyList<DataDownload> Downloads)
{
    /// <summary>Bytes on disk; 0 where no list of files was published.</summary>
    public long Bytes => Files.Sum(file => file.Bytes);

    /// <summary>Bytes to download.</summary>
    public long DownloadBytes => Downloads.Sum(download => download.Bytes);
}

/// <summary>The data sets that the kit knows: source, licence, size and checksums (data/datasets.json, embedded
/// here).</summary>
public sealed class DataCatalogue
{
    private const int KnownSchema = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly Lazy<DataCatalogue> Embedded = new(ReadEmbedded);

    private DataCatalogue(IReadOnlyList<DataSetEntry> entries) => Entries = entries;

    /// <summary>The catalogue of this version of the kit.</summary>
    public static DataCatalogue BuiltIn => Embedded.Value;

    /// <summary>All data sets.</summary>
    public IReadOnlyList<DataSetEntry> Entries { get; }

    /// <summary>The data set with an id.</summary>
    /// <param name="id">As in datasets.json.</param>
    /// <exception cref="DataException">There is none; the message lists those that there are.</exception>
    public DataSetEntry this[string id] => Entries.FirstOrDefault(entry => entry.Id == id)
        ?? throw new DataException(
            $"No data set '{id}'. There are: {string.Join(", ", Entries.Select(entry => entry.Id))}.");

    /// <summary>Reads a catalogue.</summary>
    /// <param name="json">Text in the form of data/datasets.json.</param>
    /// <exception cref="DataException">The text is not such a catalogue, or a path in it leaves its folder.</exception>
    public static DataCatalogue Parse(string json)
    {
        try
        {
            var document = JsonSerializer.Deserialize<Document>(json, Options);
            if (document is null || document.Datasets.Any(entry => entry is null))
            {
                throw new DataException("datasets.json must hold an object with a list of data sets, but holds null.");
            }

            if (document.Schema != KnownSchema)
            {
                throw new DataException(
                    $"datasets.json: schema is {document.Schema}; this version of the kit reads schema {KnownSchema}.");
            }

            foreach (var entry in document.Datasets)
            {
                Check(entry);
            }

            return new(document.Datasets);
        }
        catch (JsonException error)
        {
            throw new DataException($"datasets.json is not a data catalogue: {error.Message}", error);
        }
    }

    private static void Check(DataSetEntry entry)
    {
        foreach (var path in entry.Files.Select(file => file.Path).Concat(entry.Folders).Append(entry.Folder))
        {
            if (path.Length == 0 || Path.IsPathRooted(path) || path.Split('/', '\\').Contains(".."))
            {
                throw new DataException(
                    $"datasets.json: '{path}' of {entry.Id} must be a path inside the data folder.");
            }
        }

        foreach (var sha in entry.Files.Select(file => file.Sha256).Concat(
            entry.Downloads.Select(download => download.Sha256)))
        {
            if (sha.Length != 64 || !sha.All(char.IsAsciiHexDigitLower))
            {
                throw new DataException(
                    $"datasets.json: '{sha}' of {entry.Id} must be a SHA-256 of 64 lower-case hexadecimal digits.");
            }
        }
    }

    private static DataCatalogue ReadEmbedded()
    {
        using var stream = typeof(DataCatalogue).Assembly.GetManifestResourceStream("datasets.json")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    private sealed record Document(int Schema, IReadOnlyList<DataSetEntry> Datasets);
}
