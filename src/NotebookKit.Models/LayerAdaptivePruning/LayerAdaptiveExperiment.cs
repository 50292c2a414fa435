using System.Diagnostics;
using NotebookKit.Interactive;
using NotebookKit.Runs;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>
/// Puts data, network, method and recipe together, step by step as the notebook tells it. What a step needs
/// of an earlier one is made then, once.
/// </summary>
/// <param name="recipe">Every number of the run.</param>
public sealed class LayerAdaptiveExperiment(LayerAdaptiveRecipe recipe) : IDisposable
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _processorStart = Environment.CpuUsage.TotalTime;
    private LayerAdaptiveTask? _task;
    private FittedPruner? _fitted;
    private LayerAdaptiveMeasurement? _measured;

    /// <summary>Every number of the run.</summary>
    public LayerAdaptiveRecipe Recipe { get; } = recipe;

    /// <summary>The recipe as a table: each value beside the paper's.</summary>
    public Figure Settings() => Table.Draw(
        new[]
        {
            Row("data and network", Recipe.Data == "cifar10" ? "CIFAR-10, ResNet-32"
                : "generated shapes, four convolutions",
                "CIFAR-10 and ImageNet, seven networks"),
            Row("calibration pictures", $"{Recipe.Calibration:N0}", "1,024 (CIFAR), 256 (ImageNet)"),
            Row("grid D", $"{Recipe.Intervals}", "100"),
            Row("test pictures per point", $"{Recipe.TestCount:N0}", "10,000"),
            Row("rounds x share", $"{Recipe.Rounds} x {Recipe.RoundAmount:P0}", "20 x 20 %"),
            Row("training steps per round", $"{Recipe.RoundSteps:N0}", "40,000 to 80,000"),
            Row("training on", $"AdamW, {Recipe.RetrainRate:0.####}, batch {Recipe.BatchSize}",
                "AdamW, 0.0003, batch 100"),
        },
        $"What this run does: mode {Recipe.Mode}, seeds {string.Join(", ", Seeds)}, data {Recipe.Data}.");

    /// <summary>Pictures and dense network of the first seed; trains the network on the stand-in.</summary>
    /// <exception cref="Data.DataException">CIFAR-10 or the weights are not there.</exception>
    public Figure Prepare()
    {
        var task = Task();
        using var scope = NewDisposeScope();
        var rows = new[] { 0, 5 }.Select(first => Enumerable.Range(first, 5)
            .SelectMany(label => Pictures(task, label)).ToArray()).ToArray();
        return ImageGrid.Draw(
            rows, ["", ""],
            $"Test pictures, two of each class. The dense network is right on {task.DenseAccuracy:P2} of {task.Test.Count:N0}; it " +
            $"has {PrunableLayer.Of(task.Network).Sum(layer => layer.Count):N0} weights that can be pruned.",
            alt: $"Twenty small pictures of ten classes: {string.Join(", ", task.Test.Classes)}.").On(task.Test.Source);
    }

    /// <summary>Curves of the dense network.</summary>
    public FittedPruner Fit() => _fitted ??= LayerAdaptiveMethod.Fit(Task(), Recipe);

    /// <summary>One layer: worst against mean.</summary>
    public Figure OneLayer() => LayerAdaptiveFigures.WorstAgainstMean(Fit().Curves).On(Task().Test.Source);

    /// <summary>Curves of all layers, or of some where there are many.</summary>
    /// <param name="kind">Worst picture or mean.</param>
    public Figure Curves(CurveKind kind) => LayerAdaptiveFigures.Curves(Fit().Curves, kind).On(Task().Test.Source);

    /// <summary>Every scheme at every sparsity, the iterative schedule, the additivity check: the long step.</summary>
    public LayerAdaptiveMeasurement Measure() => _measured ??= LayerAdaptiveMeasurement.Of(Task(), Recipe, Fit());

    /// <summary>Joint distortion against the sum.</summary>
    public Figure Additivity() => LayerAdaptiveFigures.Additivity(Measure()).On(Task().Test.Source);

    /// <summary>What stays of each layer, by scheme.</summary>
    public Figure Allocations() => LayerAdaptiveFigures.Allocations(AtHighSparsity(), Fit().Curves);

    /// <summary>All schemes at the sparsity of the allocations.</summary>
    public Figure SchemeTable() => LayerAdaptiveFigures.SchemeTable(AtHighSparsity()).On(Task().Test.Source);

    /// <summary>Accuracy against sparsity.</summary>
    /// <param name="retrained">After training on.</param>
    public Figure Accuracy(bool retrained = false) =>
        LayerAdaptiveFigures.Accuracy([Measure()], retrained).On(Task().Test.Source);

    /// <summary>Accuracy against FLOPs left, all points of this run.</summary>
    public Figure Pareto() => LayerAdaptiveFigures.Pareto(
        Measure().OneShot, Measure().Rounds,
        "Accuracy against FLOPs left: the program in one shot and iteratively, and others.",
        published: false).On(Task().Test.Source);

    /// <summary>Accuracy of the published ResNet-32 against sparsity on the real test set: of this run with
    /// data=cifar10, else of the stored one.</summary>
    public IRichOutput RealAccuracy() => OnRealPictures(real => real.Accuracy());

    /// <summary>Its rounds.</summary>
    public IRichOutput RealRounds() => OnRealPictures(real => real.Rounds());

    /// <summary>Its accuracy against FLOPs left, beside the published rows.</summary>
    public IRichOutput RealPareto() => OnRealPictures(real => real.Pareto());

    /// <summary>The failure at high sparsity, and leaving every layer a little as a remedy.</summary>
    public Figure HighSparsity()
    {
        var sparsity = Recipe.Sparsities[^1];
        SchemeResult[] rows =
        [
            .. new[] { 0, 0.01, 0.05 }.Select(keep => LayerAdaptiveMethod.Measure(
                Task(), Recipe, Fit(), PruningScheme.ProgramMean, sparsity, keep)!),
            Measure().At(PruningScheme.Lamp, sparsity)!,
        ];
        string[] names = ["program, mean", "the same, minKeep 1 %", "the same, minKeep 5 %", "LAMP"];
        return Table.Draw(
            rows.Zip(names, (r, name) => new
            {
                Scheme = name, LeastKeptLayer = r.Densities.Min(), JointMean = r.Joint.Mean, r.OneShot, r.Retrained,
            }),
            $"At S = {sparsity} in one shot the network no longer works, and small output distortion no longer means a good start.",
            formats: new Dictionary<string, string>
            {
                ["LeastKeptLayer"] = "P1", ["OneShot"] = "P1", ["Retrained"] = "P1",
            }).On(Task().Test.Source);
    }

    /// <summary>The rounds of the iterative schedule.</summary>
    public Figure Rounds() => LayerAdaptiveFigures.Rounds(Measure().Rounds).On(Task().Test.Source);

    /// <summary>The same as a table, with the check that masks only grow.</summary>
    public Figure RoundTable() => LayerAdaptiveFigures.RoundTable(Measure().Rounds);

    /// <summary>Allocation from noise in place of pictures, beside that from pictures.</summary>
    public Figure WithoutData()
    {
        using var scope = NewDisposeScope();
        var task = Task();
        var noise = LayerAdaptivePruner.FitWithoutData(
            task.Network, task.Calibration.shape[1..], Recipe.Calibration, Recipe.Seed,
            new() { Intervals = Recipe.Intervals, ChannelsLast = true });
        var sparsity = Recipe.Sparsities[Recipe.Sparsities.Count / 2];
        var rows = new[] { ("pictures", Fit()), ("noise N(0, 1)", noise) }.Select(row =>
        {
            var plan = row.Item2.Allocate(sparsity, PruningScheme.ProgramMean);
            return new
            {
                CalibratedOn = row.Item1, KeptOfEachLayer = string.Join(" ", plan.Densities.Select(d => $"{d:P0}")),
                plan.FlopsLeft, JointMean = plan.Joint(task.Calibration).Mean,
                OneShot = plan.OnTrial(() => task.Accuracy(Recipe.QuickTest)),
            };
        }).ToArray();
        return Table.Draw(
            rows, $"Without data: the allocation at S = {sparsity} from noise pictures.",
            formats: new Dictionary<string, string> { ["FlopsLeft"] = "P1", ["OneShot"] = "P1" }).On(task.Test.Source);
    }

    /// <summary>The published form of the program beside the exact one: objective, weights kept, time.</summary>
    public Figure ReferenceMode()
    {
        var curves = Fit().Curves;
        ExactProgram.Solve(AllocationProblem.ForSparsity(curves, CurveKind.Worst, 0.5));
        return Table.Draw(
            Recipe.Sparsities.Select(sparsity =>
            {
                var problem = AllocationProblem.ForSparsity(curves, CurveKind.Worst, sparsity);
                var exact = ExactProgram.Solve(problem);
                var reference = ReferenceProgram.Solve(curves, CurveKind.Worst, sparsity);
                return new
                {
                    S = sparsity, problem.Budget, KeptExact = exact.Cost, KeptReference = reference.Cost,
                    Over = Math.Max(0, reference.Cost - problem.Budget), Exact = exact.Objective,
                        Reference = reference.Objective,
                    LagrangianBound = LagrangianSweep.Solve(problem).LowerBound,
                };
            }),
            "Exact and published program: weights kept and sum of worst-picture distortions. What the reference spends over the " +
            "budget it gains in distortion.");
    }

    /// <summary>The official result table.</summary>
    public Figure Published() => Table.Draw(
        LayerAdaptivePaper.Results,
            "Published results (other data, other networks, hundreds of thousands of training steps).",
        formats: new Dictionary<string, string>
        {
            ["Sparsity"] = "P2", ["FlopsLeft"] = "P2", ["Accuracy"] = "P2", ["Dense"] = "P2",
        });

    /// <summary>Measures the other seeds, draws up the claims and writes metrics.json into the run's folder.</summary>
    public PaperResult Conclude()
    {
        List<LayerAdaptiveMeasurement> seeds = [Measure()];
        foreach (var seed in Seeds.Skip(1))
        {
            using var task = LayerAdaptiveTask.Prepare(Recipe, seed);
            seeds.Add(LayerAdaptiveMeasurement.Of(task, Recipe, LayerAdaptiveMethod.Fit(task, Recipe)));
        }

        var result = LayerAdaptiveResult.Of(Recipe, seeds, Task().Test.Source, Stopwatch.GetElapsedTime(_started));
        result.WriteMetrics();
        if (Recipe.Data == "cifar10")
        {
            RealPictures().Write();
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _task?.Dispose();

    private IReadOnlyList<long> Seeds => [.. Enumerable.Range(0, Recipe.Seeds).Select(i => Recipe.Seed + i)];

    private LayerAdaptiveTask Task() => _task ??= LayerAdaptiveTask.Prepare(Recipe, Recipe.Seed);

    private RealPruning RealPictures() => RealPruning.Of(
        Recipe, Measure(), Task().Test.Source, (Environment.CpuUsage.TotalTime - _processorStart).TotalSeconds);

    private IRichOutput OnRealPictures(Func<RealPruning, Figure> draw) =>
        (Recipe.Data == "cifar10" ? RealPictures() : RealPruning.Stored) is { } real
            ? draw(real)
            : new Html("<p>No run on the real test set is stored here. Make one with the data bundle: "
                       + $"<code>./nk run {LayerAdaptivePaper.Notebook} -p data=cifar10</code>.</p>");

    private SchemeResult[] AtHighSparsity()
    {
        var sparsity = Recipe.Sparsities.Contains(0.8) ? 0.8 : Recipe.Sparsities[^1];
        return [.. Measure().OneShot.Where(r => r.Target == sparsity)];
    }

    private static IEnumerable<RgbImage> Pictures(LayerAdaptiveTask task, long label)
    {
        var labels = task.Test.ToLabels();
        return Enumerable.Range(0, labels.Length).Where(i => labels[i] == label).Take(2)
            .Select(i => RgbImage.FromTensor(task.Test.Images[i].expand(3, -1, -1)));
    }

    private static SettingRow Row(string setting, string here, string paper) => new(setting, here, paper);

    private sealed record SettingRow(string Setting, string Here, string Paper);
}
