using System.Text.Json;
using NotebookKit.Models.LabelErrors;
using Xunit;

namespace NotebookKit.Models.Tests;

using LabelErrors = NotebookKit.Models.LabelErrors.LabelErrors;

/// <summary>Published probabilities against filters_v2.json and filters_v1.json (cleanlab 2.9.0 and 1.0.1).</summary>
public sealed class PublishedOracleTests
{
    public static TheoryData<string> Sets => [.. PublishedSet.Names];

    public static TheoryData<string, LabelFilter> SetsAndFilters =>
        [.. from name in PublishedSet.Names from filter in Enum.GetValues<LabelFilter>() select (name, filter)];

    [Theory, MemberData(nameof(Sets))]
    public void Joint_Published_EqualsOracle(string name)
    {
        var set = Oracle.Published(name);
        var expected = Oracle.Read("filters_v2.json").GetProperty("datasets").GetProperty(name);

        var found = LabelErrors.Find(set.GivenLabels, set.PredProbs);

        Oracle.Near(expected.GetProperty("thresholds").Doubles(), found.Thresholds, 1e-12);
        Assert.Equal(expected.GetProperty("confident_joint_uncalibrated").Counts(), found.Joint.Counts);
        Assert.Equal(expected.GetProperty("confident_joint_calibrated").Counts(), found.Calibrated.Counts);
        Assert.Equal(expected.GetProperty("argmax_accuracy").GetDouble(), found.Accuracy, 1e-12);
    }

    [Theory, MemberData(nameof(SetsAndFilters))]
    public void Find_EveryFilter_EqualsOracle(string name, LabelFilter filter)
    {
        var set = Oracle.Published(name);
        var expected = Oracle.Read("filters_v2.json").GetProperty("datasets").GetProperty(name).GetProperty(
            "filters").GetProperty(Names.Of(filter));
        var stable = expected.GetProperty("with_stable_sort");

        var found = LabelErrors.Find(set.GivenLabels, set.PredProbs, new LabelErrorOptions { Filter = filter });

        Assert.Equal(stable.GetProperty("count").GetInt32(), found.Indices.Length);
        Assert.Equal(stable.GetProperty("sha256_sorted_indices").GetString(), Oracle.Hash(found.Indices));
        if (!stable.GetProperty("same_as_default").GetBoolean()) return;
        Assert.Equal(expected.GetProperty("indices").Ints(), found.Indices);
        foreach (var score in Enum.GetValues<LabelScore>())
        {
            var ranked = LabelErrors.Find(
                set.GivenLabels, set.PredProbs, new LabelErrorOptions { Filter = filter, RankBy = score });
            AssertRanking(expected.GetProperty("top20_ranked_by").GetProperty(Names.Of(score)).Ints(), ranked);
        }
    }

    [Theory, MemberData(nameof(SetsAndFilters))]
    public void Find_Release101_EqualsOracle(string name, LabelFilter filter)
    {
        if (filter is not (LabelFilter.PruneByNoiseRate or LabelFilter.PruneByClass or LabelFilter.Both)) return;
        var set = Oracle.Published(name);
        var oracle = Oracle.Read("filters_v1.json").GetProperty("datasets").GetProperty(name);
        var options = new LabelErrorOptions { Filter = filter, Semantics = Semantics.Release101 };

        var calibrated = LabelErrors.Find(set.GivenLabels, set.PredProbs, options);
        var uncalibrated = LabelErrors.Find(set.GivenLabels, set.PredProbs, options with { Joint = calibrated.Joint });

        Assert.Equal(oracle.GetProperty("confident_joint_uncalibrated").Counts(), calibrated.Joint.Counts);
        Assert.Equal(oracle.GetProperty("confident_joint_calibrated").Counts(), calibrated.Calibrated.Counts);
        Assert.Equal(Expected("calibrated"), calibrated.Indices);
        Assert.Equal(Expected("uncalibrated"), uncalibrated.Indices);

        int[] Expected(string joint) =>
            oracle.GetProperty("filters").GetProperty($"{Names.Of(filter)}|{joint}|n_jobs=1").GetProperty(
                "indices").Ints();
    }

    [Theory]
    [InlineData("cifar10", 275)]
    [InlineData("20news", 93)]
    [InlineData("imdb", 1310)]
    public void PublishedRecipe_Published_IsTheListTheCrowdChecked(string name, int count)
    {
        var set = Oracle.Published(name);

        var ids = PublishedRecipe.Find(set.GivenLabels, set.PredProbs);

        Assert.Equal(count, ids.Length);
        Assert.Equal(set.Votes.Select(v => v.Id).Order(), ids.Order());
        var oracle = Oracle.Read("filters_v1.json").GetProperty("datasets").GetProperty(name).GetProperty(
            "website_recipe");
        Assert.Equal(oracle.GetProperty("sha256_sorted_indices").GetString(), Oracle.Hash(ids.Order()));
        if (oracle.TryGetProperty("indices_in_rank_order", out var ranked)) Assert.Equal(ranked.Ints(), ids);
    }

    [Fact]
    public void PublishedRecipe_Mnist_Is87OfThe100Checked()
    {
        var set = Oracle.Published("mnist");

        var ids = PublishedRecipe.FindMnist(set.GivenLabels, set.PredProbs);

        Assert.Equal(87, ids.Length);
        Assert.Equal(100, set.Votes.Count);
        Assert.Subset(set.Votes.Select(v => v.Id).ToHashSet(), ids.ToHashSet());
    }

    [Theory, MemberData(nameof(Sets))]
    public void ScoresAndCounts_Published_EqualOracle(string name)
    {
        var set = Oracle.Published(name);
        var oracle = Oracle.Read("filters_v2.json").GetProperty("datasets").GetProperty(name);
        foreach (var entry in oracle.GetProperty("label_quality").EnumerateObject())
        {
            var adjust = entry.Name.EndsWith("_adjusted", StringComparison.Ordinal);
            var scores = LabelScores.Of(
                set.GivenLabels, set.PredProbs, Names.Score(entry.Name.Replace("_adjusted", "")), adjust);

            Assert.Equal(entry.Value.GetProperty("mean").GetDouble(), scores.Average(), 1e-10);
            Assert.Equal(entry.Value.GetProperty("min").GetDouble(), scores.Min(), 1e-10);
            Assert.Equal(entry.Value.GetProperty("max").GetDouble(), scores.Max(), 1e-10);
            Oracle.Near(entry.Value.GetProperty("first10").Doubles(), scores[..10], 1e-10);
            if (entry.Value.TryGetProperty("worst10_stable", out var worst))
                Assert.Equal(worst.Ints(), Enumerable.Range(0, scores.Length).OrderBy(i => scores[i]).Take(10));
        }

        var issues = IssueCounts.Of(set.GivenLabels, set.PredProbs);
        Assert.Equal(oracle.GetProperty("num_label_issues").GetProperty("off_diagonal").GetInt32(), issues.OffDiagonal);
        Assert.Equal(oracle.GetProperty("num_label_issues").GetProperty("off_diagonal_calibrated").GetInt32(),
            issues.OffDiagonalCalibrated);
        AssertLatent(oracle.GetProperty("estimate_latent_cnt"),
            LabelErrors.Find(set.GivenLabels, set.PredProbs).Calibrated, set);
    }

    [Theory, MemberData(nameof(Sets))]
    public void ConfusionMatrixBaseline_Published_EqualsOracle(string name)
    {
        var set = Oracle.Published(name);
        var expected = Oracle.Read("filters_v2.json").GetProperty("datasets").GetProperty(name).GetProperty(
            "argmax_confusion_matrix_baseline");
        var counts = new long[set.Classes, set.Classes];
        for (var i = 0; i < set.GivenLabels.Length; i++)
        {
            var row = set.Row(i);
            counts[set.GivenLabels[i], Array.IndexOf(row, row.Max())]++;
        }

        var found = LabelErrors.Find(
            set.GivenLabels, set.PredProbs, new LabelErrorOptions { Joint = new ConfidentJoint(counts) });

        Assert.Equal(expected.GetProperty("count").GetInt32(), found.Indices.Length);
        Assert.Equal(expected.GetProperty("sha256_sorted_indices").GetString(), Oracle.Hash(found.Indices));
    }

    [Theory]
    [InlineData("mnist", 9_468, 15)]
    [InlineData("cifar10", 8_852, 244)]
    [InlineData("20news", 4_448, 55)]
    [InlineData("imdb", 20_532, 1_076)]
    public void Joint_Published_CountsAsTheSpecificationSays(string name, long counted, long offDiagonal)
    {
        var set = Oracle.Published(name);

        var joint = ConfidentJoint.Count(set.GivenLabels, set.PredProbs);

        Assert.Equal((counted, offDiagonal), (joint.Total, joint.Total - joint.Trace));
    }

    [Theory, MemberData(nameof(SetsAndFilters))]
    public void Find_Float32_ChangesNothingOnThePublishedSets(string name, LabelFilter filter)
    {
        var set = Oracle.Published(name);
        var options = new LabelErrorOptions { Filter = filter };
        var single = Array.ConvertAll((double[])set.Values, v => (float)v);

        Assert.Equal(
            LabelErrors.Find(set.GivenLabels, set.PredProbs, options).Indices,
            LabelErrors.Find(set.GivenLabels, single, set.Classes, options).Indices);
    }

    private static void AssertRanking(int[] expected, LabelErrorFindings found)
    {
        Assert.Equal(Math.Min(20, found.Ranked.Length), expected.Length);
        var score = found.Ranked.Zip(found.Scores).ToDictionary(p => p.First, p => p.Second);
        // equal scores may change places
        Assert.Equal(expected.Select(i => score[i]), found.Scores[..expected.Length]);
    }

    private static void AssertLatent(JsonElement expected, ConfidentJoint joint, LabelledSet set)
    {
        var latent = LatentEstimate.Of(joint, set.GivenLabels);
        Oracle.Near(expected.GetProperty("py").Doubles(), latent.TrueShares, 1e-12);
        Oracle.Near(expected.GetProperty("noise_matrix").Matrix(), latent.NoiseMatrix, 1e-12);
        Oracle.Near(expected.GetProperty("inverse_noise_matrix").Matrix(), latent.InverseNoiseMatrix, 1e-12);
    }
}
