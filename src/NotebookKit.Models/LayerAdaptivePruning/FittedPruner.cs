using NotebookKit.Sparsity;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>A network with its measured curves: allocates any budget without looking at an image again.</summary>
/// <param name="model">The network.</param>
/// <param name="layers">Its prunable layers.</param>
/// <param name="curves">Their curves.</param>
/// <param name="cost">What their weights cost.</param>
/// <param name="masks">Masks of an earlier round; null for none.</param>
public sealed class FittedPruner(
    Module<Tensor, Tensor> model, IReadOnlyList<PrunableLayer> layers, LayerCurves curves, SparseCost cost,
    PruningMasks? masks)
{
    private long[]? earlier;
    private LayerWeights[]? weights;

    /// <summary>The network.</summary>
    public Module<Tensor, Tensor> Model => model;

    /// <summary>Its prunable layers.</summary>
    public IReadOnlyList<PrunableLayer> Layers => layers;

    /// <summary>Their rate-distortion curves.</summary>
    public LayerCurves Curves => curves;

    /// <summary>What their weights cost.</summary>
    public SparseCost Cost => cost;

    /// <summary>[L], weights that an earlier round pruned.</summary>
    public IReadOnlyList<long> Earlier =>
        earlier ??= [.. Weights.Select(layer => layer.Weights.Length - layer.AliveCount)];

    /// <summary>Shares the pruning out over the layers.</summary>
    /// <param name="sparsity">S in [0, 1): share of all weights of the layers that shall be zero, earlier ones
    /// included.</param>
    /// <param name="scheme">The paper's program or one of the schemes that it is compared with.</param>
    /// <param name="minKeep">Share of each layer that the program keeps whatever it costs; 0.01 keeps a layer from
    /// being cut off.</param>
    /// <exception cref="ArgumentException">A share is out of its range, less would be pruned than is already, or the
    /// budget is too small for <paramref name="minKeep"/>.</exception>
    public PruningPlan Allocate(
        double sparsity, PruningScheme scheme = PruningScheme.ProgramWorst, double minKeep = 0)
    {
        PruningInput.CheckSparsity(sparsity);
        if (scheme is PruningScheme.ProgramWorst or PruningScheme.ProgramMean)
        {
            var kind = scheme == PruningScheme.ProgramWorst ? CurveKind.Worst : CurveKind.Mean;
            return Plan(ExactProgram.Solve(AllocationProblem.ForSparsity(curves, kind, sparsity, Earlier, minKeep)));
        }

        var alive = Weights.Sum(layer => layer.AliveCount);
        var amount = 1 - ((1 - sparsity) * curves.TotalWeights / alive);
        if (amount < 0)
        {
            throw new ArgumentException(
                $"sparsity must be at least {1 - ((double)alive / curves.TotalWeights):0.####}, what is pruned already, " +
                $"but is {sparsity}. Remove the masks to start anew.");
        }

        var kept = BaselineAmounts.Survivors(scheme, Weights, amount);
        return new(model, layers, cost, masks, [.. curves.Sizes.Zip(kept, (size, left) => size - left)], null);
    }

    /// <summary>Shares the pruning out so that a share of the multiply-accumulates remains.</summary>
    /// <param name="macsLeft">Share of the dense network's multiply-accumulates, in (0, 1].</param>
    /// <param name="kind">Worst image or mean.</param>
    /// <param name="minKeep">As in <see cref="Allocate"/>.</param>
    /// <exception cref="ArgumentException">As <see cref="Allocate"/>.</exception>
    public PruningPlan AllocateMacs(double macsLeft, CurveKind kind = CurveKind.Worst, double minKeep = 0) => Plan(
        ExactProgram.Solve(AllocationProblem.ForMacs(curves, kind, cost.MacsPerWeight, macsLeft, Earlier, minKeep)));

    /// <summary>The plan that prunes given numbers of weights.</summary>
    /// <param name="points">[L], grid points 0 to D.</param>
    public PruningPlan At(IReadOnlyList<int> points) => new(model, layers, cost, masks, curves.Pruned(points), null);

    private LayerWeights[] Weights => weights ??= Read();

    private LayerWeights[] Read()
    {
        using var scope = NewDisposeScope();
        return [.. layers.Select(
            layer => layer.ToWeights(masks is null ? null : LayerAdaptivePruner.Alive(layer, masks)))];
    }

    private PruningPlan Plan(AllocationSolution solution) =>
        new(model, layers, cost, masks, curves.Pruned(solution.Points), solution);
}
