using NotebookKit.Metrics;
using Xunit;

namespace NotebookKit.Tests.Metrics;

public class IntervalTests
{
    // Two-sided 95 % points of Student's t from printed tables, by degrees of freedom.
    [Theory]
    [InlineData(2, 12.706)]
    [InlineData(3, 4.303)]
    [InlineData(4, 3.182)]
    [InlineData(5, 2.776)]
    [InlineData(10, 2.262)]
    [InlineData(31, 2.042)]
    public void OverSeeds_AnyCount_UsesTheTabledT(int count, double t)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        var mean = (count - 1) / 2.0;
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (count - 1));

        var interval = Interval.OverSeeds(values);

        Assert.Equal(mean, interval.Mean, 12);
        Assert.Equal(t, (interval.High!.Value - mean) / (deviation / Math.Sqrt(count)), 3);
        Assert.Equal(mean - interval.Low!.Value, interval.High.Value - mean, 9);
    }

    [Fact]
    public void OverSeeds_OneSeed_HasNoSpread() =>
        Assert.Equal(new Interval(0.93, null, null), Interval.OverSeeds([0.93]));

    [Fact]
    public void OverSeeds_EqualValues_HasWidthZero()
    {
        var interval = Interval.OverSeeds([0.5, 0.5, 0.5]);

        Assert.Equal((0.5, 0.5, 0.5), (interval.Mean, interval.Low, interval.High));
    }

    [Fact]
    public void OverSeeds_None_IsRefused() => Assert.Throws<ArgumentException>(() => Interval.OverSeeds([]));

    [Fact]
    public void OverSeeds_SeventyPercent_CoversAboutThatShare()
    {
        var random = new Random(11);
        var covered = 0;
        for (var trial = 0; trial < 4000; trial++)
        {
            double[] values = [.. Enumerable.Range(0, 4).Select(
                _ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
            var interval = Interval.OverSeeds(values, level: 0.7);
            covered += interval.Low <= 0 && interval.High >= 0 ? 1 : 0;
        }

        Assert.InRange(covered / 4000.0, 0.67, 0.73);                     // four standard errors around 0.7
    }

    // Newcombe 1998 (Statistics in Medicine 17), table I, method 3: the Wilson score interval.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void OfProportion_PublishedCases_GivesThePublishedEnds(int successes, int trials, double low, double high)
    {
        var interval = Interval.OfProportion(successes, trials);

        Assert.Equal((double)successes / trials, interval.Mean, 12);
        Assert.Equal(low, interval.Low!.Value, 4);
        Assert.Equal(high, interval.High!.Value, 4);
    }

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(11, 10)]
    [InlineData(0, 0)]
    public void OfProportion_ImpossibleCounts_AreRefused(int successes, int trials) =>
        Assert.Throws<ArgumentException>(() => Interval.OfProportion(successes, trials));
}
