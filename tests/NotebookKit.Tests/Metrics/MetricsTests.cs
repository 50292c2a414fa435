using NotebookKit.Metrics;
using Xunit;

namespace NotebookKit.Tests.Metrics;

public class MetricsTests
{
    // Eight predictions counted by hand: TP 3, FP 1, FN 2, TN 2 for class 1.
    private static readonly long[] Labels = [1, 1, 1, 1, 1, 0, 0, 0];
    private static readonly long[] Predicted = [1, 1, 1, 0, 0, 1, 0, 0];

    [Fact]
    public void Accuracy_HandCount_IsTheShareOfAgreement() => Assert.Equal(5.0 / 8, Accuracy.Of(Predicted, Labels), 12);

    [Fact]
    public void ClassificationReport_HandCount_GivesPrecisionRecallAndF1()
    {
        var report = ClassificationReport.Of(Predicted, Labels, positive: 1);

        Assert.Equal(3.0 / 4, report.Precision, 12);
        Assert.Equal(3.0 / 5, report.Recall, 12);
        Assert.Equal(2 * 0.75 * 0.6 / 1.35, report.F1, 12);
        Assert.Equal(5, report.Support);
        Assert.Equal(8, report.Count);
    }

    [Fact]
    public void ClassificationReport_OtherClassPositive_ChangesTheNumbers()
    {
        var report = ClassificationReport.Of(Predicted, Labels, positive: 0);

        Assert.Equal(2.0 / 4, report.Precision, 12);
        Assert.Equal(2.0 / 3, report.Recall, 12);
    }

    [Fact]
    public void ClassificationReport_NothingPredictedPositive_IsZeroNotNaN()
    {
        var report = ClassificationReport.Of([0, 0], [1, 0], positive: 1);

        Assert.Equal((0.0, 0.0, 0.0), (report.Precision, report.Recall, report.F1));
    }

    [Fact]
    public void ConfusionMatrix_HandCount_HasLabelsInRows()
    {
        var matrix = ConfusionMatrix.Of(Predicted, Labels, classes: 3);

        Assert.Equal(new long[,] { { 2, 1, 0 }, { 2, 3, 0 }, { 0, 0, 0 } }, matrix.Counts);
        Assert.Equal(8, matrix.Total);
        Assert.Equal(5.0 / 8, matrix.Accuracy, 12);
        Assert.Equal(2.0 / 5, matrix.RowShares()[1, 0], 12);
        Assert.Equal(0.0, matrix.RowShares()[2, 2]);
    }

    [Fact]
    public void ConfusionMatrix_ClassOutOfRange_IsNamedWithItsPlace()
    {
        var error = Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([0, 1], [0, 7], classes: 2));

        Assert.Equal("labels[1] is 7; classes run from 0 to 1.", error.Message);
    }

    [Fact]
    public void Accuracy_LengthsDiffer_SaysBoth()
    {
        var error = Assert.Throws<ArgumentException>(() => Accuracy.Of([1, 0], [1]));

        Assert.Contains("predicted has 2 and labels has 1", error.Message);
    }

    [Fact]
    public void Accuracy_Empty_IsRefused() => Assert.Throws<ArgumentException>(() => Accuracy.Of([], []));
}
