using System.Diagnostics;
using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using NotebookKit.Interactive;
using NotebookKit.Runs;
using NotebookKit.Show;

namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// Puts data, network, method and recipe together, step by step as the notebook tells it. Steps may be called in any
/// order;
/// what a step needs of an earlier one is made then, once. With the reader's own files the steps that need no other
/// data are
/// about these files, and the rest says that it is left out.
/// </summary>
/// <param name="recipe">Every number of the run.</param>
public sealed class LabelErrorsExperiment(LabelErrorsRecipe recipe) : IDisposable
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Lazy<CrowdTables?> _tables = new(CrowdTables.Load);
    private readonly Dictionary<(string Data, long Seed), NoiseStudy> _noise = [];
    private readonly Dictionary<(string Data, long Seed), StabilityStudy> _stability = [];
    private LabelStudy? _study;
    private HumanJudges? _judges;
    private ImageSet? _images;

    /// <summary>Every number of the run.</summary>
    public LabelErrorsRecipe Recipe { get; } = recipe;

    /// <summary>The recipe as a table: mode, seeds, and each value beside the paper's.</summary>
    public Figure Settings() => Table.Draw(
        new[]
        {
            new SettingRow("mode", Recipe.Mode, "full", ""),
            new SettingRow("seeds", string.Join(", ", Seeds), "not stated", ""),
            new SettingRow("set under study", Recipe.HasOwnFiles ? "the reader's files"
                : "CIFAR-10 test set, published probabilities",
                "ten test sets", "abstract"),
            new SettingRow("images of the injected-noise study", $"{Recipe.TrainCount:N0} / {Recipe.TestCount:N0}",
                "none: real labels",
                "our addition"),
            new SettingRow(
                "net", $"3 convolutions, {Recipe.Width} filters first", "VGG-16 (CIFAR)", "table 1, reported"),
            new SettingRow("cross-validation", $"{Recipe.Folds} folds, {Recipe.Epochs} epochs", "5 folds", "reported"),
            new SettingRow(
                "optimizer", $"Adam {Recipe.LearningRate:0.####}, batch {Recipe.BatchSize}", "SGD", "reported"),
            new SettingRow("stability: models", $"{Recipe.Widths.Count * Recipe.WeightDecays.Count} small nets",
                "34 ImageNet models",
                "section 5, reported"),
        },
        $"What this run does: mode {Recipe.Mode}, seeds {string.Join(", ", Seeds)}.");

    /// <summary>Tables A and B and the candidate lists, recounted from the published files.</summary>
    public IRichOutput TableA() => FromVotes(tables => tables.Errors());

    /// <inheritdoc cref="TableA"/>
    public IRichOutput TableB() => FromVotes(tables => tables.Verdicts());

    /// <inheritdoc cref="TableA"/>
    public IRichOutput Lists() => FromVotes(tables => tables.ListTable());

    /// <summary>
    /// The set under study: the reader's files; else the published CIFAR-10 test set; else, where that is not at hand,
    /// the stand-in with injected noise, whose probabilities come from cross-validation here.
    /// </summary>
    /// <exception cref="DataException">A file is missing or damaged.</exception>
    /// <exception cref="ArgumentException">A label or probability is out of range.</exception>
    public LabelStudy LoadStudy()
    {
        if (_study is not null) return _study;
        if (Recipe.HasOwnFiles)
        {
            return _study = new(
                LabelFiles.Load(Recipe.LabelsPath, Recipe.PredProbsPath),
                    OwnReport.Source(Recipe.LabelsPath, Recipe.PredProbsPath));
        }

        if (_tables.Value is { } tables)
        {
            _study = new(tables.Set("cifar10"), tables.Data);
            _judges = HumanJudges.Load(_study);
            if (Datasets.Find(Cifar10.Id, Cifar10.TestFile) is { } cifar) _images = Cifar10.Load(cifar.Directory);
            return _study;
        }

        using var data = LabelErrorsData.Load(ProceduralShapes.Id, Recipe, Recipe.Seed);
        _images = LabelErrorsData.Relabel(data.Train, LabelErrorsData.LabelsOf(data.Train));
        return _study = new(Noise(ProceduralShapes.Id, Recipe.Seed).Set, data.Source);
    }

    /// <summary>The most suspicious examples with given, guessed and crowd labels, and the image where it is at
    /// hand.</summary>
    public Figure Gallery() => LabelGallery.Draw(LoadStudy(), _images);

    /// <summary>The second judge: how many flagged images about 50 people doubt too.</summary>
    public IRichOutput SecondJudge()
    {
        LoadStudy();
        return _judges is null ? LeftOut("CIFAR-10H is not at hand, or another set is under study") : _judges.Doubts();
    }

    /// <summary>Which classes people mix up, and which the model does.</summary>
    public IRichOutput Confusions()
    {
        LoadStudy();
        return _judges?.Confusions() is { } figure ? figure
            : LeftOut("CIFAR-10N is not at hand, or another set is under study");
    }

    /// <summary>Injected noise, found again: on the stand-in, and on Fashion-MNIST where it is at hand.</summary>
    public IRichOutput NoiseStudies() => Training(() => Both(id => Noise(id, Recipe.Seed).Summary()));

    /// <summary>Noise rates, estimated less injected.</summary>
    public IRichOutput NoiseRates() => Training(() => Noise(LabelErrorsData.AtHand()[^1], Recipe.Seed).RateErrors());

    /// <summary>The models of the stability study.</summary>
    public IRichOutput StabilityModels() => Training(() => Stability(Recipe.Seed).Models());

    /// <summary>Corrected accuracy against the prevalence of errors.</summary>
    public IRichOutput StabilityCurves() =>
        Training(() => Stability(Recipe.Seed).Curves(Recipe.Removals, (int)Recipe.Seed));

    /// <summary>Ranks against the prevalence of errors.</summary>
    public IRichOutput RankCrossings() => Training(() => Stability(Recipe.Seed).Ranks());

    /// <summary>The flagged examples of the reader's own files, also as a CSV file.</summary>
    public IRichOutput OwnFiles() => Recipe.HasOwnFiles
        ? OwnReport.Write(LoadStudy())
        : new Html("<p>For your own data: <code>./nk run 07-label-errors -p labels=my.npy -p pred_probs=my.npy</code>. "
                   + "Every figure above is then about your files.</p>");

    /// <summary>Time of the default filter on random sets.</summary>
    public Figure Speed() => BeyondOneLabel.Speed(Recipe.SpeedCount);

    /// <summary>Measures the other seeds, draws up the claims and writes metrics.json into the run's folder.</summary>
    public PaperResult Conclude()
    {
        var study = LoadStudy();
        IReadOnlyList<string> ids = Recipe.HasOwnFiles ? [] : LabelErrorsData.AtHand();
        var result = LabelErrorsResult.Of(
            Recipe, Seeds, study, Recipe.HasOwnFiles ? null : _tables.Value, _judges,
            [.. ids.Select(id => (IReadOnlyList<NoiseStudy>)[.. Seeds.Select(seed => Noise(id, seed))])],
            Recipe.HasOwnFiles ? [] : [.. Seeds.Select(Stability)], Stopwatch.GetElapsedTime(_started));
        result.WriteMetrics();
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _images?.Dispose();

    private sealed record SettingRow(string Setting, string Here, string Paper, string Source);

    private IReadOnlyList<long> Seeds => [.. Enumerable.Range(0, Recipe.Seeds).Select(i => Recipe.Seed + i)];

    private NoiseStudy Noise(string id, long seed)
    {
        if (_noise.TryGetValue((id, seed), out var known)) return known;
        using var data = LabelErrorsData.Load(id, Recipe, seed);
        return _noise[(id, seed)] = NoiseStudy.Run(data, Recipe, seed, RunContext.Current.OutputDirectory);
    }

    /// <summary>On drawn shapes: only there is a detail that a large net sees and a small one does not.</summary>
    private StabilityStudy Stability(long seed)
    {
        const string id = ProceduralShapes.Id;
        if (_stability.TryGetValue((id, seed), out var known)) return known;
        using var data = LabelErrorsData.Load(id, Recipe, seed);
        return _stability[(id, seed)] = StabilityStudy.Run(data, Recipe, seed);
    }

    private IRichOutput FromVotes(Func<CrowdTables, Figure> draw) =>
        Recipe.HasOwnFiles ? LeftOutForOwnFiles()
        : _tables.Value is { } tables ? draw(tables)
        : new Html("<p>The published votes are not at hand, so this table is left out. "
                   + "<code>./nk data get label-errors</code> fetches them (4 MB) from the authors' repository.</p>");

    private IRichOutput Training(Func<IRichOutput> draw) => Recipe.HasOwnFiles ? LeftOutForOwnFiles() : draw();

    /// <summary>One figure per set; all but the last are shown at once.</summary>
    private static Figure Both(Func<string, Figure> draw)
    {
        var ids = LabelErrorsData.AtHand();
        foreach (var id in ids.SkipLast(1)) draw(id).Show();
        return draw(ids[^1]);
    }

    private static Html LeftOut(string reason) => new($"<p>{reason}, so this table is left out.</p>");

    private static Html LeftOutForOwnFiles() => LeftOut("This run is about your own files");
}
