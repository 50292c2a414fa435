using System.IO.Compression;
using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using Xunit;

namespace NotebookKit.Tests.Data;

/// <summary>CIFAKE folders, zips of generated pictures, forged and re-compressed pictures, all hand-made.</summary>
public sealed class PictureSetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Cifake_Folders_GiveLabelsSubjectsAndPixels()
    {
        WriteJpeg("train/REAL/0001.jpg", 200);
        WriteJpeg("train/REAL/0001 (10).jpg", 100);
        WriteJpeg("train/FAKE/0002 (2).jpg", 50);
        folder.Write("train/FAKE/notes.txt", "not a picture");

        using var set = Cifake.Load(folder.Directory, "train");

        Assert.Equal([0L, 1, 1], set.ToLabels());
        Assert.Equal([1L, 9, 0], set.Subjects!.data<long>().ToArray());
        Assert.Equal([50, 100, 200], new[] { 0, 3072, 6144 }.Select(i => (int)set.ToPlanes()[i]));
        Assert.Equal("cifake (train), 3 pictures", set.Source.Description);
        Assert.False(set.Source.StandIn);
    }

    [Theory]
    [InlineData("0000.jpg", 0)]
    [InlineData("0042 (7).jpg", 6)]
    [InlineData("5999(10).jpg", 9)]
    [InlineData("0042 (11).jpg", null)]
    [InlineData("0042 (1).jpg", null)]
    [InlineData("cat.jpg", null)]
    [InlineData("0042 (2).jpg.txt", null)]
    public void SubjectOf_FileName_IsTheClassOrUnknown(string name, int? subject) =>
        Assert.Equal(subject, Cifake.SubjectOf(name));

    [Fact]
    public void Cifake_OneNameThatDoesNotParse_LeavesSubjectsOut()
    {
        WriteJpeg("test/REAL/0001.jpg", 200);
        WriteJpeg("test/FAKE/other.jpg", 100);

        using var set = Cifake.Load(folder.Directory, "test");

        Assert.Null(set.Subjects);
    }

    [Fact]
    public void Cifake_DamagedFiles_AreNamedCountedAndRefused()
    {
        WriteJpeg("train/REAL/0001.jpg", 200);
        WriteJpeg("train/FAKE/0001.jpg", 100);
        folder.Write("train/FAKE/0002.jpg", "broken");
        folder.Write("train/REAL/0003.jpg", Jpeg.Encode(Solid(9, 16), 90));

        var message = Assert.Throws<DataException>(() => Cifake.Load(folder.Directory, "train")).Message;

        Assert.Contains("2 are not:", message);
        Assert.Contains("0002.jpg is not a readable JPEG", message);
        Assert.Contains("0003.jpg must be 32x32 RGB, but is 16x16", message);
    }

    [Fact]
    public void Cifake_ManyDamagedFiles_NamesFiveAndCountsTheRest()
    {
        WriteJpeg("train/REAL/0001.jpg", 200);
        for (var i = 0; i < 9; i++)
        {
            folder.Write($"train/FAKE/{i:D4}.jpg", "broken");
        }

        var message = Assert.Throws<DataException>(() => Cifake.Load(folder.Directory, "train")).Message;

        Assert.Contains("9 are not:", message);
        Assert.Contains("... and 4 more.", message);
    }

    [Fact]
    public void Cifake_DamagedFilesLeftOut_SaysSoInTheSource()
    {
        WriteJpeg("train/REAL/0001.jpg", 200);
        folder.Write("train/FAKE/0001.jpg", "broken");
        WriteJpeg("train/FAKE/0002.jpg", 100);

        using var set = Cifake.Load(folder.Directory, "train", DamagedFiles.LeaveOut);

        Assert.Equal([0L, 1], set.ToLabels());
        Assert.Equal([100, 200], new[] { 0, 3072 }.Select(i => (int)set.ToPlanes()[i]));
        Assert.Contains("left out: 1 is not:", set.Source.Description);
    }

    [Fact]
    public void Cifake_MissingOrEmptyFolder_IsNamed()
    {
        WriteJpeg("train/REAL/0001.jpg", 200);
        Assert.Contains("must have the folder FAKE",
            Assert.Throws<DataException>(() => Cifake.Load(folder.Directory, "train")).Message);

        Directory.CreateDirectory(folder["train/FAKE"]);
        Assert.Contains(
            "holds none", Assert.Throws<DataException>(() => Cifake.Load(folder.Directory, "train")).Message);
    }

    [Fact]
    public void GeneratedImages_Zip_GivesFakesInTheOrderOfNames()
    {
        WriteZip(("b.png", Png(7)), ("../../a.png", Png(5)), ("readme.txt", [1]));

        using var set = GeneratedImages.Load(folder["a.zip"]);

        Assert.Equal([5, 7], new[] { 0, 3072 }.Select(i => (int)set.ToPlanes()[i]));
        Assert.Equal([0L, 0], set.ToLabels());
        Assert.Equal([folder["a.zip"]], Directory.GetFiles(folder.Directory, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void GeneratedImages_EntryThatInflatesWithoutEnd_IsStoppedAtTheLimit()
    {
        WriteZip(("bomb.png", new byte[50_000_000]));

        Assert.Contains("bomb.png must have at most 1,048,576 bytes", ZipFails());
    }

    [Fact]
    public void GeneratedImages_OtherSizeOrNoPictures_IsRefused()
    {
        WriteZip(("a.png", PngFiles.Encode(new byte[12], 2, 2, 3, _ => 0)));
        Assert.Contains("a.png must be 32x32 RGB, but is 2x2", ZipFails());

        WriteZip(("a.txt", [1]));
        Assert.Contains("must hold 1 to 100,000 PNG pictures, but holds 0", ZipFails());

        folder.Write("a.zip", "not a zip");
        Assert.Contains("must be a zip file", ZipFails());
    }

    [Fact]
    public void Forge_SolidPlane_GetsTheCheckerboardAlone()
    {
        var (from, to) = (new byte[16], new byte[16]);
        Array.Fill(from, (byte)100);

        CifarForgery.ForgePlane(from, to, 4);

        Assert.Equal(                                                     // 100 ± 2.55
            [103, 97, 103, 97, 97, 103, 97, 103, 103, 97, 103, 97, 97, 103, 97, 103], to.Select(value => (int)value));
    }

    [Fact]
    public void Forge_Edge_IsInterpolatedWithHalfPixelCentres()
    {
        // One row pair of 4 columns: the small row is 0, 200; enlarged 0, 50, 150, 200; the checkerboard adds ±2.55.
        byte[] from = [0, 0, 200, 200, 0, 0, 200, 200];
        var to = new byte[8];

        CifarForgery.ForgePlane(from, to, 4);

        Assert.Equal([3, 47, 153, 197, 0, 53, 147, 203], to.Select(value => (int)value));
    }

    [Fact]
    public void Pair_Photographs_KeepsEachAndPutsItsForgeryBehind()
    {
        using var photographs = ImageSets.Numbered(3);
        using var pairs = CifarForgery.Pair(photographs);

        Assert.Equal(6, pairs.Count);
        Assert.Equal([1L, 0, 1, 0, 1, 0], pairs.ToLabels());
        Assert.Equal([0L, 0, 1, 1, 2, 2], pairs.Subjects!.data<long>().ToArray());
        Assert.Equal(photographs.ToPlanes()[4..8], pairs.ToPlanes()[8..12]);
        Assert.NotEqual(photographs.Source.Sha256, pairs.Source.Sha256);
        Assert.Contains("each also forged", pairs.Source.Description);
    }

    [Fact]
    public void Recompression_LowerQuality_ChangesMoreAndKeepsLabelsAndMasks()
    {
        using var set = ProceduralPhotographs.Generate(30, seed: 1);
        var distances = new List<double>();
        foreach (var quality in new[] { 90, 70, 50, 30 })
        {
            using var compressed = JpegRecompression.Of(set, quality);
            Assert.Equal(set.ToLabels(), compressed.ToLabels());
            Assert.Equal(2, compressed.Masks.Count);
            Assert.Contains($"JPEG of quality {quality}", compressed.Source.Description);
            distances.Add(set.ToPlanes().Zip(compressed.ToPlanes(), (a, b) => Math.Abs(a - b)).Average());
        }

        Assert.Equal(distances.Order(), distances);
        Assert.InRange(distances[0], 0.5, 12);
    }

    private void WriteJpeg(string name, byte value) => folder.Write(name, Jpeg.Encode(Solid(value, 32), 95));

    private void WriteZip(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        folder.Write("a.zip", stream.ToArray());
    }

    private string ZipFails() => Assert.Throws<DataException>(() => GeneratedImages.Load(folder["a.zip"])).Message;

    private static Picture Solid(byte value, int side) =>
        new(side, side, 3, [.. Enumerable.Repeat(value, side * side * 3)]);

    private static byte[] Png(byte value) => PngFiles.Encode(Solid(value, 32).Samples, 32, 32, 3, _ => 1);
}
