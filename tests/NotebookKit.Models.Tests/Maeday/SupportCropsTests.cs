using NotebookKit.Models.Maeday;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Maeday;

public sealed class SupportCropsTests
{
    [Fact]
    public void Windows_OfTheReflectedSupport_AreNeverRescaled()
    {
        using var scope = NewDisposeScope();
        var support = arange(2 * 64, ScalarType.Float32).reshape(2, 1, 8, 8);

        var crops = SupportCrops.Windows(support, 8, 6, seed: 1, step: 0);

        Assert.Equal([6L, 1, 8, 8], crops.shape);
        // Neighbours differ by 1 within a row, or by -1 behind a reflection.
        Assert.True((crops.narrow(3, 1, 7) - crops.narrow(3, 0, 7)).abs().eq(1).all().item<bool>());
        Assert.True(crops[0].max().item<float>() < 64 && crops[1].min().item<float>() >= 64);
        Assert.True(crops.eq(SupportCrops.Windows(support, 8, 6, seed: 1, step: 0)).all().item<bool>());
        Assert.False(crops.eq(SupportCrops.Windows(support, 8, 6, seed: 1, step: 1)).all().item<bool>());
    }

    // A ramp along the columns: a crop's slope tells its scale, and the axis of the slope its turn.
    [Fact]
    public void Resized_HoldHalfTheAreaOrMore_AndStandUprightWithoutTurns()
    {
        using var scope = NewDisposeScope();
        var ramp = arange(32, ScalarType.Float32).expand(1, 1, 32, 32);

        var crops = SupportCrops.Resized(ramp, 32, 40, turns: false, seed: 1, step: 0);

        Assert.Equal([40L, 1, 32, 32], crops.shape);
        Assert.True((crops.narrow(2, 1, 31) - crops.narrow(2, 0, 31)).abs().max().item<float>() < 1e-4);
        var scales = (crops.narrow(3, 20, 1) - crops.narrow(3, 10, 1)).mean([1, 2, 3]).data<float>().ToArray();
        Assert.All(scales, slope => Assert.InRange(slope / 10, Math.Sqrt(0.5) - 0.03, 1.0001));
        Assert.True(scales.Max() - scales.Min() > 1);
        Assert.True(crops.eq(SupportCrops.Resized(ramp, 32, 40, turns: false, seed: 1, step: 0)).all().item<bool>());
    }

    [Fact]
    public void Resized_WithTurns_HoldEveryQuarter()
    {
        using var scope = NewDisposeScope();
        var ramp = arange(32, ScalarType.Float32).expand(1, 1, 32, 32);

        var crops = SupportCrops.Resized(ramp, 32, 40, turns: true, seed: 1, step: 0);

        var across = (crops.narrow(3, 20, 1) - crops.narrow(3, 10, 1)).mean([1, 2, 3]).data<float>().ToArray();
        var down = (crops.narrow(2, 20, 1) - crops.narrow(2, 10, 1)).mean([1, 2, 3]).data<float>().ToArray();
        Assert.Contains(across, slope => slope > 5);
        Assert.Contains(across, slope => slope < -5);
        Assert.Contains(down, slope => slope > 5);
        Assert.Contains(down, slope => slope < -5);
    }

    [Fact]
    public void Turns_CoverEveryCategoryOfMvtec_AndAreRefusedToWhatIsNotKnown()
    {
        Assert.Equal(
            MaedayPaper.ZeroShot.Select(category => category.Category).Order(StringComparer.Ordinal),
            CategoryTurns.Reasons.Keys.Order(StringComparer.Ordinal));
        Assert.True(CategoryTurns.Allowed("screw"));
        Assert.False(CategoryTurns.Allowed("transistor"));
        Assert.False(CategoryTurns.Allowed("my bolts"));
    }
}
