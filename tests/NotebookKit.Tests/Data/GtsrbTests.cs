using NotebookKit.Data;
using Xunit;

namespace NotebookKit.Tests.Data;

public sealed class GtsrbTests : IDisposable
{
    private readonly GtsrbFolder folder = new();

    [Fact]
    public void LoadTraining_OfThePublishedLayout_CutsTheRegionsAndTellsTheTracks()
    {
        folder.Add(3, tracks: 2, frames: 2);
        folder.Add(1, tracks: 1, frames: 3);

        var (signs, tracks) = Gtsrb.LoadTraining(folder.Root, 4);
        using var owned = signs;

        Assert.True(Gtsrb.IsAt(folder.Root));
        Assert.Equal([3, 4], Gtsrb.Counts(folder.Root));
        Assert.Equal(["1", "3"], signs.Classes);
        Assert.Equal([0, 0, 0, 1, 1, 1, 1], signs.ToLabels());
        Assert.Equal([0, 0, 0, 0, 0, 1, 1], tracks);
        Assert.Equal([7, 3, 4, 4], signs.Images.shape);
        var planes = signs.ToPlanes();                                    // of the white around it nothing is left
        Assert.All(planes[..(3 * 48)], value => Assert.Equal(40, value));
        Assert.All(planes[(5 * 48)..], value => Assert.Equal(130, value));
        Assert.Equal(("gtsrb", false), (signs.Source.Id, signs.Source.StandIn));
    }

    [Theory]
    [InlineData("Final_Training")]
    [InlineData("Final_Training/Images")]
    public void IsAt_TheFoldersBelow_IsTrueToo(string below)
    {
        folder.Add(0, tracks: 1, frames: 1);

        Assert.True(Gtsrb.IsAt(Path.Combine(folder.Root, below)));
        Assert.False(Gtsrb.IsAt(folder.Class(0)));
        Assert.False(Gtsrb.IsAt(Path.Combine(folder.Root, "none")));
    }

    [Fact]
    public void LoadTraining_OfARegionOfTwoPixels_InterpolatesBetweenTheirMiddles()
    {
        folder.Add(0, tracks: 1, frames: 1);
        File.WriteAllBytes(
            Path.Combine(folder.Class(0), "00000_00000.ppm"),
            GtsrbFolder.Ppm(4, 1, (x, _) => (byte)(x == 2 ? 200 : 100)));
        File.WriteAllLines(folder.Table(0), [GtsrbFolder.Header, "00000_00000.ppm;4;1;1;0;2;0;0"]);

        using var signs = Gtsrb.LoadTraining(folder.Root, 4).Pictures;

        Assert.Equal([100, 125, 175, 200], signs.ToPlanes()[..4]);
    }

    [Fact]
    public void LoadTest_WhereItIsThere_HasItsOwnPictures_AndElseIsNull()
    {
        folder.Add(1, tracks: 1, frames: 1);
        folder.Add(3, tracks: 1, frames: 1);
        Assert.Null(Gtsrb.LoadTest(folder.Root, ["1", "3"], 4));
        folder.AddTest(3, 1, 3);

        using var test = Gtsrb.LoadTest(folder.Root, ["1", "3"], 4)!;

        Assert.Equal([1, 0, 1], test.ToLabels());
        Assert.All(test.ToPlanes()[48..96], value => Assert.Equal(45, value));
        Refused("ClassId must be one of 1, which have training pictures, but is 3", ["1"]);

        void Refused(string said, string[] classes) => Assert.Contains(
            said, Assert.Throws<DataException>(() => Gtsrb.LoadTest(folder.Root, classes, 4)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Filename;Width;Height;Roi.X1;Roi.Y1;Roi.Y2;ClassId\n", "but lacks Roi.X2; it has: Filename, Width")]
    [InlineData("", "but lacks Filename; it has: .")]
    [InlineData(GtsrbFolder.Header, "must name a picture of its class at least, but names none")]
    [InlineData(
        GtsrbFolder.Header + "\n00000_00000.ppm;14;12;2;3;11",
        "line 2, must have a cell for each of 8 columns, but has 6")]
    [InlineData(
        GtsrbFolder.Header + "\n00000_00000.ppm;14;12;2;x;11;10;0",
        "line 2: Roi.Y1 must be a whole number, 0 or more, but is 'x'")]
    [InlineData(
        GtsrbFolder.Header + "\n00000_00000.ppm;14;12;-2;3;11;10;0",
        "Roi.X1 must be a whole number, 0 or more, but is '-2'")]
    [InlineData(
        GtsrbFolder.Header + "\n00000_00000.ppm;14;12;2;3;14;9;0",
        "the region must lie inside 00000_00000.ppm, which is 14x12, but runs from pixel (2, 3) to (14, 9)")]
    [InlineData(GtsrbFolder.Header + "\n00000_00000.ppm;14;12;2;3;1;9;0", "but runs from pixel (2, 3) to (1, 9)")]
    [InlineData(GtsrbFolder.Header + "\n00000_00007.ppm;14;12;2;3;10;9;0", "names the picture 00000_00007.ppm, but")]
    [InlineData(
        GtsrbFolder.Header + "\n../00000/00000_00000.ppm;14;12;2;3;10;9;0",
        "names the picture ../00000/00000_00000.ppm, but")]
    [InlineData(
        GtsrbFolder.Header + "\n00000_00000.ppm;14;12;2;3;10;9;4",
        "ClassId must be 0, as the folder 00000 says, but is 4")]
    public void LoadTraining_BadTable_SaysWhereAndWhatToDo(string table, string said)
    {
        folder.Add(0, tracks: 1, frames: 1);
        File.WriteAllText(folder.Table(0), table);

        var error = Assert.Throws<DataException>(() => Gtsrb.LoadTraining(folder.Root, 4));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("00000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadTraining_NameWithoutTrack_IsRefused()
    {
        folder.Add(0, tracks: 1, frames: 1);
        File.Copy(Path.Combine(folder.Class(0), "00000_00000.ppm"), Path.Combine(folder.Class(0), "sign.ppm"));
        File.WriteAllLines(folder.Table(0), [GtsrbFolder.Header, "sign.ppm;14;12;2;3;10;9;0"]);

        var error = Assert.Throws<DataException>(() => Gtsrb.LoadTraining(folder.Root, 4));

        Assert.Contains(
            "must begin with the number of its track, as 00003_00012.ppm does, but is sign.ppm", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void LoadTraining_ClassFolderWithoutTable_IsRefused()
    {
        folder.Add(0, tracks: 1, frames: 1);
        Directory.CreateDirectory(folder.Class(1));

        var error = Assert.Throws<DataException>(() => Gtsrb.LoadTraining(folder.Root, 4));

        Assert.Contains("00001 must hold GT-00001.csv", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
