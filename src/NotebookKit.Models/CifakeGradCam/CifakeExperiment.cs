using System.Diagnostics;
using NotebookKit.Interactive;
using NotebookKit.Runs;
using NotebookKit.Show;
using NotebookKit.Train;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>
/// Puts data, network, method and recipe together, step by step as the notebook tells it. Steps may be called in any
/// order; what a step needs of an earlier one is made then, once.
/// </summary>
/// <param name="recipe">Every number of the run.</param>
public sealed class CifakeExperiment(CifakeRecipe recipe) : IDisposable
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private CifakeData? _data;
    private CifakeBaselines? _baselines;
    private CifakeSearch? _search;
    private CifakeDetector? _detector;
    private CifakeExplanation? _explanation;
    private CifakeRealPhotographs? _real;

    /// <summary>Every number of the run.</summary>
    public CifakeRecipe Recipe { get; } = recipe;

    /// <summary>The recipe as a table: mode, seeds, and each value beside the paper's.</summary>
    public Figure Settings()
    {
        var full = CifakeRecipe.Full;
        return Table.Draw(
            new[]
            {
                Row("mode", Recipe.Mode, "full", ""),
                Row("seeds", string.Join(", ", Seeds), "not stated", ""),
                Row("training / test pictures", $"{Recipe.TrainCount:N0} / {Recipe.TestCount:N0}",
                    $"{full.TrainCount:N0} / {full.TestCount:N0}", "data set card"),
                Row("topologies", $"{Topologies(Recipe)}", $"{Topologies(full)}", "abstract"),
                Row("epochs of the winner, at most", $"{Recipe.Epochs}", "not stated; 25 in full mode", "our choice"),
                Row("optimizer", $"Adam, {Recipe.LearningRate:0.####}, batch {Recipe.BatchSize}", "not stated",
                    "our choice"),
                Row("network of the explanation", Recipe.Winner.ToString(), Recipe.Winner.ToString(),
                    "topology search"),
            },
            $"What this run does: mode {Recipe.Mode}, seeds {string.Join(", ", Seeds)}, data {Recipe.Data}.");

        static SettingRow Row(string setting, string here, string paper, string source) =>
            new(setting, here, paper, source);

        static int Topologies(CifakeRecipe r) =>
            (r.Filters.Count * r.Convolutions.Count) + (r.DenseWidths.Count * r.DenseLayers.Count);
    }

    /// <summary>The data of the first seed. The real photographs of the last step are checked too: a damaged file should
    /// stop the run here, not after all the training.</summary>
    /// <exception cref="Data.DataException">A data folder is missing or a file in it is damaged.</exception>
    public CifakeData LoadData()
    {
        if (_data is null)
        {
            CifakeRealPhotographs.Check();
            _data = CifakeData.Load(Recipe, Recipe.Seed);
        }

        return _data;
    }

    /// <summary>Detectors without a network.</summary>
    public CifakeBaselines RunBaselines() => _baselines ??= CifakeBaselines.Run(LoadData(), Recipe, Recipe.Seed);

    /// <summary>The topology search, with a table that grows while it runs.</summary>
    public CifakeSearch SearchTopologies() => _search ??= CifakeSearch.Run(LoadData(), Recipe, Recipe.Seed);

    /// <summary>The paper's winner, trained with a live chart.</summary>
    public CifakeDetector TrainWinner()
    {
        if (_detector is not null)
        {
            return _detector;
        }

        var chart = new LiveLossChart(
            $"Training of {Recipe.Winner}, {Recipe.Winner.Parameters:N0} parameters, on {LoadData().Source.Id}.");
        return _detector = Train(LoadData(), Recipe.Seed, "Winner network", chart.Show);
    }

    /// <summary>The published figures with ours in the last row.</summary>
    public Figure PublishedFigures(CifakeDetector detector) => Table.Draw(
        CifakePaper.Figures
            .Select(f => new { f.Quantity, f.Value, Source = Source(f.Source), f.Where })
            .Append(new
            {
                Quantity = $"This run: {detector.Network.Topology}",
                Value = $"accuracy {detector.Accuracy:P2}, F1 {detector.Report.F1:P2}",
                Source = "measured here",
                Where = detector.Data.Id,
            }),
        "Published figures and ours. Other data, so the digits are not comparable.");

    /// <summary>The explanation of a detector's verdicts.</summary>
    public CifakeExplanation Explain(CifakeDetector detector) =>
        _explanation ??= new CifakeExplanation(detector, LoadData().Test, Recipe, Recipe.Seed);

    /// <summary>Accuracy after compression, blur and shifts.</summary>
    public CifakeRobustness TestRobustness(CifakeDetector detector) =>
        CifakeRobustness.Measure(detector, LoadData().Test);

    /// <summary>The network on real photographs; says how to get them where they are not at hand.</summary>
    public IRichOutput RealPhotographs()
    {
        _real ??= CifakeRealPhotographs.Run(Recipe, Recipe.Seed);
        return _real is null
            ? new Html(
                "<p>CIFAR-10 is not at hand, so this section is left out. "
                + "<code>./nk data get cifar10</code> fetches it from its official page.</p>")
            : _real.Table();
    }

    /// <summary>Measures the other seeds, draws up the claims and writes metrics.json into the run's folder.</summary>
    public PaperResult Conclude()
    {
        var measurements = new List<CifakeMeasurement>
        {
            CifakeMeasurement.Of(Recipe.Seed, TrainWinner(), RunBaselines(), Explain(TrainWinner())),
        };
        foreach (var seed in Seeds.Skip(1))
        {
            using var data = CifakeData.Load(Recipe, seed);
            var baselines = CifakeBaselines.Run(data, Recipe, seed);
            using var detector = Train(data, seed, $"Winner network, seed {seed}", watch: null);
            using var explanation = new CifakeExplanation(detector, data.Test, Recipe, seed);
            measurements.Add(CifakeMeasurement.Of(seed, detector, baselines, explanation));
        }

        var result = CifakeResult.Of(
            Recipe, measurements, SearchTopologies(), _real, LoadData().Source, Stopwatch.GetElapsedTime(_started));
        result.WriteMetrics();
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _explanation?.Dispose();
        _detector?.Dispose();
        _data?.Dispose();
    }

    private sealed record SettingRow(string Setting, string Here, string Paper, string Source);

    private IReadOnlyList<long> Seeds => [.. Enumerable.Range(0, Recipe.Seeds).Select(i => Recipe.Seed + i)];

    private CifakeDetector Train(CifakeData data, long seed, string title, Action<History>? watch) =>
        CifakeDetector.Train(Recipe.Winner, data, Recipe.Device, new TrainOptions
        {
            Epochs = Recipe.Epochs, Patience = Recipe.Patience, BatchSize = Recipe.BatchSize,
            LearningRate = Recipe.LearningRate, Seed = seed, Title = title, Watch = watch,
            CheckpointPath = RunContext.Current.OutputDirectory is { } folder
                ? Path.Combine(folder, CheckpointName(seed)) : null,
            Resume = Recipe.Resume,
        });

    /// <summary>Names what the weights depend on, so that no other training takes them up.</summary>
    private string CheckpointName(long seed) =>
        $"winner-{Recipe.Mode}-{seed}-residue{Recipe.Residue}{(Recipe.FixedPhase ? "-fixed" : "")}.checkpoint";

    private static string Source(Provenance provenance) => provenance switch
    {
        Provenance.Paper => "paper",
        Provenance.DatasetCard => "data set card",
        Provenance.Reimplementation => "re-implementation",
        _ => "reported, unverified",
    };
}
