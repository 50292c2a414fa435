using NotebookKit.Explain.Faithfulness;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Explain;

public sealed class RegionScoreTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    [Fact]
    public void Lift_UniformMap_Is1()
    {
        var region = rand(5, 8, 8) > 0.7;

        var lift = RegionScore.Lift(ones(5, 8, 8), region);

        Assert.Equal(1, lift.Lift, 1e-12);
        Assert.Equal(5, lift.Images);
    }

    [Fact]
    public void Lift_AllEnergyInTheRegion_IsTheInverseOfItsArea()
    {
        var region = zeros([1, 8, 8], ScalarType.Bool);
        region.narrow(1, 0, 4).narrow(2, 0, 2).fill_(true);                 // 8 of 64 pixels

        var lift = RegionScore.Lift(region.to(ScalarType.Float32) * 0.3, region);

        Assert.Equal(8, lift.Lift, 1e-6);
        Assert.Equal(1, lift.Energy, 1e-6);
        Assert.Equal(0.125, lift.Area, 1e-12);
    }

    [Fact]
    public void Lift_HandExample_AveragesTheImages()
    {
        // image 0: energy 3 of 4 on half the area = 1.5; image 1: 1 of 4 on a quarter = 1; image 2: empty; image 3: no region.
        var maps = tensor(new double[] { 2, 1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1 }, [4, 2, 2]);
        var region = tensor(new[] { true, true, false, false, true, false, false, false, true, true, false, false, false, false, false, false }, [4, 2, 2]);

        var lift = RegionScore.Lift(maps, region);

        Assert.Equal(1.25, lift.Lift, 1e-12);
        Assert.Equal(0.5, lift.Energy, 1e-12);
        Assert.Equal(0.375, lift.Area, 1e-12);
        Assert.Equal((2, 2), (lift.Images, lift.Skipped));
        Assert.Equal([1.5, 1, double.NaN, double.NaN], lift.PerImage);
    }

    [Fact]
    public void PointingGame_HandExample_CountsHitsAndEmptyMapsAsMisses()
    {
        var maps = tensor(new float[] { 0, 0.2f, 0.9f, 0, 0.5f, 0.5f, 0, 0, 0, 0, 0, 0 }, [3, 2, 2]);
        var region = tensor(new[] { false, false, true, false, false, true, false, false, true, true, true, true }, [3, 2, 2]);

        var pointing = RegionScore.PointingGame(maps, region);

        Assert.Equal((1, 3, 1), (pointing.Hits, pointing.Images, pointing.Empty));    // image 1 ties: the first counts, a miss
        Assert.Equal(1.0 / 3, pointing.Share, 1e-12);
    }

    [Fact]
    public void Lift_RegionOfAnotherSize_NamesBoth()
    {
        var region = ones([2, 4, 4], ScalarType.Bool);

        var error = Assert.Throws<ShapeException>(() => RegionScore.Lift(ones(2, 8, 8), region));

        Assert.Contains("region must be [2, 8, 8], but is [2, 4, 4].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CentreSquare_32Pixels_IsAQuarterOfTheAreaInTheMiddle()
    {
        var square = RegionScore.CentreSquare(2, 32, 32, 16);

        Assert.Equal(2 * 256, square.sum().ToInt64());
        Assert.False(square[0, 7, 8].ToBoolean());
        Assert.True(square[0, 8, 8].ToBoolean() && square[1, 23, 23].ToBoolean());
        Assert.False(square[1, 24, 23].ToBoolean());
    }

    [Fact]
    public void CentreSquare_LargerThanTheImage_SaysTheLimit()
    {
        var error = Assert.Throws<ArgumentException>(() => RegionScore.CentreSquare(1, 32, 24, 25));

        Assert.Equal("side must be between 1 and the image's 24 pixels, but is 25.", error.Message);
    }

    public void Dispose() => scope.Dispose();
}
