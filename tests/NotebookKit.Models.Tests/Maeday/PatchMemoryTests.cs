using NotebookKit.Models.Maeday;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Maeday;

public sealed class PatchMemoryTests
{
    [Fact]
    public void Maps_OfTheSupportItself_AreZero_AndADefectStandsOutWhereItIs()
    {
        using var scope = NewDisposeScope();
        var support = Stripes();
        using var features = LocalPatches.Fit(support);
        using var memory = PatchMemory.Fit(features, support, sigma: 1.4);
        var damaged = support.clone();
        damaged.narrow(2, 20, 4).narrow(3, 8, 4).fill_(-2);

        var (sound, maps) = (memory.Maps(support), memory.Maps(damaged));

        Assert.InRange(sound.max().item<float>(), 0, 0.05);
        var peak = maps.flatten().argmax().item<long>();
        Assert.InRange(peak / 32, 18, 25);
        Assert.InRange(peak % 32, 6, 13);
        Assert.True(maps.max().item<float>() > 1);
    }

    [Fact]
    public void SupportMaps_ComparesEachPictureWithTheOthers_OneWithItsOtherHalf()
    {
        using var scope = NewDisposeScope();
        var stripes = Stripes();
        var odd = cat([stripes, stripes.clone(), rand(1, 1, 32, 32)]);
        using var features = LocalPatches.Fit(odd);
        using var memory = PatchMemory.Fit(features, odd, sigma: 1.4);
        using var single = PatchMemory.Fit(features, stripes, sigma: 1.4);

        var maxima = memory.SupportMaps(odd).flatten(1).amax([1]).data<float>().ToArray();

        Assert.InRange(maxima[0], 0, 0.05);
        Assert.InRange(maxima[1], 0, 0.05);
        Assert.InRange(maxima[2], 0.3, 10);
        Assert.Equal([1L, 32, 32], single.SupportMaps(stripes).shape);
        // away from borders
        Assert.InRange(single.SupportMaps(stripes).narrow(2, 8, 16).max().item<float>(), 0, 0.05);
    }

    // 224 as in full mode: a place for every 7 pixels, and patches that still overlap.
    [Theory]
    [InlineData(32, 32)]
    [InlineData(64, 32)]
    [InlineData(224, 32)]
    public void LocalPatches_OfAnySide_HaveAGridOfPlaces_AndFindADefectWhereItIs(int side, int places)
    {
        using var scope = NewDisposeScope();
        var support = rand(1, 1, side, side) * 0.1;
        using var features = LocalPatches.Fit(support);
        using var memory = PatchMemory.Fit(features, support, sigma: 1.4);
        var damaged = support.clone();
        damaged.narrow(2, side / 2, side / 8).narrow(3, side / 4, side / 8).fill_(1);

        var peak = memory.Maps(damaged).flatten().argmax().item<long>();

        Assert.Equal([1L, 12, places, places], features.Of(support).shape);
        Assert.InRange(peak / side, side * 7 / 16, side * 11 / 16);
        Assert.InRange(peak % side, side * 3 / 16, side * 7 / 16);
    }

    [Fact]
    public void Coreset_TakesTheFarthestInTurn()
    {
        using var scope = NewDisposeScope();
        var rows = tensor(new float[] { 0, 1, 10, 11, 5 }, [5, 1]);

        Assert.Equal([0f, 11, 5], PatchMemory.Coreset(rows, 3).flatten().data<float>().ToArray());
    }

    [Fact]
    public void Fit_ManyPictures_KeepsATenth_UpToFourAll()
    {
        using var scope = NewDisposeScope();
        var pictures = rand(5, 1, 16, 16);
        using var features = LocalPatches.Fit(pictures);

        using var four = PatchMemory.Fit(features, pictures.narrow(0, 0, 4), 1.4);
        using var five = PatchMemory.Fit(features, pictures, 1.4);

        Assert.Equal(4 * 24 * 24, four.Count);
        Assert.Equal(5 * 24 * 24 / 10, five.Count);
    }

    private static Tensor Stripes() =>
        (arange(32, ScalarType.Float32) * (2 * Math.PI / 8)).cos().reshape(1, 1, 1, 32).expand(
            1, 1, 32, 32).contiguous();
}
