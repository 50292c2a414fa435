using NotebookKit.Kernel.Notebook;
using Xunit;

namespace NotebookKit.Kernel.Tests.Notebook;

public sealed class NotebookCatalogTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nk-catalog");

    public NotebookCatalogTests()
    {
        foreach (var name in new[] { "00-start-here", "01-cifake-gradcam", "07-label-errors" })
        {
            File.WriteAllText(PathOf(name), "{}");
        }
    }

    [Theory]
    [InlineData("7")]
    [InlineData("07")]
    [InlineData("07-label-errors")]
    [InlineData("label-errors")]
    [InlineData("Label-Errors")]
    [InlineData("07-label-errors.ipynb")]
    public void Find_NumberOrName_GivesTheFile(string wanted) =>
        Assert.Equal(PathOf("07-label-errors"), new NotebookCatalog(folder.FullName).Find(wanted));

    [Fact]
    public void Find_Path_GivesTheFile() =>
        Assert.Equal(PathOf("00-start-here"), new NotebookCatalog("/nowhere").Find(PathOf("00-start-here")));

    [Fact]
    public void Find_NearMiss_AsksForTheNearestAndListsAll()
    {
        var error = Assert.Throws<UsageException>(() => new NotebookCatalog(folder.FullName).Find("lable-errors"));
        Assert.Contains("Did you mean 'label-errors'", error.Message, StringComparison.Ordinal);
        Assert.Contains("It has: 00-start-here, 01-cifake-gradcam, 07-label-errors.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12", "No notebook '12'")]
    [InlineData("some/where.ipynb", "There is no notebook file some/where.ipynb.")]
    public void Find_Unknown_SaysSo(string wanted, string message) => Assert.Contains(
        message, Assert.Throws<UsageException>(() => new NotebookCatalog(folder.FullName).Find(wanted)).Message, StringComparison.Ordinal);

    [Fact]
    public void Find_TwoOfOneNumber_AsksForTheName()
    {
        File.WriteAllText(PathOf("07-other"), "{}");
        var error = Assert.Throws<UsageException>(() => new NotebookCatalog(folder.FullName).Find("7"));
        Assert.Contains("07-label-errors and 07-other", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(folder.FullName, name + ".ipynb");
}
