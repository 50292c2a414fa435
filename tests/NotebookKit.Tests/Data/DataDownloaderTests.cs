using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using NotebookKit.Data;
using Xunit;

namespace NotebookKit.Tests.Data;

public sealed class DataDownloaderTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 >> 3))];

    private readonly TemporaryFolder folder = new();
    private readonly LoopbackServer server = new();
    private readonly List<string> said = [];

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Get_PlainFile_SaysSizeAndLicenceFirstAndPutsItInTheCache()
    {
        server.Content = Content;

        var directory = Get(PlainEntry());

        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(directory, "x.bin")));
        Assert.StartsWith("A set: 0.3 MB from http://127.0.0.1", said[0]);
        Assert.Equal("Licence: MIT", said[1]);
        Assert.Single(Directory.GetFiles(folder.Directory, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Get_AlreadyThere_AsksForNothing()
    {
        server.Content = Content;
        Get(PlainEntry());

        Get(PlainEntry());

        Assert.Single(server.Ranges);
        Assert.Contains("already in", said[^1]);
    }

    [Fact]
    public void Get_ConnectionBreaks_KeepsThePartAndGoesOnFromThere()
    {
        server.Content = Content;
        server.BreakAfter = 100_000;
        var error = Assert.Throws<DataException>(() => Get(PlainEntry()));
        Assert.Contains("run 'nk data get a' again to go on from there", error.Message);
        var kept = new FileInfo(
            Directory.GetFiles(folder.Directory, "*.part", SearchOption.AllDirectories).Single()).Length;
        Assert.InRange(kept, 1, 100_000);

        server.BreakAfter = null;
        var directory = Get(PlainEntry());

        Assert.Equal([null, $"bytes={kept}-"], server.Ranges);
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(directory, "x.bin")));
    }

    [Fact]
    public void Get_ServerIgnoresTheRange_StartsAnew()
    {
        server.Content = Content;
        server.BreakAfter = 100_000;
        Assert.Throws<DataException>(() => Get(PlainEntry()));

        (server.BreakAfter, server.IgnoresRange) = (null, true);
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(Get(PlainEntry()), "x.bin")));
    }

    [Fact]
    public void Get_OtherContent_IsDeletedAndBothChecksumsAreSaid()
    {
        server.Content = [.. Content.Reverse()];

        var error = Assert.Throws<DataException>(() => Get(PlainEntry()));

        Assert.Contains($"SHA-256 is {Sha(server.Content)}, datasets.json says {Sha(Content)}", error.Message);
        Assert.Empty(Directory.GetFiles(folder.Directory, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Get_MoreThanPublished_IsStopped()
    {
        server.Content = [.. Content, .. Content];

        Assert.Contains("sends more than", Assert.Throws<DataException>(() => Get(PlainEntry())).Message);
    }

    [Fact]
    public void Get_DiskTooFull_IsSaidBeforeTheFirstRequest()
    {
        using var downloader = new DataDownloader(folder.Directory, freeBytes: _ => 400_000);

        var error = Assert.Throws<DataException>(
            () => downloader.Get(PlainEntry(), said.Add, TestContext.Current.CancellationToken));

        Assert.Contains("needs 0.6 MB of free disk space, but has 0.4 MB", error.Message);
        Assert.Empty(server.Ranges);
    }

    [Fact]
    public void Get_AddressGone_SaysTheAnswer()
    {
        server.Content = null;

        Assert.Contains("404", Assert.Throws<DataException>(() => Get(PlainEntry())).Message);
    }

    [Fact]
    public void Get_Archive_TakesTheNamedFilesAndNothingElse()
    {
        var archive = Archive(("set/x.bin", Content), ("../../escape.bin", [1]), ("set/readme.html", [2]));
        server.Content = archive;

        var directory = Get(ArchiveEntry(archive));

        Assert.Equal([Path.Combine(directory, "x.bin")],
            Directory.GetFiles(folder.Directory, "*", SearchOption.AllDirectories));
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(directory, "x.bin")));
    }

    [Fact]
    public void Get_ArchiveWithoutTheFile_SaysWhichIsMissing()
    {
        var archive = Archive(("set/y.bin", Content));
        server.Content = archive;

        Assert.Contains("must hold x.bin", Assert.Throws<DataException>(() => Get(ArchiveEntry(archive))).Message);
    }

    [Fact]
    public void Get_SetThatNeedsAnAccount_SaysWhereToFetchIt()
    {
        using var downloader = new DataDownloader(folder.Directory);

        var error = Assert.Throws<DataException>(
            () => downloader.Get(DataCatalogue.BuiltIn["cifake"], said.Add, TestContext.Current.CancellationToken));

        Assert.Contains("--data DIR", error.Message);
        Assert.Contains("https://", error.Message);
    }

    private string Get(DataSetEntry entry)
    {
        using var downloader = new DataDownloader(folder.Directory);
        return downloader.Get(entry, said.Add, TestContext.Current.CancellationToken);
    }

    private DataSetEntry PlainEntry() => Entry("x.bin", Content.Length, Sha(Content));

    private DataSetEntry ArchiveEntry(byte[] archive) => Entry("a.tar.gz", archive.Length, Sha(archive));

    private DataSetEntry Entry(string name, long bytes, string sha) => new(
        "a", "A set", new Uri("https://example.org/"), "MIT", "a", ["01"], null, null,
        [new DataFile("x.bin", Content.Length, Sha(Content))], [],
            [new DataDownload(new Uri(server.Address, name), bytes, sha)]);

    private static string Sha(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Archive(params (string Name, byte[] Content)[] files)
    {
        using var result = new MemoryStream();
        using (var zip = new GZipStream(result, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip))
        {
            foreach (var (name, content) in files)
            {
                var entry = new UstarTarEntry(
                    TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };
                tar.WriteEntry(entry);
            }
        }

        return result.ToArray();
    }

    /// <summary>A web server of the test's own, on this machine only.</summary>
    private sealed class LoopbackServer : IDisposable
    {
        private readonly HttpListener listener = new();

        public LoopbackServer()
        {
            using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
            }

            listener.Prefixes.Add(Address.ToString());
            listener.Start();
            _ = Task.Run(Serve);
        }

        public Uri Address { get; }

        public byte[]? Content { get; set; }

        public int? BreakAfter { get; set; }

        public bool IgnoresRange { get; set; }

        public List<string?> Ranges { get; } = [];

        public void Dispose() => listener.Close();

        private void Serve()
        {
            while (true)
            {
                try
                {
                    Answer(listener.GetContext());
                }
                catch (Exception error) when (
                    error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
                {
                    return;                                               // the listener was closed
                }
            }
        }

        private void Answer(HttpListenerContext context)
        {
            var range = context.Request.Headers["Range"];
            Ranges.Add(range);
            if (Content is null)
            {
                context.Response.StatusCode = 404;
                context.Response.Close();
                return;
            }

            var start = range is null || IgnoresRange ? 0 : int.Parse(range["bytes=".Length..^1]);
            if (start > 0)
            {
                context.Response.StatusCode = 206;
                context.Response.AddHeader("Content-Range", $"bytes {start}-{Content.Length - 1}/{Content.Length}");
            }

            context.Response.ContentLength64 = Content.Length - start;
            var end = BreakAfter is { } limit ? Math.Min(limit, Content.Length) : Content.Length;
            context.Response.OutputStream.Write(Content, start, end - start);
            context.Response.OutputStream.Flush();
            if (end < Content.Length)
            {
                Thread.Sleep(100);                                        // let the client read what was sent
                context.Response.Abort();
            }
            else
            {
                context.Response.Close();
            }
        }
    }
}
