using NotebookKit.Data.Procedural;
using NotebookKit.Explain.Faithfulness;
using NotebookKit.Metrics;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>Fakeness as a measure of uncertainty: on clean, attacked and corrupted pictures and on damage never
/// seen.</summary>
public sealed class CounterfactualUncertainty
{
    private const double NoiseDeviation = 0.15;                           // on the scale of -1 to 1
    private const int Bins = 10;

    private readonly CounterfactualRecipe recipe;
    private readonly CounterfactualRobustness robustness;
    private readonly CounterfactualData data;
    private readonly IReadOnlyList<(string Pictures, Verdicts Hybrid, Verdicts Plain)> sets;

    private CounterfactualUncertainty(
        CounterfactualRecipe recipe, CounterfactualRobustness robustness, CounterfactualData data,
        CounterfactualTraining training, long seed)
    {
        (this.recipe, this.robustness, this.data) = (recipe, robustness, data);
        sets = [.. Sets(training, seed)];
    }

    /// <summary>Collects the verdicts.</summary>
    public static CounterfactualUncertainty Measure(
        CounterfactualRecipe recipe, CounterfactualRobustness robustness, CounterfactualData data,
        CounterfactualTraining training, long seed) => new(recipe, robustness, data, training, seed);

    /// <summary>Mean fakeness of the pictures attacked at the recipe's bound minus that of the clean ones.</summary>
    public static double FakenessRise(CounterfactualRecipe recipe, CounterfactualRobustness robustness) =>
        At(recipe, robustness, recipe.Epsilon).Fakeness.Average() - robustness.Hybrid.Verdicts[0].Fakeness.Average();

    /// <summary>All sets of pictures: fakeness, errors, and how well each uncertainty finds them.</summary>
    public Figure Table() => Show.Table.Draw(
        sets.Select(set => new
        {
            set.Pictures,
            MeanFakeness = set.Hybrid.Fakeness.Average(),
            HybridErrors = set.Hybrid.ErrorRate,
            FakenessAUROC = set.Hybrid.ErrorAuroc(set.Hybrid.Fakeness),
            SoftmaxAUROC = set.Hybrid.ErrorAuroc(set.Hybrid.Softmax),
            PlainErrors = set.Plain.ErrorRate,
            PlainAUROC = set.Plain.ErrorAuroc(set.Plain.Softmax),
        }),
        "Does the uncertainty find the wrong predictions? AUROC 0.5 is chance, below it the ranking is inverted; a dash where "
        + "all predictions are right.",
        formats: new Dictionary<string, string>
        {
            ["MeanFakeness"] = "0.00", ["HybridErrors"] = "P1", ["FakenessAUROC"] = "0.00", ["SoftmaxAUROC"] = "0.00",
            ["PlainErrors"] = "P1", ["PlainAUROC"] = "0.00",
        })
        .WithNote(
            "Hybrid: D, by fakeness and by softmax. Plain: C, by softmax. Attacked: D by A2, C on its own two logits. "
            + "Corrupted: the same pictures for both.").On(data.Source);

    /// <summary>Distribution of fakeness over all sets of pictures.</summary>
    public Figure Histogram()
    {
        var shares = new double[sets.Count, Bins];
        for (var row = 0; row < sets.Count; row++)
        {
            foreach (var fakeness in sets[row].Hybrid.Fakeness)
            {
                shares[row, Math.Min(Bins - 1, (int)(fakeness * Bins))] += 1.0 / sets[row].Hybrid.Fakeness.Length;
            }
        }

        return HeatMap.Draw(
            shares, [.. sets.Select(set => set.Pictures)],
            [.. Enumerable.Range(0, Bins).Select(bin => $"{(double)bin / Bins:0.0}")],
            "How fake D takes test pictures to be: the share of each row's pictures by their fakeness. A useful fakeness "
            + "moves to the right where predictions turn wrong.",
            format: "P0", rowTitle: "pictures", columnTitle: $"fakeness, from here to {1.0 / Bins} more").On(data.Source);
    }

    /// <summary>Risk-coverage curves on the attacked pictures of the smallest bound with 3 % errors.</summary>
    public Figure RiskCoverageChart()
    {
        var first = robustness.FirstErrors;
        var (hybrid, plain) = (first.Verdicts, robustness.Under(robustness.OnPlain, first.Epsilon));
        return LineChart.Draw(
            [
                Curve("D by fakeness", hybrid, hybrid.Fakeness), Curve("D by softmax", hybrid, hybrid.Softmax),
                Curve("C by softmax", plain, plain.Softmax),
            ],
            "coverage: share of the predictions that are kept", "risk: share of wrong ones among them",
            $"Leave out the least certain predictions: attacked pictures at {first.Text}. A good uncertainty keeps "
            + "the curve at the bottom.", yIncludes: [0]).On(data.Source);

        static Series Curve(string name, Verdicts verdicts, double[] uncertainty)
        {
            var points = RiskCoverage.Of(uncertainty, verdicts.Wrong);
            return new(
                $"{name}, area {RiskCoverage.Area(points):0.000}", [.. points.Select(p => p.Coverage)],
                [.. points.Select(p => p.Risk)]);
        }
    }

    private IEnumerable<(string Pictures, Verdicts Hybrid, Verdicts Plain)> Sets(
        CounterfactualTraining training, long seed)
    {
        var (hybrid, plain) = (robustness.Hybrid.Verdicts, robustness.Plain.Verdicts);
        yield return ("clean", hybrid[0], plain[0]);
        for (var i = 1; i < recipe.Epsilons.Count; i++)
        {
            if (recipe.Epsilons[i] <= recipe.Epsilon || i == recipe.Epsilons.Count - 1)
            {
                yield return ($"attacked, eps {recipe.Epsilons[i]}", hybrid[i], plain[i]);
            }
        }

        yield return ($"attacked looking real, eps {recipe.Epsilon}",
            robustness.Under(robustness.LookingReal, recipe.Epsilon), At(recipe.Epsilons, plain, recipe.Epsilon));
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        var x = CounterfactualData.Prepare(data.Test);
        var labels = data.Test.ToLabels();
        yield return Both("noise", (x + NoiseDeviation * randn(x.shape, generator: generator)).clamp(-1, 1), labels);
        yield return Both("blur", GaussianBlur.Apply(x, sigma: 1.5, size: 7), labels);
        if (recipe.Data == "procedural")
        {
            using var pits = ProceduralConcrete.Generate(recipe.TestCount, (3 * seed) + 2, ConcreteDefect.Pit);
            yield return Both("damage never seen (pits)", CounterfactualData.Prepare(pits), pits.ToLabels());
        }

        (string Pictures, Verdicts Hybrid, Verdicts Plain) Both(string name, Tensor images, long[] truth) => (
            name, Verdicts.Of(training.Discriminator, images, truth), Verdicts.Of(training.Plain, images, truth));
    }

    private static Verdicts At(CounterfactualRecipe recipe, CounterfactualRobustness robustness, double epsilon) =>
        At(recipe.Epsilons, robustness.Hybrid.Verdicts, epsilon);

    private static Verdicts At(IReadOnlyList<double> epsilons, IReadOnlyList<Verdicts> verdicts, double epsilon) =>
        verdicts[Math.Max(0, Array.IndexOf([.. epsilons], epsilon))];
}
