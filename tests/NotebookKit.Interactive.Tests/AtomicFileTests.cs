using Xunit;

namespace NotebookKit.Interactive.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nk-atomic");

    private string Target => Path.Combine(folder.FullName, "a.ipynb");

    [Fact]
    public void Write_Twice_LeavesTheNewTextAndNothingElse()
    {
        AtomicFile.Write(Target, "old");
        AtomicFile.Write(Target, "new ä");

        Assert.Equal("new ä"u8.ToArray(), File.ReadAllBytes(Target));
        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public void Write_IntoAFolderThatIsMissing_MakesIt()
    {
        var path = Path.Combine(folder.FullName, "deep", "deeper", "a.txt");

        AtomicFile.Write(path, [1, 2]);

        Assert.Equal([1, 2], File.ReadAllBytes(path));
    }

    [Fact]
    public void Write_FullDisk_SaysSoKeepsTheOldFileAndLeavesNothingAside()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "this system has no /dev/full");
        AtomicFile.Write(Target, "old");

        var error = Assert.Throws<IOException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write(new byte[10_000]);
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
            full.Write([1]);                                                // the kernel's own full disk
        }));

        Assert.Equal(
            $"{Target} could not be written: its disk is full. Free some space and run again. The file of before, if " +
            "there was one, is unchanged.", error.Message);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public void Write_WriterThrows_KeepsTheOldFileAndItsException()
    {
        AtomicFile.Write(Target, "old");

        Assert.Throws<InvalidDataException>(() => AtomicFile.Write(Target, static _ => throw new InvalidDataException("bad")));

        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public void Write_WhereNoFolderCanBe_SaysWhichFileAndWhy()
    {
        AtomicFile.Write(Target, "a file, no folder");
        var path = Path.Combine(Target, "below", "b.txt");

        var message = Assert.Throws<IOException>(() => AtomicFile.Write(path, "x")).Message;

        Assert.StartsWith($"{path} could not be written: ", message, StringComparison.Ordinal);
        Assert.Equal("a file, no folder", File.ReadAllText(Target));
    }

    public void Dispose() => folder.Delete(recursive: true);
}
