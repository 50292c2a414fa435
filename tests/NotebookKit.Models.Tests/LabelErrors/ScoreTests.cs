using NotebookKit.Models.LabelErrors;
using Xunit;

namespace NotebookKit.Models.Tests;

/// <summary>scores_rounding_prevalence.json: rounding, ensembles and prevalence; and scores by hand.</summary>
public sealed class ScoreTests
{
    [Fact]
    public void Round_OracleRows_EqualOracle()
    {
        foreach (var row in Oracle.Read("scores_rounding_prevalence.json").GetProperty("rounding").EnumerateArray())
            Assert.Equal(row.GetProperty("output").Ints().Select(n => (long)n),
                SumPreservingRounding.Round(row.GetProperty("input").Doubles()));
    }

    [Fact]
    public void Round_NotANumber_IsRefused() =>
        Assert.Contains("row[1] is NaN",
            Assert.Throws<ArgumentException>(() => SumPreservingRounding.Round([1, double.NaN])).Message);

    [Fact]
    public void EnsembleScores_OracleModels_EqualOracle()
    {
        var oracle = Oracle.Read("scores_rounding_prevalence.json").GetProperty("ensemble_scores");
        var labels = oracle.GetProperty("labels").Ints();
        double[][,] models = [.. oracle.GetProperty("pred_probs_list").EnumerateArray().Select(p => p.Matrix())];
        foreach (var expected in oracle.GetProperty("scores").EnumerateObject())
        {
            var weights = expected.Name switch
            {
                "uniform" => EnsembleWeights.Uniform,
                "accuracy" => EnsembleWeights.Accuracy,
                "log_loss_search" => EnsembleWeights.LogLossSearch,
                _ => throw new InvalidDataException(expected.Name),
            };

            Oracle.Near(expected.Value.Doubles(), EnsembleScores.Of(labels, models, weights: weights), 2e-9);
        }
    }

    [Fact]
    public void EnsembleScores_OwnWeights_WeighTheScores()
    {
        double[][,] models = [new[,] { { 0.9, 0.1 }, { 0.6, 0.4 } }, new[,] { { 0.5, 0.5 }, { 0.2, 0.8 } }];

        var scores = EnsembleScores.Of([0, 1], models, [3.0, 1.0]);

        Oracle.Near([0.8, 0.5], scores, 1e-12);
        Assert.Contains("3 weights for 2 models",
            Assert.Throws<ArgumentException>(() => EnsembleScores.Of([0, 1], models, [1.0, 1.0, 1.0])).Message);
        Assert.Contains("predProbs[1] is [1, 2]", Assert.Throws<ArgumentException>(
            () => EnsembleScores.Of([0, 1], [models[0], new[,] { { 0.5, 0.5 } }])).Message);
    }

    [Fact]
    public void Scores_OneRowByHand_AreTheFormulas()
    {
        double[,] probs = { { 0.5, 0.25, 0.25 }, { 1, 0, 0 } };

        Oracle.Near([0.25, 1], LabelScores.Of([1, 0], probs, LabelScore.SelfConfidence), 0);
        Oracle.Near([(0.25 - 0.5 + 1) / 2, 1], LabelScores.Of([1, 0], probs, LabelScore.NormalizedMargin), 1e-15);
        var x = 1.5 * Math.Log(2) / Math.Log(3) / 0.25;
        Oracle.Near(
            [Math.Log(x + 1) / x, 0], LabelScores.Of([1, 0], probs, LabelScore.ConfidenceWeightedEntropy), 1e-12);
    }

    [Fact]
    public void Prevalence_OracleModels_EqualOracle()
    {
        foreach (
            var c in Oracle.Read("scores_rounding_prevalence.json").GetProperty("noise_prevalence").EnumerateArray())
        {
            var (clean, errors) = (
                c.GetProperty("n_correctly_labelled").GetInt32(), c.GetProperty("n_originally_mislabelled").GetInt32());
            var corrected = c.GetProperty("corrected_accuracy_on_mislabelled").Doubles();
            var models = c.GetProperty("accuracy_on_correctly_labelled").Doubles()
                .Select((a, m) => new ModelAccuracy($"model {m}", a, corrected[m], 0)).ToArray();
            var prevalences = c.GetProperty("prevalences").Doubles();

            var curves = c.GetProperty("corrected_accuracy").EnumerateArray().Select(e => e.Doubles()).ToArray();
            for (var m = 0; m < models.Length; m++)
                Oracle.Near(curves[m], [.. prevalences.Select(q => NoisePrevalence.Corrected(models[m], q))], 1e-12);
            var crossings = NoisePrevalence.Crossings(models, errors, clean);
            var expected = c.GetProperty("crossings").EnumerateArray().ToArray();
            Assert.Equal(expected.Select(e => (e.GetProperty("i").GetInt32(), e.GetProperty("j").GetInt32())),
                crossings.Select(x => (x.First, x.Second)));
            Oracle.Near([.. expected.Select(e => e.GetProperty("prevalence").GetDouble())],
                [.. crossings.Select(x => x.Prevalence)], 1e-12);
            Oracle.Near([.. expected.Select(e => e.GetProperty("fraction_of_clean_removed").GetDouble())],
                [.. crossings.Select(x => x.RemovedShare)], 1e-12);
        }
    }
}
