using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Tests.Show;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(0, 1, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 0.98, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 1.02, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-3, 17, "-5 0 5 10 15 20")]
    [InlineData(0.951, 0.984, "0.950 0.955 0.960 0.965 0.970 0.975 0.980 0.985")]
    [InlineData(0, 48000, "0 10k 20k 30k 40k 50k")]
    [InlineData(0, 2e8, "0 5e7 1e8 1.5e8 2e8")]
    public void Of_Linear_ChoosesRoundTicks(double low, double high, string labels)
    {
        var scale = Scale.Of([low, high]);

        Assert.Equal(labels, string.Join(' ', scale.Ticks.Select(scale.Label)));
        Assert.InRange(low, scale.Low, scale.High);
        Assert.InRange(high, scale.Low, scale.High);
    }

    [Theory]
    [InlineData(0.005, 4, "0.005 0.01 0.02 0.05 0.1 0.2 0.5 1 2 5")]
    [InlineData(1e-6, 1, "1e-6 1e-5 1e-4 0.001 0.01 0.1 1")]
    [InlineData(1, 1e12, "1 100 1e4 1e6 1e8 1e10 1e12")]
    public void Of_Log_ChoosesPowersOfTen(double low, double high, string labels)
    {
        var scale = Scale.Of([low, high], AxisKind.Log);

        Assert.Equal(labels, string.Join(' ', scale.Ticks.Select(scale.Label)));
    }

    [Fact]
    public void At_LinearAndLog_MatchHandCalculation()
    {
        Assert.Equal(0.25, Scale.Between(2, 10).At(4), 12);
        Assert.Equal(2.0 / 3, Scale.Between(1, 1000, AxisKind.Log).At(100), 12);
        Assert.True(double.IsNaN(Scale.Between(1, 1000, AxisKind.Log).At(0)));
    }

    [Theory]
    [InlineData(AxisKind.Linear, 0, 1)]
    [InlineData(AxisKind.Log, 0.1, 1)]
    public void Of_NoUsableValue_IsTheUnitAxis(AxisKind kind, double low, double high)
    {
        var scale = Scale.Of([double.NaN, double.NegativeInfinity], kind);

        Assert.Equal((low, high), (scale.Low, scale.High));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-1e-9)]
    [InlineData(1e300)]
    public void Of_OneValue_HasItInside(double value)
    {
        var scale = Scale.Of([value, value]);

        Assert.InRange(scale.At(value), 0.01, 0.99);
        Assert.NotEmpty(scale.Ticks);
    }

    [Theory]
    [InlineData(1, 1, AxisKind.Linear)]
    [InlineData(0, double.NaN, AxisKind.Linear)]
    [InlineData(0, 1, AxisKind.Log)]
    public void Between_NoRange_Throws(double low, double high, AxisKind kind) =>
        Assert.Throws<ArgumentException>(() => Scale.Between(low, high, kind));
}
