using System.Security.Cryptography;
using System.Text;
using NotebookKit.Data;
using NotebookKit.Kernel.Execution;

namespace NotebookKit.Cli.Tests;

/// <summary><c>nk data</c>, over a catalogue of the test.</summary>
public sealed class DataCommandTests : IDisposable
{
    private const string Content = "ten pictures";

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public void List_SaysSizeLicenceAndWhatWasFoundOfEach()
    {
        folder.Write("data/pictures/a.bin", Content);
        folder.Write("data/pictures/b.bin", Content);
        folder.Write("data/half/a.bin", Content);

        var code = DataCommand.List(Cache(), Terminal);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains($"{folder["data", "pictures"]}: all 2 files, as published", Row("pictures"), StringComparison.Ordinal);
        Assert.Contains("free to use", Row("pictures"), StringComparison.Ordinal);
        Assert.Contains("1 of 2 files, as published", Row("half"), StringComparison.Ordinal);
        Assert.Contains("no; the stand-in 'made-up' is generated", Row("absent"), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OfGoodData_SaysSo()
    {
        folder.Write("data/pictures/a.bin", Content);
        folder.Write("data/pictures/b.bin", Content);

        Assert.Equal(ExitCodes.Ok, DataCommand.Verify(Cache(), ["pictures"], Terminal));
        Assert.Contains("all 2 files, as published", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ten pictureS", "SHA-256 is")]
    [InlineData("ten", "size is 3 bytes")]
    public void Verify_OfADamagedFile_NamesItAndEndsWith2(string content, string message)
    {
        folder.Write("data/pictures/a.bin", Content);
        folder.Write("data/pictures/b.bin", content);

        Assert.Equal(ExitCodes.Usage, DataCommand.Verify(Cache(), [], Terminal));
        Assert.Contains("pictures: ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 of 2 files damaged", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.Contains(folder["data", "pictures", "b.bin"], error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("half", "is missing")]
    [InlineData("absent", "")]
    public void Verify_OfDataThatIsNotAllThere_FailsWhenItWasAskedForByName(string id, string message)
    {
        folder.Write("data/half/a.bin", Content);

        Assert.Equal(ExitCodes.Usage, DataCommand.Verify(Cache(), [id], Terminal));
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, DataCommand.Verify(Cache(), [], Terminal));
    }

    private Terminal Terminal => new(output, error, live: false);

    private string Row(string id) =>
        output.ToString().Split('\n').Single(line => line.TrimStart().StartsWith(id, StringComparison.Ordinal));

    private DataCache Cache()
    {
        var sha = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content)));
        var sets = new[] { "pictures", "half", "absent" }.Select(id => $$"""
            { "id": "{{id}}", "title": "{{id}}", "page": "https://example.org/", "licence": "free to use", "folder": "{{id}}",
              "usedBy": [], "standIn": "made-up", "note": null, "folders": [], "downloads": [],
              "files": [ { "path": "a.bin", "bytes": 12, "sha256": "{{sha}}" }, { "path": "b.bin", "bytes": 12, "sha256": "{{sha}}" } ] }
            """);
        var catalogue = DataCatalogue.Parse($$"""{ "schema": 1, "datasets": [ {{string.Join(",", sets)}} ] }""");
        return new DataCache(catalogue, [new DataRoot("--data", folder["data"], MustExist: false)], folder["cache"]);
    }
}
