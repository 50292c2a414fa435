using NotebookKit.Kernel.Notebook;
using Xunit;

namespace NotebookKit.Kernel.Tests.Notebook;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nk-atomic");

    private string File1 => Path.Combine(folder.FullName, "a.ipynb");

    [Fact]
    public void Write_Twice_LeavesTheNewTextAndNothingElse()
    {
        AtomicFile.Write(File1, "old");
        AtomicFile.Write(File1, "new ä");
        Assert.Equal("new ä", File.ReadAllText(File1));
        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public void Write_FullDisk_SaysSoAndKeepsTheOldFile()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Skip("this system has no /dev/full");
        }

        AtomicFile.Write(File1, "old");
        File.CreateSymbolicLink(AtomicFile.AsideOf(File1), "/dev/full");       // the kernel's own full disk
        var error = Assert.Throws<UsageException>(() => AtomicFile.Write(File1, new string('x', 100_000)));

        Assert.Contains("is full", error.Message, StringComparison.Ordinal);
        Assert.Contains("98 KiB", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(File1));
        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public void Write_NoFolder_SaysWhichFile() => Assert.Contains(
        "Cannot write", Assert.Throws<UsageException>(() => AtomicFile.Write("/no/such/folder/a", "x")).Message, StringComparison.Ordinal);

    public void Dispose() => folder.Delete(recursive: true);
}
