using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Metrics;
using NotebookKit.Show;
using NotebookKit.Train;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>One network of the search.</summary>
/// <param name="Stage">"A" (convolutions) or "B" (dense layers).</param>
/// <param name="Topology">What was trained.</param>
/// <param name="ValidationLoss">Lowest validation loss; the search chooses by it.</param>
/// <param name="TestAccuracy">Share in [0, 1]; shown, never used to choose.</param>
/// <param name="Report">Precision, recall and F1 on the test pictures, REAL positive.</param>
/// <param name="Seconds">Wall time of the training.</param>
public sealed record CifakeTrial(
    string Stage, CifakeTopology Topology, double ValidationLoss, double TestAccuracy, ClassificationReport Report,
    double Seconds);

/// <summary>The staged topology search: the best extractor first, then the dense layers on top of it.</summary>
/// <param name="Trials">All networks, in the order of training.</param>
/// <param name="Data">What they were trained and measured on.</param>
public sealed record CifakeSearch(IReadOnlyList<CifakeTrial> Trials, DataUse Data)
{
    /// <summary>The best extractor of stage A.</summary>
    public CifakeTrial StageAWinner => Best(Trials.Where(t => t.Stage == "A"));

    /// <summary>The best complete network.</summary>
    public CifakeTrial Winner => Best(Trials);

    /// <summary>Rank of the smallest extractor within stage A, 1 = best; the smallest network should not win.</summary>
    public int RankOfSmallest
    {
        get
        {
            var stageA = Trials.Where(t => t.Stage == "A").ToArray();
            var smallest = stageA.MinBy(t => (t.Topology.Filters, t.Topology.Convolutions))!;
            return 1 + stageA.Count(t => t.ValidationLoss < smallest.ValidationLoss);
        }
    }

    /// <summary>Trains the networks of both stages, with a table that grows while it runs.</summary>
    public static CifakeSearch Run(CifakeData data, CifakeRecipe recipe, long seed)
    {
        var trials = new List<CifakeTrial>();
        DisplayedValue? live = null;
        var stageA = CifakeTopology.StageA(recipe);
        using var progress = Progress.Start(
            "Topology search", stageA.Count + (recipe.DenseWidths.Count * recipe.DenseLayers.Count), "network");
        foreach (var topology in stageA)
        {
            Train("A", topology);
        }

        foreach (var topology in CifakeTopology.StageB(recipe, Best(trials).Topology))
        {
            Train("B", topology);
        }

        return new(trials, data.Source);

        void Train(string stage, CifakeTopology topology)
        {
            using var detector = CifakeDetector.Train(topology, data, recipe.Device, new TrainOptions
            {
                Epochs = recipe.SearchEpochs, Patience = recipe.Patience, BatchSize = recipe.BatchSize,
                LearningRate = recipe.LearningRate, Seed = seed, ShowProgress = false,
            });
            progress.Report(trials.Count + 1,
                $"stage {stage}: {topology}, validation loss {detector.History.Best!.ValidationLoss:0.0000}");
            trials.Add(new(
                stage, topology, detector.History.Best.ValidationLoss, detector.Accuracy, detector.Report,
                detector.History.Epochs.Sum(e => e.Seconds)));
            var table = new CifakeSearch(trials, data.Source).Table();
            if (live is null)
            {
                live = table.Show();
            }
            else
            {
                live.Update(table);
            }
        }
    }

    /// <summary>All networks with their figures.</summary>
    public Figure Table() => Show.Table.Draw(
        Trials.Select(t => new
        {
            t.Stage, Topology = t.Topology.ToString(), t.Topology.Parameters, MMACs = t.Topology.Macs / 1e6,
            t.ValidationLoss, t.TestAccuracy, t.Report.Precision, t.Report.Recall, t.Report.F1, t.Seconds,
        }),
        $"Topology search: {Trials.Count} networks; the validation loss decides.", limit: 50,
        formats: new Dictionary<string, string>
        {
            ["Parameters"] = "N0", ["MMACs"] = "0.00", ["ValidationLoss"] = "0.0000", ["TestAccuracy"] = "P1",
            ["Precision"] = "P1", ["Recall"] = "P1", ["F1"] = "P1", ["Seconds"] = "0.0",
        })
        .WithNote($"Trained and measured on {Data.Id}, one seed each; differences of a point are within its noise.");

    /// <summary>Stage A as filters x convolutions.</summary>
    public Figure HeatMap()
    {
        var stageA = Trials.Where(t => t.Stage == "A").ToArray();
        int[] filters = [.. stageA.Select(t => t.Topology.Filters).Distinct().Order()];
        int[] convolutions = [.. stageA.Select(t => t.Topology.Convolutions).Distinct().Order()];
        var values = new double[filters.Length, convolutions.Length];
        foreach (var trial in stageA)
        {
            var (row, column) = (trial.Topology.Filters, trial.Topology.Convolutions);
            values[Array.IndexOf(filters, row), Array.IndexOf(convolutions, column)] = trial.TestAccuracy;
        }

        return Show.HeatMap.Draw(
            values, [.. filters.Select(f => $"{f}")], [.. convolutions.Select(c => $"{c}")],
            "Stage A: test accuracy by filters and convolution layers. "
            + $"Winner by validation loss: {StageAWinner.Topology}.",
            "P1", "filters", "convolution layers")
            .WithNote($"Measured on {Data.Id}.");
    }

    private static CifakeTrial Best(IEnumerable<CifakeTrial> trials) => trials.MinBy(t => t.ValidationLoss)!;
}
