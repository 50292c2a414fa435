using System.Diagnostics;
using NotebookKit.Runs;
using NotebookKit.Show;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>
/// Puts data, networks, method and recipe together, step by step as the notebook tells it. Steps may be called in any
/// order; what a step needs of an earlier one is made then, once.
/// </summary>
/// <param name="recipe">Every number of the run.</param>
public sealed class CounterfactualExperiment(CounterfactualRecipe recipe) : IDisposable
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private CounterfactualData? _data;
    private CounterfactualTraining? _training;
    private Module<Tensor, (Tensor Residual, Tensor Logits)>? _supervised;
    private CounterfactualClassifier? _hardened;
    private CounterfactualSaliency? _saliency;
    private CounterfactualAblation? _ablation;
    private CounterfactualRobustness? _robustness;
    private CounterfactualUncertainty? _uncertainty;

    /// <summary>Every number of the run.</summary>
    public CounterfactualRecipe Recipe { get; } = recipe;

    /// <summary>The recipe as a table: what it is here, and what is known of the paper's.</summary>
    public Figure Settings()
    {
        var (weights, r) = (Recipe.Weights, Recipe);
        return Table.Draw(
            new[]
            {
                Row("mode, data", $"{r.Mode}, {r.Data}", "-"),
                Row("seeds", string.Join(", ", Seeds), "1"),
                Row("pictures to train / validate / test",
                    $"{r.TrainCount:N0} / {r.ValidationCount:N0} / {r.TestCount:N0}",
                    "not available"),
                Row("networks, device", $"{r.Backend.Title()}, {r.Device}", "several back-ends"),
                Row("steps, batch", r.Epochs is { } epochs
                    ? $"{epochs:N0} epochs, {r.BatchSize}"
                    : $"{r.Steps:N0}, {r.BatchSize}", "not available"),
                Row("optimizer", r.WeightDecay > 0
                    ? $"AdamW {r.LearningRate} (D, C {r.ClassifierLearningRate}), decay {r.WeightDecay}, cosine"
                    : $"Adam {r.LearningRate}, beta1 {r.Beta1}", "not available"),
                Row("w_adv, w_cls, w_cyc, w_id",
                    $"{weights.Adversarial}, {weights.Class}, {weights.Cycle}, {weights.Identity}", "not available"),
                Row("weight of fakes in L_D", $"{weights.Fake}", "not available"),
                Row("cycles c", $"{r.Cycles}", "0 and 1"),
                Row("PGD", $"{r.PgdSteps} steps of eps/4, eps {string.Join(", ", r.Epsilons)} on the scale of -1 to 1",
                    "10 steps, eps not stated"),
                Row("PGD-AT", $"{r.AdversarialSteps:N0} steps on attacks within {r.AdversarialBound}", "none known"),
            },
            "What this run does. Everything that is not available was chosen for this kit.");

        static SettingRow Row(string setting, string here, string paper) => new(setting, here, paper);
    }

    /// <summary>What goes into which network, and what comes out.</summary>
    public Figure Networks() => CounterfactualDiagram.Networks(Recipe);

    /// <summary>The data of the first seed.</summary>
    /// <exception cref="Data.DataException">Data is missing or damaged, masks do not match, or one class is
    /// missing.</exception>
    public CounterfactualData LoadData() => _data ??= CounterfactualData.Load(Recipe, Recipe.Seed);

    /// <summary>G, D and C, trained with a live chart.</summary>
    public CounterfactualTraining Train() =>
        _training ??= CounterfactualTraining.Run(LoadData(), Recipe, Recipe.Seed, live: true);

    /// <summary>The maps of all methods; first trains the supervised bound where there are masks.</summary>
    public CounterfactualSaliency Explain()
    {
        if (_saliency is not null)
        {
            return _saliency;
        }

        if (LoadData().HasMasks)
        {
            _supervised = ComparisonNetworks.TrainSupervised(LoadData(), Recipe, Recipe.Seed);
        }

        return _saliency = CounterfactualSaliency.Measure(Train(), LoadData(), _supervised);
    }

    /// <summary>The ablations as a table.</summary>
    public Figure Ablate() =>
        (_ablation ??= CounterfactualAblation.Run(LoadData(), Recipe, Recipe.Seed, Train()))
            .Table(Recipe.AblationSteps);

    /// <summary>PGD on D, C and an adversarially trained C.</summary>
    public CounterfactualRobustness Attack()
    {
        _hardened ??= ComparisonNetworks.TrainAdversarially(LoadData(), Recipe, Recipe.Seed);
        return _robustness ??= CounterfactualRobustness.Measure(LoadData(), Train(), _hardened, Recipe, Recipe.Seed);
    }

    /// <summary>Fakeness as uncertainty.</summary>
    public CounterfactualUncertainty Doubt() =>
        _uncertainty ??= CounterfactualUncertainty.Measure(Recipe, Attack(), LoadData(), Train(), Recipe.Seed);

    /// <summary>Measures the other seeds, draws up the claims and writes metrics.json; on real pictures with masks also
    /// the record of the run with its figures.</summary>
    public PaperResult Conclude()
    {
        var measurements = new List<CounterfactualMeasurement>
        {
            CounterfactualMeasurement.Of(Recipe.Seed, Recipe, LoadData(), Train(), Explain(), Attack()),
        };
        foreach (var seed in Seeds.Skip(1))
        {
            using var data = CounterfactualData.Load(Recipe, seed);
            using var training = CounterfactualTraining.Run(data, Recipe, seed);
            using var hardened = ComparisonNetworks.TrainAdversarially(data, Recipe, seed);
            measurements.Add(CounterfactualMeasurement.Of(
                seed, Recipe, data, training,
                CounterfactualSaliency.Measure(training, data, extent: SaliencyExtent.Claims),
                CounterfactualRobustness.Measure(data, training, hardened, Recipe, seed)));
        }

        var supervised = Explain().Scores.Count > 0 ? Explain().Scores[^1].Iou : double.NaN;
        var result = CounterfactualResult.Of(
            Recipe, measurements, supervised, LoadData().Source, Stopwatch.GetElapsedTime(_started));
        result.WriteMetrics();
        if (!LoadData().Source.StandIn && Explain().Scores.Count > 0)
        {
            result.WriteRecord(
                LoadData().Source, (CounterfactualRecords.Damaged, Explain().Damaged()),
                (CounterfactualRecords.Overlap, Explain().Table()),
                (CounterfactualRecords.Robustness, Attack().Chart()),
                (CounterfactualRecords.Doubt, Doubt().Table()), (CounterfactualRecords.Claims, result.ClaimTable()));
        }

        return result;
    }

    /// <summary>What was published, in words: no number of the paper could be re-read.</summary>
    public static Figure Published() => Table.Draw(
        CounterfactualPaper.Figures.Select(f => new { f.Quantity, f.Value, Source = f.Source.ToString(), f.Where }),
        "What the paper claims, as far as it is known.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _hardened?.Dispose();
        _supervised?.Dispose();
        _training?.Dispose();
        _data?.Dispose();
    }

    private sealed record SettingRow(string Setting, string Here, string Paper);

    private IReadOnlyList<long> Seeds => [.. Enumerable.Range(0, Recipe.Seeds).Select(i => Recipe.Seed + i)];
}
