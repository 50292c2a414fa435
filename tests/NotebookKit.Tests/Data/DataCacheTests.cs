using System.Security.Cryptography;
using System.Text;
using NotebookKit.Data;
using Xunit;

namespace NotebookKit.Tests.Data;

public sealed class DataCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void BuiltIn_Catalogue_NamesSourceLicenceAndChecksums()
    {
        var cifar = DataCatalogue.BuiltIn["cifar10"];

        Assert.Equal(6, cifar.Files.Count);
        Assert.All(cifar.Files, file => Assert.Equal(30_730_000, file.Bytes));
        Assert.Equal(170_052_171, cifar.DownloadBytes);
        Assert.All(DataCatalogue.BuiltIn.Entries, entry =>
        {
            Assert.NotEmpty(entry.Licence);
            Assert.NotEmpty(entry.UsedBy);
            Assert.True(entry.Downloads.Count > 0 || entry.Note is not null, $"{entry.Id} must say how to get it");
        });
    }

    [Fact]
    public void Catalogue_UnknownId_ListsTheKnownOnes() => Assert.Equal(
        "No data set 'b'. There are: a.", Assert.Throws<DataException>(() => Catalogue(("x.bin", "abc"))["b"]).Message);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"schema\": 1, \"datasets\": [null]}")]
    [InlineData("{\"schema\": 9, \"datasets\": []}")]
    [InlineData("{\"schema\": 1, \"datasets\": [{\"id\": \"a\"}]}")]
    public void Catalogue_OtherContent_IsRefused(string json) =>
        Assert.StartsWith("datasets.json", Assert.Throws<DataException>(() => DataCatalogue.Parse(json)).Message);

    [Theory]
    [InlineData("../outside.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("")]
    public void Catalogue_PathThatLeavesTheFolder_IsRefused(string path) =>
        Assert.Contains("must be a path inside", Assert.Throws<DataException>(() => Catalogue((path, "abc"))).Message);

    [Fact]
    public void Find_FirstFolderThatHasIt_Wins()
    {
        folder.Write("first/other/y.bin", "zzz");
        folder.Write("second/a/x.bin", "abc");
        folder.Write("third/a/x.bin", "not read");

        var location = Cache(["first", "second", "third"], ("x.bin", "abc")).Find("a");

        Assert.Equal("second", location!.Root.Name);
        Assert.Equal(folder["second/a/x.bin"], location.PathOf("x.bin"));
        Assert.Equal(Sha("abc"), location.Use!.Sha256);
        Assert.False(location.Use.StandIn);
    }

    [Fact]
    public void Find_FolderOfTheDataSetItself_IsAccepted()
    {
        folder.Write("mine/x.bin", "abc");

        Assert.Equal(folder["mine"], Cache(["mine"], ("x.bin", "abc")).Find("a")!.Directory);
    }

    [Fact]
    public void Find_Nowhere_IsNullAndRequireSaysHowToGetIt()
    {
        Directory.CreateDirectory(folder["first"]);
        var cache = Cache(["first"], ("x.bin", "abc"));

        Assert.Null(cache.Find("a"));
        Assert.EndsWith("Run 'nk data get a'.", Assert.Throws<DataException>(() => cache.Require("a")).Message);
    }

    [Fact]
    public void Find_FolderThatDoesNotExist_IsNamedWithItsSource() => Assert.Equal(
        $"first must name an existing folder, but there is no {folder["first"]}.",
        Assert.Throws<DataException>(() => Cache(["first"], ("x.bin", "abc")).Find("a")).Message);

    [Fact]
    public void Find_TruncatedFile_SaysBothSizesAndWhatToDo()
    {
        var path = folder.Write("first/a/x.bin", "ab");

        Assert.Equal(
            $"{path}: size is 2 bytes, datasets.json says 3. Delete it and run 'nk data get a'.",
            Assert.Throws<DataException>(() => Cache(["first"], ("x.bin", "abc")).Find("a")).Message);
    }

    [Fact]
    public void Find_ChangedFile_SaysBothChecksums()
    {
        var path = folder.Write("first/a/x.bin", "abd");

        Assert.Equal(
            $"{path}: SHA-256 is {Sha("abd")}, datasets.json says {Sha("abc")}. Delete it and run 'nk data get a'.",
            Assert.Throws<DataException>(() => Cache(["first"], ("x.bin", "abc")).Find("a")).Message);
    }

    [Fact]
    public void Find_OneOfTwoFilesMissing_IsNamed_AndTheOtherAloneIsFound()
    {
        folder.Write("first/a/x.bin", "abc");
        var cache = Cache(["first"], ("x.bin", "abc"), ("y.bin", "de"));

        Assert.Contains("y.bin is missing", Assert.Throws<DataException>(() => cache.Find("a")).Message);
        Assert.NotNull(cache.Find("a", "x.bin"));
        Assert.Contains("It has: x.bin, y.bin", Assert.Throws<DataException>(() => cache.Find("a", "z.bin")).Message);
    }

    [Fact]
    public void Find_Again_RemembersTheChecksumAndNeverWritesIntoTheDataFolder()
    {
        var path = folder.Write("first/a/x.bin", "abc");
        Assert.NotNull(Cache(["first"], ("x.bin", "abc")).Find("a"));
        var changed = File.GetLastWriteTimeUtc(path);

        // Same size and time, other content: only a memory of the first reading lets this pass.
        File.WriteAllText(path, "abd");
        File.SetLastWriteTimeUtc(path, changed);
        Assert.NotNull(Cache(["first"], ("x.bin", "abc")).Find("a"));

        // Verify reads in full, and a new time of change forgets the memory.
        Assert.Equal(FileState.WrongChecksum, Cache(["first"], ("x.bin", "abc")).Verify("a").Files[0].State);
        File.SetLastWriteTimeUtc(path, changed.AddSeconds(1));
        Assert.Throws<DataException>(() => Cache(["first"], ("x.bin", "abc")).Find("a"));
        Assert.Equal([path], Directory.GetFiles(folder["first"], "*", SearchOption.AllDirectories));
        Assert.True(File.Exists(folder["cache/verified.json"]));
    }

    [Fact]
    public void Find_MemoryDamaged_ReadsTheFileAgain()
    {
        folder.Write("first/a/x.bin", "abc");
        folder.Write("cache/verified.json", "{ broken");

        Assert.NotNull(Cache(["first"], ("x.bin", "abc")).Find("a"));
    }

    [Fact]
    public void Verify_EveryFile_SaysItsState()
    {
        folder.Write("first/a/x.bin", "abc");
        folder.Write("first/a/y.bin", "d");

        var (directory, files) = Cache(["first"], ("x.bin", "abc"), ("y.bin", "de"), ("z.bin", "f")).Verify("a");

        Assert.Equal(folder["first/a"], directory);
        Assert.Equal([FileState.Good, FileState.WrongSize, FileState.Missing], files.Select(file => file.State));
    }

    [Fact]
    public void Datasets_FolderGivenByTheRun_ComesFirst()
    {
        try
        {
            Datasets.DataDirectory = folder.Directory;
            folder.Write("generated/ddpm-cifar10-256.zip", "short");

            Assert.Contains(
                "size is 5 bytes", Assert.Throws<DataException>(() => Datasets.Find("ddpm-cifar10")).Message);
        }
        finally
        {
            Datasets.DataDirectory = null;
        }
    }

    internal static DataCatalogue Catalogue(params (string Path, string Content)[] files) => DataCatalogue.Parse($$"""
        {"schema": 1, "datasets": [{"id": "a", "title": "A set", "page": "https://example.org/", "licence": "MIT",
            "folder": "a",
          "usedBy": ["01"], "standIn": null, "note": null, "folders": [],
          "files": [{{string.Join(", ", files.Select(Entry))}}],
          "downloads": [{"url": "https://example.org/a.tar.gz", "bytes": 3, "sha256": "{{Sha("abc")}}"}]}]}
        """);

    private static string Entry((string Path, string Content) file) =>
        $$"""{"path": "{{file.Path}}", "bytes": {{file.Content.Length}}, "sha256": "{{Sha(file.Content)}}"}""";

    internal static string Sha(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private DataCache Cache(string[] roots, params (string Path, string Content)[] files) => new(
        Catalogue(files), [.. roots.Select(root => new DataRoot(root, folder[root], MustExist: true))],
            folder["cache"]);
}
