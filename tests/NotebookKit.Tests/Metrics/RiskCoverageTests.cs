using NotebookKit.Metrics;
using Xunit;

namespace NotebookKit.Tests.Metrics;

public class RiskCoverageTests
{
    [Fact]
    public void Of_WorkedExample_KeepsTheCertainFirst()
    {
        // certain and right, two tied of which one is wrong, uncertain and wrong
        var curve = RiskCoverage.Of([0.1, 0.5, 0.5, 0.9], [false, true, false, true]);

        Assert.Equal([0.25, 0.75, 1], curve.Select(point => point.Coverage));
        Assert.Equal([0, 1.0 / 3, 0.5], curve.Select(point => point.Risk));
        Assert.Equal(0.5 / 3 + 0.25 * 0.5, RiskCoverage.Area(curve), 12);
    }

    [Fact]
    public void Area_PerfectRanking_IsLeast_AndReversedGreatest()
    {
        bool[] wrong = [false, true, false, false, true, false];
        double[] perfect = [.. wrong.Select(w => w ? 1.0 : 0.0)];

        var (best, worst, none) = (Area(perfect), Area([.. perfect.Select(p => -p)]), Area(new double[6]));

        Assert.True(best < none && none < worst);
        Assert.Equal(2.0 / 6, none, 12);

        double Area(double[] uncertainty) => RiskCoverage.Area(RiskCoverage.Of(uncertainty, wrong));
    }

    [Fact]
    public void Of_BadInput_SaysSo()
    {
        Assert.Throws<ArgumentException>(() => RiskCoverage.Of([], []));
        Assert.Throws<ArgumentException>(() => RiskCoverage.Of([0.1], [true, false]));
        Assert.Throws<ArgumentException>(() => RiskCoverage.Of([double.NaN], [true]));
    }
}
