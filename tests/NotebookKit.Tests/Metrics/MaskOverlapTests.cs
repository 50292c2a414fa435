using NotebookKit.Metrics;
using Xunit;

namespace NotebookKit.Tests.Metrics;

public class MaskOverlapTests
{
    [Fact]
    public void Iou_WithItselfOne_WithItsComplementZero_EmptyWithEmptyOne()
    {
        bool[] mask = [true, false, true, true];

        Assert.Equal(1, MaskOverlap.Iou(mask, mask));
        Assert.Equal(0, MaskOverlap.Iou(mask, [.. mask.Select(pixel => !pixel)]));
        Assert.Equal(1, MaskOverlap.Iou([false, false], [false, false]));
        Assert.Equal(2.0 / 4, MaskOverlap.Iou([true, true, true, false], mask));
    }

    [Fact]
    public void Curve_WorkedExample_HasEachThreshold()
    {
        var curve = MaskOverlap.Curve([0.9, 0.7, 0.7, 0.1], [true, true, false, true]);

        Assert.Equal([0.9, 0.7, 0.1], curve.Select(point => point.Threshold));
        Assert.Equal([1, 2.0 / 3, 0.75], curve.Select(point => point.Precision));
        Assert.Equal([1.0 / 3, 2.0 / 3, 1], curve.Select(point => point.Recall));
        Assert.Equal([1.0 / 3, 0.5, 0.75], curve.Select(point => point.Iou));
        Assert.Equal(0.1, MaskOverlap.Best([0.9, 0.7, 0.7, 0.1], [true, true, false, true]).Threshold);
    }

    [Fact]
    public void Best_AnyScores_IsTheIouAtItsThresholdAndNoneIsBetter()
    {
        var random = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            double[] scores = [.. Enumerable.Range(0, 40).Select(_ => random.Next(12) / 12.0)];
            bool[] truth = [.. scores.Select(score => random.NextDouble() < score || score > 0.95)];
            truth[0] = true;

            var best = MaskOverlap.Best(scores, truth);

            Assert.Equal(best.Iou, At(best.Threshold), 12);
            Assert.All(scores, threshold => Assert.True(At(threshold) <= best.Iou + 1e-12));

            double At(double threshold) => MaskOverlap.Iou([.. scores.Select(score => score >= threshold)], truth);
        }
    }

    [Fact]
    public void Curve_NoRegion_SaysThatRecallIsNotDefined()
    {
        var error = Assert.Throws<ArgumentException>(() => MaskOverlap.Curve([0.1, 0.2], [false, false]));

        Assert.Contains("needs a region", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MaskOverlap.Iou([true], [true, false]));
    }

    [Fact]
    public void Otsu_TwoValues_SeparatesThem()
    {
        foreach (var (low, high) in new[] { (0.0, 1.0), (-3.0, -2.9), (0.2, 0.2000001) })
        {
            var threshold = OtsuThreshold.Of([low, high, low, low, high]);

            Assert.True(low < threshold && threshold < high);
        }
    }

    [Fact]
    public void Otsu_AnyValues_MaximisesTheVarianceBetweenTheParts()
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 4 + random.NextDouble() : random.NextDouble())];

        var best = Between(OtsuThreshold.Of(values));

        Assert.All(values.Order().SkipLast(1), threshold => Assert.True(Between(threshold) <= best + 1e-12));

        double Between(double threshold)
        {
            var (low, high) = (values.Where(v => v <= threshold).ToArray(), values.Where(v => v > threshold).ToArray());
            return low.Length * high.Length * Math.Pow(high.Average() - low.Average(), 2);
        }
    }

    [Fact]
    public void Otsu_EqualValues_LeaveNothingAbove()
    {
        Assert.Equal(0.5, OtsuThreshold.Of([0.5, 0.5]));
        Assert.Throws<ArgumentException>(() => OtsuThreshold.Of([]));
        Assert.Throws<ArgumentException>(() => OtsuThreshold.Of([double.NaN]));
    }
}
