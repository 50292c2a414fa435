using FsCheck;
using FsCheck.Fluent;
using NotebookKit.Metrics;
using Xunit;

namespace NotebookKit.Tests.Metrics;

public class AurocTests
{
    [Fact]
    public void Auroc_WorkedExample_CountsTiesHalf()
    {
        // Pairs (positive, negative): (0.8, 0.8) tie, (0.8, 0.3) won, (0.4, 0.8) lost, (0.4, 0.3) won -> 2.5 of 4.
        Assert.Equal(2.5 / 4, Auroc.Of([0.8, 0.4, 0.8, 0.3], [1, 1, 0, 0]), 12);
    }

    [Fact]
    public void Auroc_AnyScores_EqualsTheCountOverAllPairs() => Prop.ForAll(Cases(), example =>
    {
        var (scores, labels) = example;
        double won = 0, pairs = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            for (var j = 0; j < scores.Length; j++)
            {
                if (labels[i] == 1 && labels[j] == 0)
                {
                    pairs++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }

        return Math.Abs(Auroc.Of(scores, labels) - won / pairs) < 1e-12;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void RocCurve_AnyScores_IsMonotoneAndItsTrapezoidsSumToAuroc() => Prop.ForAll(Cases(), example =>
    {
        var points = RocCurve.Of(example.Scores, example.Labels);
        var area = 0.0;
        for (var i = 1; i < points.Count; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            Assert.True(to.FalsePositiveRate >= from.FalsePositiveRate && to.TruePositiveRate >= from.TruePositiveRate);
            Assert.True(to.Threshold < from.Threshold);
            area += (to.FalsePositiveRate - from.FalsePositiveRate) * (to.TruePositiveRate + from.TruePositiveRate) / 2;
        }

        Assert.Equal((0.0, 0.0), (points[0].FalsePositiveRate, points[0].TruePositiveRate));
        Assert.Equal((1.0, 1.0), (points[^1].FalsePositiveRate, points[^1].TruePositiveRate));
        return Math.Abs(area - Auroc.Of(example.Scores, example.Labels)) < 1e-12;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Auroc_ScoresNegated_IsTheComplement() => Prop.ForAll(Cases(), example =>
        Math.Abs(Auroc.Of(example.Scores, example.Labels)
            + Auroc.Of([.. example.Scores.Select(s => -s)], example.Labels) - 1) < 1e-12)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Auroc_OneClassMissing_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Auroc.Of([0.1, 0.2], [1, 1]));

        Assert.Contains("needs positive and negative examples", error.Message);
    }

    [Fact]
    public void Auroc_NaN_IsNamedWithItsPlace()
    {
        var error = Assert.Throws<ArgumentException>(() => Auroc.Of([0.1, double.NaN], [1, 0]));

        Assert.Equal("scores[1] is NaN; it must be a finite number.", error.Message);
    }

    // Scores from a few values only, so that ties are common; at least one example of each class.
    private static Arbitrary<(double[] Scores, long[] Labels)> Cases() => Gen.Choose(0, 6)
        .Zip(Gen.Choose(0, 1))
        .NonEmptyListOf()
        .Select(pairs => (
            (double[])[.. pairs.Select(pair => pair.Item1 / 6.0), 0.5, 0.5],
            (long[])[.. pairs.Select(pair => (long)pair.Item2), 0, 1]))
        .ToArbitrary();
}
