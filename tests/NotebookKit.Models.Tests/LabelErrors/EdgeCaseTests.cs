using System.Globalization;
using System.Text.Json;
using NotebookKit.Models.LabelErrors;
using Xunit;

namespace NotebookKit.Models.Tests;

using LabelErrors = NotebookKit.Models.LabelErrors.LabelErrors;

/// <summary>edge_cases.json: small cases with full inputs, cleanlab 2.9.0.</summary>
public sealed class EdgeCaseTests
{
    public static TheoryData<string> Cases =>
    [
        "balanced-3", "balanced-5", "binary", "heavy-ties", "missing-class", "imbalanced-rare", "clean-perfect",
            "random-model",
        "single-example-class", "constant-probabilities", "anti-model",
    ];

    [Theory, MemberData(nameof(Cases))]
    public void Joint_EdgeCase_EqualsOracle(string name)
    {
        var (c, labels, probs) = Read(name);

        var found = LabelErrors.Find(labels, probs, new LabelErrorOptions { Filter = LabelFilter.ConfidentLearning });

        Oracle.Near(c.GetProperty("thresholds").Doubles(), found.Thresholds, 1e-12);
        Assert.Equal(c.GetProperty("confident_joint").Counts(), found.Joint.Counts);
        Assert.Equal(c.GetProperty("calibrated_joint").Counts(), found.Calibrated.Counts);
        Oracle.Near(c.GetProperty("estimate_joint").Matrix(), found.Calibrated.Distribution(), 1e-12);
        var issues = IssueCounts.Of(labels, probs);
        Assert.Equal(c.GetProperty("num_label_issues").GetProperty("off_diagonal").GetInt32(), issues.OffDiagonal);
        Assert.Equal(c.GetProperty("num_label_issues").GetProperty("off_diagonal_calibrated").GetInt32(),
            issues.OffDiagonalCalibrated);
    }

    [Theory, MemberData(nameof(Cases))]
    public void OffDiagonal_EdgeCase_EqualsOracle(string name)
    {
        var (c, labels, probs) = Read(name);

        Assert.Equal(c.GetProperty("off_diagonal_indices").Ints(), ConfidentJoint.OffDiagonal(labels, probs));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Filters_EdgeCase_EqualOracle(string name)
    {
        var (c, labels, probs) = Read(name);
        var stable = c.GetProperty("filters_stable_sort");
        foreach (var filter in c.GetProperty("filters").EnumerateObject())
        {
            var expected = stable.TryGetProperty(filter.Name, out var withStableSort) ? withStableSort : filter.Value;

            var found = LabelErrors.Find(labels, probs, Options(filter.Name));

            Assert.True(expected.Ints().SequenceEqual(found.Indices),
                $"{filter.Name}: expected {expected}, got {string.Join(", ", found.Indices)}");
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Scores_EdgeCase_EqualOracle(string name)
    {
        var (c, labels, probs) = Read(name);
        foreach (var entry in c.GetProperty("scores").EnumerateObject())
        {
            var adjust = entry.Name.EndsWith("_adjusted", StringComparison.Ordinal);
            var scores = LabelScores.Of(labels, probs, Names.Score(entry.Name.Replace("_adjusted", "")), adjust);
            Oracle.Near(entry.Value.Doubles(), scores, 2e-9);                                // stored with 9 digits
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Ranking_EdgeCase_HasTheOraclesScoresInOrder(string name)
    {
        var (c, labels, probs) = Read(name);
        foreach (var entry in c.GetProperty("ranked").EnumerateObject())
        {
            var found = LabelErrors.Find(labels, probs, new LabelErrorOptions { RankBy = Names.Score(entry.Name) });

            Assert.Equal(entry.Value.Ints().Order(), found.Indices);
            var score = found.Ranked.Zip(found.Scores).ToDictionary(p => p.First, p => p.Second);
            // equal scores may change places
            Assert.Equal(entry.Value.Ints().Select(i => score[i]), found.Scores);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Latent_EdgeCase_EqualsOracle(string name)
    {
        var (c, labels, probs) = Read(name);
        var joint = ConfidentJoint.Count(labels, probs).Calibrate(labels);
        foreach (var method in c.GetProperty("estimate_latent").EnumerateObject())
        {
            if (method.Name == "error")
            {
                var refused = Assert.Throws<ArgumentException>(() => LatentEstimate.Of(joint, labels));
                Assert.Contains("class 2", refused.Message);
                continue;
            }

            var latent = LatentEstimate.Of(joint, labels, method.Name switch
            {
                "cnt" => TrueShareMethod.Count,
                "eqn" => TrueShareMethod.Equation,
                "marginal" => TrueShareMethod.Marginal,
                "marginal_ps" => TrueShareMethod.MarginalGiven,
                _ => throw new InvalidDataException(method.Name),
            });

            Oracle.Near(method.Value.GetProperty("py").Doubles(), latent.TrueShares, 1e-10);
            Oracle.Near(method.Value.GetProperty("noise_matrix").Matrix(), latent.NoiseMatrix, 1e-10);
            Oracle.Near(method.Value.GetProperty("inverse_noise_matrix").Matrix(), latent.InverseNoiseMatrix, 1e-10);
        }
    }

    private static LabelErrorOptions Options(string name)
    {
        var parts = name.Split('@', '=');
        var options = new LabelErrorOptions { Filter = Names.Filter(parts[0]) };
        return parts.Length == 1 ? options
            : parts[1] == "frac_noise"
                ? options with { FracNoise = double.Parse(parts[2], CultureInfo.InvariantCulture) }
            : options with { MinExamplesPerClass = int.Parse(parts[2], CultureInfo.InvariantCulture) };
    }

    private static (JsonElement Case, int[] Labels, double[,] PredProbs) Read(string name)
    {
        var c = Oracle.Read("edge_cases.json").GetProperty("cases").EnumerateArray().Single(
            e => e.GetProperty("name").GetString() == name);
        return (c, c.GetProperty("labels").Ints(), c.GetProperty("pred_probs").Matrix());
    }
}
