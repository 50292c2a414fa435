using NotebookKit.Interactive;
using static TorchSharp.torch;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>One random allocation: does the sum of the layers' own distortions foretell the joint one?</summary>
/// <param name="Sparsity">Share of zero weights.</param>
/// <param name="Sum">Sum of the mean curves.</param>
/// <param name="Joint">Mean distortion with all layers pruned at once.</param>
public sealed record AdditivitySample(double Sparsity, double Sum, double Joint);

/// <summary>What one seed measured: the raw material of figures and claims.</summary>
/// <param name="Seed">Seed of pictures, start and order.</param>
/// <param name="DenseAccuracy">Test accuracy of the dense network.</param>
/// <param name="OneShot">Every scheme at every sparsity.</param>
/// <param name="Rounds">The iterative schedule of each scheme.</param>
/// <param name="Additivity">Random allocations.</param>
public sealed record LayerAdaptiveMeasurement(
    long Seed, double DenseAccuracy, IReadOnlyList<SchemeResult> OneShot, IReadOnlyList<PruningRound> Rounds,
    IReadOnlyList<AdditivitySample> Additivity)
{
    /// <summary>Measures one seed.</summary>
    /// <param name="task">Network and pictures.</param>
    /// <param name="recipe">Every number of the run.</param>
    /// <param name="fitted">Curves of the dense network.</param>
    public static LayerAdaptiveMeasurement Of(
        LayerAdaptiveTask task, LayerAdaptiveRecipe recipe, FittedPruner fitted)
    {
        var total = (recipe.Sparsities.Count * PruningSchemes.All.Count) + (recipe.Rounds * recipe.IterativeSchemes.Count);
        using var progress = Progress.Start($"Schemes and rounds, seed {task.Seed}", total, "network");
        var count = 0L;
        var done = () => progress.Report(++count);
        return new(
            task.Seed, task.DenseAccuracy, AllSchemes(task, recipe, fitted, done),
            [.. recipe.IterativeSchemes.SelectMany(scheme => IterativePruning.Run(task, recipe, scheme, done))],
            Samples(task, recipe, fitted));
    }

    /// <summary>Greatest sparsity at which the program's pruned network is right on more than 70 % without training on;
    /// the smallest of all where there is none.</summary>
    public double StillWorking { get; } = OneShot
        .Where(r => r.Scheme == PruningScheme.ProgramMean && r.OneShot > 0.7).Select(r => r.Target)
        .DefaultIfEmpty(OneShot.Min(r => r.Target)).Max();

    /// <summary>The result of a scheme at a sparsity.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="sparsity">S.</param>
    public SchemeResult? At(PruningScheme scheme, double sparsity) =>
        OneShot.FirstOrDefault(r => r.Scheme == scheme && r.Target == sparsity);

    /// <summary>Accuracy of the program over another scheme where the network still works.</summary>
    /// <param name="other">The other scheme.</param>
    public double Lead(PruningScheme other) =>
        At(PruningScheme.ProgramMean, StillWorking)!.OneShot - At(other, StillWorking)!.OneShot;

    /// <summary>The program's joint distortion over the least of all schemes, where the network still works.</summary>
    public double DistortionRatio => At(PruningScheme.ProgramMean, StillWorking)!.Joint.Mean
        / OneShot.Where(r => r.Target == StillWorking).Min(r => r.Joint.Mean);

    /// <summary>Accuracy of the program over another scheme after the last round.</summary>
    /// <param name="other">The other scheme.</param>
    public double LastRoundLead(PruningScheme other) => Last(PruningScheme.ProgramWorst) - Last(other);

    /// <summary>Rank correlation of joint distortion and sum over the random allocations.</summary>
    public double Spearman => LayerAdaptiveMethod.Spearman(
        [.. Additivity.Select(s => s.Sum)], [.. Additivity.Select(s => s.Joint)]);

    private double Last(PruningScheme scheme) => Rounds.Last(round => round.Scheme == scheme).Accuracy;

    private static List<SchemeResult> AllSchemes(
        LayerAdaptiveTask task, LayerAdaptiveRecipe recipe, FittedPruner fitted, Action done)
    {
        List<SchemeResult> results = [];
        foreach (var sparsity in recipe.Sparsities)
        {
            foreach (var scheme in PruningSchemes.All)
            {
                if (LayerAdaptiveMethod.Measure(task, recipe, fitted, scheme, sparsity) is { } result)
                {
                    results.Add(result);
                }

                done();
            }
        }

        return results;
    }

    private static List<AdditivitySample> Samples(
        LayerAdaptiveTask task, LayerAdaptiveRecipe recipe, FittedPruner fitted)
    {
        var random = new Random((int)task.Seed);
        List<AdditivitySample> samples = [];
        while (samples.Count < recipe.AdditivitySamples)
        {
            using var scope = NewDisposeScope();
            var level = random.NextDouble();
            int[] points = [.. fitted.Layers.Select(_ => (int)(recipe.Intervals * level * random.NextDouble()))];
            var plan = fitted.At(points);
            if (plan.Sparsity is > 0 and <= 0.6)
            {
                samples.Add(new(
                    plan.Sparsity, fitted.Curves.Sum(points, CurveKind.Mean), plan.Joint(task.Calibration).Mean));
            }
        }

        return samples;
    }
}
