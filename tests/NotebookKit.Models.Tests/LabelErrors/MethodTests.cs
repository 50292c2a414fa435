using NotebookKit.Data;
using NotebookKit.Models.LabelErrors;
using Xunit;

namespace NotebookKit.Models.Tests;

using LabelErrors = NotebookKit.Models.LabelErrors.LabelErrors;

/// <summary>Known noise, folds, and the measures of the experiment.</summary>
public sealed class MethodTests
{
    private static readonly int[] Partners = [1, 0, -1, 2];

    [Fact]
    public void Inject_TwelvePerCent_FlipsWhatItSays()
    {
        var labels = Enumerable.Range(0, 4_000).Select(i => i % 4).ToArray();

        var noisy = LabelNoise.Inject(labels, 4, 0.12, Partners, 0.5, seed: 17);

        Assert.Equal(0.12, noisy.FlippedShare, 1e-12);
        for (var i = 0; i < labels.Length; i++) Assert.Equal(noisy.Flipped[i], noisy.GivenLabels[i] != labels[i]);
        for (var k = 0; k < 4; k++)
        {
            Assert.Equal(1, Enumerable.Range(0, 4).Sum(j => noisy.NoiseMatrix[j, k]), 1e-9);
            Assert.Equal(0.88, noisy.NoiseMatrix[k, k], 1e-9);
            // half, and a third of the rest
            if (Partners[k] >= 0) Assert.InRange(noisy.NoiseMatrix[Partners[k], k], 0.06, 0.10);
        }

        Assert.Equal(noisy.GivenLabels, LabelNoise.Inject(labels, 4, 0.12, Partners, 0.5, seed: 17).GivenLabels);
        Assert.NotEqual(noisy.GivenLabels, LabelNoise.Inject(labels, 4, 0.12, Partners, 0.5, seed: 18).GivenLabels);
    }

    [Fact]
    public void Inject_BadInput_IsRefused()
    {
        Assert.Contains("share is 1", Refused(1, Partners, 0.5));
        Assert.Contains("partnerShare is 2", Refused(0.1, Partners, 2));
        Assert.Contains("partners has 1 classes of 4", Refused(0.1, [0], 0.5));
        Assert.Contains("partners[0] is 0", Refused(0.1, [0, 1, 2, 3], 0.5));

        static string Refused(double share, int[] partners, double partnerShare) =>
            Assert.Throws<ArgumentException>(
                () => LabelNoise.Inject([0, 1, 2, 3], 4, share, partners, partnerShare, 1)).Message;
    }

    [Fact]
    public void Folds_EveryClass_IsDealtOutEvenly()
    {
        var labels = Enumerable.Range(0, 101).Select(i => i % 3).ToArray();

        var folds = LabelErrorsMethod.Folds(labels, 4, seed: 1);

        for (var f = 0; f < 4; f++)
        {
            Assert.InRange(folds.Count(x => x == f), 25, 26);
            for (var k = 0; k < 3; k++) Assert.InRange(
                Enumerable.Range(0, 101).Count(i => folds[i] == f && labels[i] == k), 8, 9);
        }

        Assert.Contains(
            "folds is 1", Assert.Throws<ArgumentException>(() => LabelErrorsMethod.Folds(labels, 1, 1)).Message);
    }

    [Fact]
    public void Detect_ByHand_CountsHits()
    {
        var detection = LabelErrorsMethod.Detect([1, 2, 3], [true, true, true, false, false, false, false, false]);

        Assert.Equal((2 / 3.0, 2 / 3.0, 3 / 8.0), (detection.Precision, detection.Recall, detection.BaseRate));
        Assert.Equal(16 / 9.0, detection.Lift, 1e-12);
        Assert.True(double.IsNaN(LabelErrorsMethod.Detect([], [true]).Precision));
    }

    [Fact]
    public void Measures_ByHand_AreTheFormulas()
    {
        Assert.Equal(0.5, LabelErrorsMethod.Jaccard([1, 2, 3], [2, 3, 4]), 1e-12);
        Assert.Equal(1, LabelErrorsMethod.Jaccard([], []));
        Assert.Equal(0.05, LabelErrorsMethod.NoiseMatrixError(
            new[,] { { 0.9, 0 }, { 0.1, 1 } }, new[,] { { 0.8, 0 }, { 0.2, 1 } }), 1e-12);
        var votes = new[] { Vote(4, given: 5), Vote(7, given: 0), Vote(9, given: 1) };
        Oracle.Near([1, 0.5, 2 / 3.0], LabelErrorsMethod.PrecisionAtRank([7, 3, 4, 9], votes), 1e-12);
        var doubt = LabelErrorsMethod.Doubt([0, 1, 0], [9, 1, 6, 4, 5, 5], [1]);
        Assert.Equal((1, 1, 1 / 3.0), (doubt.Flagged, doubt.Doubted, doubt.DoubtedOfAll));

        static CrowdVote Vote(int id, int given) =>
            new(id, 0, 1, "0", "1", new Dictionary<string,
                int>(StringComparer.Ordinal) { ["given"] = given, ["guessed"] = 5 - given });
    }

    [Fact]
    public void Find_InjectedFlipsAndAKnowingModel_AreMostlyFound()
    {
        var set = RandomSet.Make(seed: 9, count: 4_000, classes: 5, steps: 0);
        var noisy = LabelNoise.Inject(set.Labels, 5, 0.12, [1, 0, 3, 2, -1], 0.5, seed: 17);

        var found = LabelErrors.Find(noisy.GivenLabels, set.Probs);

        var detection = LabelErrorsMethod.Detect(found.Indices, noisy.Flipped);
        Assert.True(detection.Lift > 2, $"precision {detection.Precision:P1} of base rate {detection.BaseRate:P1}");
        Assert.True(detection.Recall > 0.6, $"recall {detection.Recall:P1}");
    }

    [Fact]
    public void FilterComparison_Cifar10_IsTheSpecificationsTable()
    {
        var comparison = FilterComparison.Of(Oracle.Published("cifar10"));

        Assert.Equal([284, 284, 226, 244, 706, 244, 244], comparison.Rows.Select(r => r.Crowd.Flagged));
        Assert.Equal([49, 46, 44, 48, 54, 50, 41], comparison.Rows.Select(r => r.Crowd.Confirmed));
        Assert.Equal(226 / 342.0, comparison.Overlap[0, 1], 1e-12);                     // "both" is their intersection
        var precision = comparison.PrecisionAtRank(LabelScore.NormalizedMargin);
        Assert.Equal(275, precision.Length);
        Assert.Equal(54 / 275.0, precision[^1], 1e-12);
    }

    [Fact]
    public void Doubt_Cifar10H_DoubtsFlaggedImagesMoreOften()
    {
        var set = Oracle.Published("cifar10");
        var counts = Npy.Load(Oracle.DataFile("labels", "cifar10h", "cifar10h-counts-u8.npy")).As<byte>();

        var doubt = LabelErrorsMethod.Doubt(
            set.GivenLabels, counts, LabelErrors.Find(set.GivenLabels, set.PredProbs).Indices);

        Assert.Equal(0.0079, doubt.DoubtedOfAll, 0.0005);                                // argmax agrees for 99.21 %
        Assert.True(doubt.DoubtedShare > 5 * doubt.DoubtedOfAll, $"{doubt.Doubted} of {doubt.Flagged}");
    }

    [Fact]
    public void Recipe_Modes_AreNamed()
    {
        Assert.Equal("small", LabelErrorsRecipe.For("small").Mode);
        Assert.Equal("No mode 'big' in 07-label-errors. It has: smoke, small, full.",
            Assert.Throws<ArgumentException>(() => LabelErrorsRecipe.For("big")).Message);
    }
}
