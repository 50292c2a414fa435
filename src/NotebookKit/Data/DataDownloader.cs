using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using NotebookKit.Interactive;

namespace NotebookKit.Data;

/// <summary>
/// Downloads data sets from their official place into the user's cache: written aside, resumed where an earlier attempt
/// broke
/// off, checked against the published SHA-256, then renamed.
/// </summary>
public sealed class DataDownloader : IDisposable
{
    /// <summary>Folder of the data sets inside the user's cache.</summary>
    public const string FolderName = "data";

    private const int BufferBytes = 1 << 17;

    private readonly string cacheDirectory;
    private readonly HttpClient http;
    private readonly Func<string, long> freeBytes;

    /// <summary>Makes a downloader.</summary>
    /// <param name="cacheDirectory">The user's cache.</param>
    /// <param name="handler">Where requests go; null means the network.</param>
    /// <param name="freeBytes">Free bytes of the disk that a folder is on; null asks the system.</param>
    public DataDownloader(
        string cacheDirectory, HttpMessageHandler? handler = null, Func<string, long>? freeBytes = null)
    {
        this.cacheDirectory = cacheDirectory;
        http = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        // A large file takes its time, and a person can interrupt.
        http.Timeout = Timeout.InfiniteTimeSpan;
        this.freeBytes = freeBytes ?? (static folder => new DriveInfo(folder).AvailableFreeSpace);
    }

    /// <summary>Fetches a data set and says source, size and licence before the first byte.</summary>
    /// <param name="entry">The data set.</param>
    /// <param name="say">Takes the lines for the user.</param>
    /// <param name="cancellation">Stops the download; what came so far is kept and resumed by the next call.</param>
    /// <returns>The data set's folder in the cache.</returns>
    /// <exception cref="DataException">
    /// It cannot be fetched without an account, the disk is too full, the connection broke, or what came has another
    /// size or
    /// checksum than published.
    /// </exception>
    public string Get(DataSetEntry entry, Action<string> say, CancellationToken cancellation = default)
    {
        if (entry.Downloads.Count == 0)
        {
            throw new DataException(
                $"{entry.Title} has no address to download from: {entry.Note ?? "its page is"} {entry.Page}");
        }

        var folder = Path.Combine(cacheDirectory, FolderName, entry.Folder);
        if (entry.Files.All(file => IsGood(folder, file)))
        {
            say($"{entry.Title} is already in {folder}, size and checksums as published.");
            return folder;
        }

        var source = entry.Downloads.Count == 1
            ? $"{entry.Downloads[0].Url}"
            : $"{entry.Downloads.Count} files of {entry.Page}";
        say($"{entry.Title}: {Megabytes(entry.DownloadBytes)} from {source}");
        say($"Licence: {entry.Licence}");
        Directory.CreateDirectory(folder);
        RequireSpace(folder, entry.DownloadBytes + entry.Bytes);
        foreach (var download in entry.Downloads)
        {
            var part = Path.Combine(cacheDirectory, FolderName, $"{download.Sha256[..12]}-{download.Name}.part");
            try
            {
                FetchAsync(entry, download, part, cancellation).GetAwaiter().GetResult();
                RequireGood(entry, download, part);
                Place(entry, download, part, folder);
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                var kept = File.Exists(part) ? new FileInfo(part).Length : 0;
                throw new DataException(
                    $"{download.Name}: the download stopped ({error.Message}). {kept:N0} of {download.Bytes:N0} " +
                    $"bytes are kept; run 'nk data get {entry.Id}' again to go on from there.", error);
            }
        }

        say($"{entry.Title} is in {folder}, size and checksums as published.");
        return folder;
    }

    /// <summary>Frees the connections.</summary>
    public void Dispose() => http.Dispose();

    private async Task FetchAsync(
        DataSetEntry entry, DataDownload download, string part, CancellationToken cancellation)
    {
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (have == download.Bytes)
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, download.Url);
        if (have > 0 && have < download.Bytes)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        var resumes = response.StatusCode == HttpStatusCode.PartialContent
            && response.Content.Headers.ContentRange?.From == have;
        // A server that ignores the range sends all of it.
        var done = resumes ? have : 0;
        using var progress = Progress.Start($"{entry.Id}: {download.Name}", download.Bytes, "byte");
        await using var target = new FileStream(part, resumes ? FileMode.Append : FileMode.Create, FileAccess.Write);
        await using var source = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[BufferBytes];
        while (await source.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            done += count;
            if (done > download.Bytes)
            {
                throw new DataException(
                    $"{download.Url} sends more than the {download.Bytes:N0} bytes that datasets.json says; the " +
                    "download was stopped.");
            }

            await target.WriteAsync(buffer.AsMemory(0, count), cancellation);
            progress.Report(done);
        }

        if (done < download.Bytes)
        {
            throw new IOException($"the connection ended after {done:N0} bytes");
        }
    }

    private static void RequireGood(DataSetEntry entry, DataDownload download, string part)
    {
        var sha = FileHash.OfFile(part);
        if (sha != download.Sha256)
        {
            File.Delete(part);
            throw new DataException(
                $"{download.Name}: SHA-256 is {sha}, datasets.json says {download.Sha256}. The download was deleted; " +
                $"run 'nk data get {entry.Id}' again, and if it stays so, the file at {download.Url} is not the " +
                "published one.");
        }
    }

    private static void Place(DataSetEntry entry, DataDownload download, string part, string folder)
    {
        if (!download.IsArchive)
        {
            File.Move(part, Path.Combine(folder, download.Name), overwrite: true);
            return;
        }

        using (var unpacked = new GZipStream(File.OpenRead(part), CompressionMode.Decompress))
        using (var archive = new TarReader(unpacked))
        {
            while (archive.GetNextEntry() is { } item)
            {
                // Only names of the catalogue are ever written, whatever paths the archive holds.
                var file = entry.Files.FirstOrDefault(file => file.Path == Path.GetFileName(item.Name));
                if (file is not null && item.DataStream is { } content && content.Length == file.Bytes)
                {
                    AtomicFile.Write(Path.Combine(folder, file.Path), content.CopyTo);
                }
            }
        }

        if (entry.Files.FirstOrDefault(file => !IsGood(folder, file)) is { } bad)
        {
            throw new DataException($"{download.Name} must hold {bad.Path} with {bad.Bytes:N0} bytes and SHA-256 " +
                $"{bad.Sha256}, but does not.");
        }

        File.Delete(part);
    }

    private static bool IsGood(string folder, DataFile file)
    {
        var path = Path.Combine(folder, file.Path);
        return File.Exists(path) && new FileInfo(path).Length == file.Bytes && FileHash.OfFile(path) == file.Sha256;
    }

    private void RequireSpace(string folder, long bytes)
    {
        var free = freeBytes(folder);
        if (free < bytes)
        {
            throw new DataException($"{folder} needs {Megabytes(bytes)} of free disk space, but has " +
                $"{Megabytes(free)}. Nothing was downloaded.");
        }
    }

    private static string Megabytes(long bytes) => $"{bytes / 1e6:N1} MB";
}
