using NotebookKit.Metrics;
using Xunit;

namespace NotebookKit.Tests.Metrics;

public class CalibrationTests
{
    [Fact]
    public void Calibration_WorkedExample_GivesTheExpectedError()
    {
        // Two bins: (0, 0.5] holds 0.2 wrong and 0.4 right (gap 0.2), (0.5, 1] holds 0.9 right and 1.0 right (gap
        // 0.05).
        var calibration = Calibration.Of([0.2, 0.4, 0.9, 1.0], [false, true, true, true], bins: 2);

        Assert.Equal(0.5 * 0.2 + 0.5 * 0.05, calibration.ExpectedError, 12);
        Assert.Equal((2, 2), (calibration.Bins[0].Count, calibration.Bins[1].Count));
        Assert.Equal(0.95, calibration.Bins[1].Confidence, 12);
    }

    [Fact]
    public void Calibration_EdgesOfBins_BelongToTheLowerBin()
    {
        var calibration = Calibration.Of([0.0, 0.5, 1.0], [true, true, true], bins: 2);

        Assert.Equal((2, 1), (calibration.Bins[0].Count, calibration.Bins[1].Count));
    }

    [Fact]
    public void Calibration_SureAndRight_IsZero() =>
        Assert.Equal(0.0, Calibration.Of([1.0, 1.0], [true, true]).ExpectedError);

    [Fact]
    public void Calibration_SureAndWrong_IsOne() =>
        Assert.Equal(1.0, Calibration.Of([1.0, 1.0], [false, false]).ExpectedError);

    [Fact]
    public void Calibration_ManyRandomPredictions_CountsEachOnceAndStaysInTheUnitInterval()
    {
        var random = new Random(5);
        double[] confidence = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())];
        bool[] correct = [.. confidence.Select(value => random.NextDouble() < value)];

        var calibration = Calibration.Of(confidence, correct);

        Assert.Equal(15, calibration.Bins.Count);
        Assert.Equal(2000, calibration.Bins.Sum(bin => bin.Count));
        // Right as often as said: only counting noise is left.
        Assert.InRange(calibration.ExpectedError, 0.0, 0.06);
        Assert.All(calibration.Bins, bin => Assert.InRange(bin.Confidence, bin.Low, bin.High));
    }

    [Fact]
    public void Calibration_Binary_TakesTheConfidenceOfThePredictedClass()
    {
        var binary = Calibration.OfBinary([0.1, 0.8], [0, 0], bins: 15);
        var general = Calibration.Of([0.9, 0.8], [true, false], bins: 15);

        Assert.Equal(general.ExpectedError, binary.ExpectedError, 12);
    }

    [Fact]
    public void Calibration_ConfidenceOutsideUnitInterval_IsNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => Calibration.Of([0.5, 1.2], [true, true]));

        Assert.Equal("confidence[1] is 1.2; it must lie in [0, 1].", error.Message);
    }
}
