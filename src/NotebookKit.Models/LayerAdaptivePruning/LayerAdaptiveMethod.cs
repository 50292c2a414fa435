using System.Text.Json.Serialization;
using NotebookKit.Sparsity;
using static TorchSharp.torch;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>One allocation, measured.</summary>
/// <param name="Scheme">How the layers shared the pruning.</param>
/// <param name="Target">S.</param>
/// <param name="Sparsity">Share of zero weights.</param>
/// <param name="FlopsLeft">Share of FLOPs left, as the paper counts them.</param>
/// <param name="OneShot">Test accuracy without training on.</param>
/// <param name="Retrained">Test accuracy after training on; NaN where it was not.</param>
/// <param name="Joint">Distortion of the output on the calibration pictures.</param>
/// <param name="Densities">[L], share of each layer that is kept.</param>
public sealed record SchemeResult(
    PruningScheme Scheme, double Target, double Sparsity, double FlopsLeft, double OneShot,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double Retrained,
    OutputDistortion Joint, IReadOnlyList<double> Densities);

/// <summary>The paper's steps on a task: curves, allocation, pruning, training on.</summary>
public static class LayerAdaptiveMethod
{
    /// <summary>Curves of a task's network; schemes that need none get theirs from one picture and two
    /// points.</summary>
    /// <param name="task">Network and pictures.</param>
    /// <param name="recipe">Grid.</param>
    /// <param name="scheme">The scheme to fit for.</param>
    /// <param name="masks">Masks of an earlier round; null for none.</param>
    public static FittedPruner Fit(
        LayerAdaptiveTask task, LayerAdaptiveRecipe recipe, PruningScheme scheme = PruningScheme.ProgramWorst,
        PruningMasks? masks = null)
    {
        using var scope = NewDisposeScope();
        var needed = scheme is PruningScheme.ProgramWorst or PruningScheme.ProgramMean;
        return LayerAdaptivePruner.Fit(
            task.Network, needed ? task.Calibration : task.Calibration.narrow(0, 0, 1),
            new() { Intervals = needed ? recipe.Intervals : 1, Masks = masks, ChannelsLast = true, ShowProgress = false });
    }

    /// <summary>Measures one scheme at one sparsity; the dense weights are back afterwards.</summary>
    /// <param name="task">Network and pictures.</param>
    /// <param name="recipe">How long to train on.</param>
    /// <param name="fitted">Curves of the dense network.</param>
    /// <param name="scheme">How the layers share the pruning.</param>
    /// <param name="sparsity">S.</param>
    /// <param name="minKeep">Share that the program leaves every layer.</param>
    /// <returns>The result; null where the scheme cannot prune so much (uniform+).</returns>
    public static SchemeResult? Measure(
        LayerAdaptiveTask task, LayerAdaptiveRecipe recipe, FittedPruner fitted, PruningScheme scheme, double sparsity,
        double minKeep = 0)
    {
        if (scheme == PruningScheme.UniformPlus && !UniformPlusCan(fitted, sparsity))
        {
            return null;
        }

        var plan = fitted.Allocate(sparsity, scheme, minKeep);
        var joint = plan.Joint(task.Calibration);
        using var masks = plan.Apply();
        var oneShot = task.Accuracy();
        var retrained = double.NaN;
        if (recipe.Retrained.Contains(sparsity))
        {
            task.Retrain(masks, recipe.RetrainSteps);
            retrained = task.Accuracy();
        }

        task.Restore();
        return new(scheme, sparsity, plan.Sparsity, plan.FlopsLeft, oneShot, retrained, joint, plan.Densities);
    }

    /// <summary>Rank correlation (Spearman 1904): Pearson's of the ranks; ties share their mean rank.</summary>
    /// <param name="x">[n], 2 or more values.</param>
    /// <param name="y">[n].</param>
    public static double Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y) =>
        MathNet.Numerics.Statistics.Correlation.Spearman(x, y);

    // All but the first convolution (whole) and a fifth of the last layer can go.
    private static bool UniformPlusCan(FittedPruner fitted, double sparsity)
    {
        var sizes = fitted.Curves.Sizes;
        return sparsity * sizes.Sum() <= sizes.Skip(1).Sum() - Math.Ceiling(0.2 * sizes[^1]);
    }
}
