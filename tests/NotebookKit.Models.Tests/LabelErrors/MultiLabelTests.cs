using System.Text.Json;
using NotebookKit.Models.LabelErrors;
using Xunit;

namespace NotebookKit.Models.Tests;

/// <summary>multilabel.json: one class against the rest, cleanlab 2.9.0.</summary>
public sealed class MultiLabelTests
{
    public static TheoryData<int> Cases => [0, 1];

    [Theory, MemberData(nameof(Cases))]
    public void Joints_MultiLabel_EqualOracle(int number)
    {
        var (c, labels, probs) = Read(number);

        var found = MultiLabelErrors.Find(labels, probs);

        var joints = c.GetProperty("confident_joint").EnumerateArray().ToArray();
        var calibrated = c.GetProperty("calibrated_joint").EnumerateArray().ToArray();
        var thresholds = c.GetProperty("thresholds").EnumerateArray().ToArray();
        Assert.Equal(joints.Length, found.PerClass.Count);
        for (var k = 0; k < joints.Length; k++)
        {
            Assert.Equal(joints[k].Counts(), found.PerClass[k].Joint.Counts);
            Assert.Equal(calibrated[k].Counts(), found.PerClass[k].Calibrated.Counts);
            Oracle.Near(thresholds[k].Doubles(), found.PerClass[k].Thresholds, 1e-12);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Filters_MultiLabel_EqualOracle(int number)
    {
        var (c, labels, probs) = Read(number);
        foreach (var filter in c.GetProperty("filters").EnumerateObject())
        {
            var found = MultiLabelErrors.Find(
                labels, probs, new LabelErrorOptions { Filter = Names.Filter(filter.Name) });

            Assert.True(filter.Value.Ints().SequenceEqual(found.Indices),
                $"{filter.Name}: got {string.Join(", ", found.Indices)}");
            Assert.Equal(found.Indices, found.Ranked.Order());
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void PerClassAndScores_MultiLabel_EqualOracle(int number)
    {
        var (c, labels, probs) = Read(number);

        var found = MultiLabelErrors.Find(labels, probs);

        var flagged = c.GetProperty("per_class_prune_by_noise_rate").Matrix();
        Assert.Equal(flagged.Cast<double>().Select(f => f == 1), found.Flagged.Cast<bool>());
        // stored with 9 digits
        Oracle.Near(c.GetProperty("label_quality_scores_default").Doubles(), found.Scores, 2e-9);
    }

    [Fact]
    public void Softmin_LowScoreAmongHigh_LiesNearTheLowest()
    {
        int[][] labels = [[0], []];
        double[,] probs = { { 0.9, 0.8, 0.05 }, { 0.5, 0.5, 0.5 } };

        var scores = MultiLabelScores.Of(labels, probs, aggregate: MultiLabelAggregate.Softmin);

        // Scores of the first are 0.9, 0.2, 0.95; weights exp(-(s - 0.2) / 0.1).
        var (w1, w2) = (Math.Exp(-7), Math.Exp(-7.5));
        Assert.Equal((0.2 + (0.9 * w1) + (0.95 * w2)) / (1 + w1 + w2), scores[0], 1e-12);
        Assert.Equal(0.5, scores[1], 1e-12);
    }

    [Fact]
    public void JointOfRelease101_ByHand_CountsEveryConfidentClassForEachLabel()
    {
        int[][] labels = [[0, 1], [0], [1]];
        double[,] probs = { { 0.9, 0.6 }, { 0.5, 0.9 }, { 0.8, 0.8 } };
        // Thresholds 0.7 and 0.7. Confident: {0}, {1}, {0, 1}.

        var joint = MultiLabelErrors.JointOfRelease101(labels, probs);

        Assert.Equal(new long[,] { { 1, 1 }, { 2, 1 } }, joint.Counts);
    }

    [Fact]
    public void Find_BadSets_AreRefused()
    {
        double[,] probs = { { 0.1, 0.9 }, { 0.3, 0.2 } };

        Assert.Contains("givenLabels[1] holds 2; labels run from 0 to 1", Refused([[0], [2]], probs));
        Assert.Contains("at most once", Refused([[0, 0], []], probs));
        Assert.Contains("givenLabels has 1 sets, but predProbs has 2 rows", Refused([[0]], probs));
        Assert.Contains("predProbs[0, 1] is 1.5", Refused([[0]], new[,] { { 0.2, 1.5 } }));

        static string Refused(int[][] labels, double[,] probs) =>
            Assert.Throws<ArgumentException>(() => MultiLabelErrors.Find(labels, probs)).Message;
    }

    private static (JsonElement Case, int[][] Labels, double[,] PredProbs) Read(int number)
    {
        var c = Oracle.Read("multilabel.json").GetProperty("cases")[number];
        return (c, [.. c.GetProperty("labels").EnumerateArray().Select(l => l.Ints())],
            c.GetProperty("pred_probs").Matrix());
    }
}
