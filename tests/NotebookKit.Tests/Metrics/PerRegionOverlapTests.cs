using NotebookKit.Metrics;
using Xunit;

namespace NotebookKit.Tests.Metrics;

public class PerRegionOverlapTests
{
    // Two pictures of 3 x 4: a region of 4 that touches at a corner, one single pixel, and one of 2 in the second.
    private static readonly bool[] Truth =
    [
        true, true, false, false,
        false, false, true, true,
        true, false, false, false,

        false, false, false, false,
        false, true, true, false,
        false, false, false, false,
    ];

    [Fact]
    public void Regions_TouchingAtACorner_BelongTogether()
    {
        var found = ConnectedRegions.Of(Truth.AsSpan(0, 12), 4);

        Assert.Equal([4, 1], found.Sizes);
        Assert.Equal([1, 1, 0, 0, 0, 0, 1, 1, 2, 0, 0, 0], found.Labels);
        Assert.Empty(ConnectedRegions.Of(new bool[6], 3).Sizes);
        Assert.Equal([9], ConnectedRegions.Of([.. Enumerable.Repeat(true, 9)], 3).Sizes);
    }

    [Fact]
    public void Regions_AtTheEdges_DoNotWrapAround() =>
        Assert.Equal([1, 1], ConnectedRegions.Of([false, false, true, true, false, false], 3).Sizes);

    [Fact]
    public void Area_OfTheTruthItself_IsOne_OfItsOpposite_Zero()
    {
        double[] scores = [.. Truth.Select(pixel => pixel ? 1.0 : 0)];

        Assert.Equal(1, PerRegionOverlap.Area(scores, Truth, 3, 4), 12);
        Assert.Equal(0, PerRegionOverlap.Area([.. scores.Select(score => -score)], Truth, 3, 4), 12);
    }

    // Called in this order: the single pixel (overlap 1/3), a sound pixel (rate 1/17), half of the pair (1/2), and the
    // rest at once.
    [Fact]
    public void Area_WorkedExample_CountsEachRegionAlike()
    {
        var scores = new double[24];
        (scores[8], scores[2], scores[17]) = (4, 3, 2);

        var curve = PerRegionOverlap.Curve(scores, Truth, 3, 4);

        Assert.Equal([0, 0, 1.0 / 17, 1.0 / 17, 1], curve.Select(point => point.FalsePositiveRate));
        double[] overlaps = [0, 1.0 / 3, 1.0 / 3, 0.5, 1];
        Assert.All(curve.Zip(overlaps), pair => Assert.Equal(pair.Second, pair.First.Overlap, 12));
        var end = 0.5 + (0.5 * (0.3 - (1.0 / 17)) / (16.0 / 17));
        var area = ((1.0 / 17 / 3) + ((0.3 - (1.0 / 17)) * (0.5 + end) / 2)) / 0.3;
        Assert.Equal(area, PerRegionOverlap.Area(scores, Truth, 3, 4), 12);
    }

    [Fact]
    public void Area_ConstantMap_IsTheDiagonal() =>
        Assert.Equal(0.15, PerRegionOverlap.Area(new double[24], Truth, 3, 4), 12);

    [Fact]
    public void Curve_NothingDefective_OrBrokenInput_SaysSo()
    {
        var none = Assert.Throws<ArgumentException>(() => PerRegionOverlap.Curve(new double[4], new bool[4], 2, 2));
        Assert.Contains("sound and defective", none.Message, StringComparison.Ordinal);
        Assert.Contains("whole", Assert.Throws<ArgumentException>(
            () => PerRegionOverlap.Curve(new double[24], Truth, 5, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PerRegionOverlap.Area(new double[24], Truth, 3, 4, limit: 0));
    }
}
