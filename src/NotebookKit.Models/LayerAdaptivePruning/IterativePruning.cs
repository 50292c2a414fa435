using NotebookKit.Sparsity;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>What one round of the iterative schedule left.</summary>
/// <param name="Scheme">How the layers shared the pruning.</param>
/// <param name="Round">t, from 1.</param>
/// <param name="Target">S_t.</param>
/// <param name="Sparsity">Share of zero weights.</param>
/// <param name="FlopsLeft">Share of FLOPs left, as the paper counts them.</param>
/// <param name="Before">Test accuracy before training on.</param>
/// <param name="Accuracy">Test accuracy after it.</param>
/// <param name="Pruned">[L], weights that are zero.</param>
public sealed record PruningRound(
    PruningScheme Scheme, int Round, double Target, double Sparsity, double FlopsLeft, double Before, double Accuracy,
    IReadOnlyList<long> Pruned);

/// <summary>
/// Iterative pruning (section 4.1 of the paper and its code): at round t the target is 1 - (1 - a)^t; new
/// curves are measured on the pruned network, the program allocates with masks that only grow, the smallest survivors
/// go, and the network is trained on from its current weights.
/// </summary>
public static class IterativePruning
{
    /// <summary>Runs all rounds on a task; the dense weights are put back before and after.</summary>
    /// <param name="task">Network and pictures.</param>
    /// <param name="recipe">Rounds, share, steps, grid.</param>
    /// <param name="scheme">How the layers share the pruning.</param>
    /// <param name="done">Is called after every round.</param>
    public static IReadOnlyList<PruningRound> Run(
        LayerAdaptiveTask task, LayerAdaptiveRecipe recipe, PruningScheme scheme, Action done)
    {
        task.Restore();
        using var masks = new PruningMasks(task.Network);
        List<PruningRound> rounds = [];
        for (var t = 1; t <= recipe.Rounds; t++)
        {
            var target = recipe.RoundSparsity(t);
            var plan = LayerAdaptiveMethod.Fit(task, recipe, scheme, masks).Allocate(target, scheme);
            plan.Apply();
            var before = task.Accuracy(recipe.QuickTest);
            task.Retrain(masks, recipe.RoundSteps);
            done();
            rounds.Add(new(
                scheme, t, target, plan.Sparsity, plan.FlopsLeft, before, task.Accuracy(), plan.Pruned));
        }

        task.Restore();
        return rounds;
    }
}
