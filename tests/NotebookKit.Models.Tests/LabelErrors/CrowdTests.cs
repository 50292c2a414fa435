using NotebookKit.Models.LabelErrors;
using NotebookKit.Runs;
using Xunit;

namespace NotebookKit.Models.Tests;

using LabelErrors = NotebookKit.Models.LabelErrors.LabelErrors;

/// <summary>Tables A and B recomputed from the published votes, and crowd.json: the crowd's view of every
/// filter.</summary>
public sealed class CrowdTests
{
    public static TheoryData<string> Sets => [.. PublishedSet.Names];

    [Theory, MemberData(nameof(Sets))]
    public void TableA_Votes_GiveThePublishedCounts(string name)
    {
        var set = Oracle.Published(name);
        var row = LabelErrorsPaper.TestSets.Single(r => r.Name == name);

        Assert.Equal(row.Size, set.GivenLabels.Length);
        Assert.Equal(row.Checked, set.Votes.Count);
        Assert.Equal(row.Confirmed, set.Votes.Count(v => v.IsError));
        Assert.Equal(row.PercentWrong, Math.Round(100.0 * row.Confirmed / row.Size, 2));
        var ids = Oracle.Read("crowd.json").GetProperty("per_filter").GetProperty(name).GetProperty(
            "ids_of_errors").Ints();
        Assert.Equal(ids, set.Votes.Where(v => v.IsError).Select(v => v.Id).Order());
    }

    [Theory, MemberData(nameof(Sets))]
    public void TableB_Votes_GiveThePublishedVerdicts(string name)
    {
        var row = LabelErrorsPaper.Verdicts.Single(r => r.Name == name);

        var counts = CrowdVotes.CountVerdicts(Oracle.Published(name).Votes);

        Assert.Equal(row.NonError, counts[CrowdVerdict.NonError]);
        Assert.Equal(row.Correctable, counts[CrowdVerdict.Correctable]);
        Assert.Equal(row.MultiLabel ?? 0, counts[CrowdVerdict.MultiLabel]);
        Assert.Equal(row.Neither, counts[CrowdVerdict.Neither]);
        Assert.Equal(row.NoAgreement, counts[CrowdVerdict.NoAgreement]);
    }

    [Theory, MemberData(nameof(Sets))]
    public void GivenLabels_Votes_AreThoseOfTheSet(string name)
    {
        var set = Oracle.Published(name);

        Assert.All(set.Votes, v => Assert.Equal(set.GivenLabels[v.Id], v.Given));
    }

    [Theory, MemberData(nameof(Sets))]
    public void Check_EveryFilter_EqualsOracle(string name)
    {
        var set = Oracle.Published(name);
        var oracle = Oracle.Read("crowd.json").GetProperty("per_filter").GetProperty(name);
        foreach (var filter in Enum.GetValues<LabelFilter>())
        {
            var found = LabelErrors.Find(set.GivenLabels, set.PredProbs, new LabelErrorOptions { Filter = filter });
            var stable = Oracle.Read("filters_v2.json").GetProperty("datasets").GetProperty(name).GetProperty("filters")
                .GetProperty(Names.Of(filter)).GetProperty("with_stable_sort").GetProperty(
                    "same_as_default").GetBoolean();
            // crowd.json joins the unstable lists, not ours
            if (!stable) continue;

            var check = CrowdVotes.Check(set.Votes, found.Indices);

            var expected = oracle.GetProperty("v2:" + Names.Of(filter));
            Assert.Equal(
                (expected.GetProperty("flagged").GetInt32(), expected.GetProperty("checked").GetInt32(),
                    expected.GetProperty("confirmed_error").GetInt32()),
                (check.Flagged, check.Checked, check.Confirmed));
            Assert.Equal(expected.GetProperty("confirmed_share_of_checked").GetDouble(), check.ConfirmedShare, 5e-5);
        }
    }

    [Fact]
    public void TableA_MeansOfTheRows_AreTheAbstracts()
    {
        Assert.Equal(3.33, LabelErrorsPaper.TestSets.Average(r => r.PercentWrong), 0.005);
        Assert.Equal(0.515, LabelErrorsPaper.TestSets.Average(r => r.Confirmed / (double)r.Checked), 0.0005);
        var quickdraw = LabelErrorsPaper.TestSets.Single(r => r.Name == "quickdraw");
        Assert.Equal(Provenance.Recalled, quickdraw.Source);
        Assert.Equal(5_105_386, Math.Floor((double)quickdraw.Flagged * quickdraw.Confirmed / quickdraw.Checked));
    }

    [Fact]
    public void TableA_RecountedSets_AgreeWithTheOracle()
    {
        var oracle = Oracle.Read("crowd.json").GetProperty("all_ten_datasets_majorities");
        foreach (var row in LabelErrorsPaper.TestSets.Where(r => r.Name != "audioset"))
        {
            Assert.Equal(row.Checked, oracle.GetProperty(row.Name).GetProperty("checked").GetInt32());
            Assert.Equal(row.Confirmed, oracle.GetProperty(row.Name).GetProperty("errors").GetInt32());
        }
    }

    [Fact]
    public void Verdict_GivenAndGuessedWithMajority_IsNoError()
    {
        var votes = new Dictionary<string,
            int>(StringComparer.Ordinal) { ["given"] = 5, ["guessed"] = 5, ["neither"] = 0 };

        Assert.Equal(CrowdVerdict.NonError, new CrowdVote(0, 1, 2, "1", "2", votes).Verdict);
    }

    [Fact]
    public void Prevalence_OfTheCrowd_IsTheSpecifications()
    {
        var set = Oracle.Published("cifar10");
        var corrected = BenchmarkStability.Correct(set.GivenLabels, set.Votes);
        var stability = BenchmarkStability.Of(set.GivenLabels, corrected, [("given", set.GivenLabels)]);

        Assert.Equal(18, stability.Errors.Count);
        Assert.Equal(18 / 9_964.0, stability.Prevalence, 1e-12);
    }
}
