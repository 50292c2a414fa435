namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>
/// The allocation as a knapsack of many choices (section 3.3 of the paper): for each layer one grid point, so
/// that the sum of distortions is least and the sum of costs is within the budget. Costs are integers: weights kept, or
/// multiply-accumulates kept in some unit.
/// </summary>
public sealed record AllocationProblem
{
    /// <summary>Checks and makes a problem.</summary>
    /// <param name="distortion">[L][D + 1], finite.</param>
    /// <param name="cost">[L][D + 1], 0 or more, never rising with d.</param>
    /// <param name="budget">T, most that the costs may sum to.</param>
    /// <param name="lowest">[L], least point that a layer may take (masks only grow); null means 0.</param>
    /// <param name="highest">[L], greatest point that a layer may take (min_keep); null means D.</param>
    /// <exception cref="ArgumentException">The arrays do not fit, a value is not allowed, or no choice is within the
    /// budget.</exception>
    public AllocationProblem(
        IReadOnlyList<double[]> distortion, IReadOnlyList<long[]> cost, long budget,
        IReadOnlyList<int>? lowest = null, IReadOnlyList<int>? highest = null)
    {
        if (distortion.Count == 0 || distortion.Count != cost.Count || distortion[0].Length < 2)
        {
            throw new ArgumentException(
                "An allocation needs one distortion curve and one cost curve for each of at least one layer, with at " +
                $"least 2 points, but {distortion.Count} and {cost.Count} curves came.");
        }

        (Distortion, Cost, Budget) = (distortion, cost, budget);
        Lowest = lowest ?? new int[Count];
        Highest = highest ?? [.. Enumerable.Repeat(Intervals, Count)];
        for (var layer = 0; layer < Count; layer++)
        {
            CheckLayer(layer);
        }

        var least = Enumerable.Range(0, Count).Sum(layer => cost[layer][Highest[layer]]);
        if (least > budget)
        {
            throw new ArgumentException(
                $"The budget must be at least {least:N0}, the cost of pruning every layer as far as it may go, but is " +
                $"{budget:N0}. Raise the budget (a lower sparsity), or lower minKeep.");
        }
    }

    /// <summary>[L][D + 1], delta_l(d).</summary>
    public IReadOnlyList<double[]> Distortion { get; }

    /// <summary>[L][D + 1], c_l(d).</summary>
    public IReadOnlyList<long[]> Cost { get; }

    /// <summary>T.</summary>
    public long Budget { get; }

    /// <summary>[L], least point that a layer may take.</summary>
    public IReadOnlyList<int> Lowest { get; }

    /// <summary>[L], greatest point that a layer may take.</summary>
    public IReadOnlyList<int> Highest { get; }

    /// <summary>Number of layers L.</summary>
    public int Count => Distortion.Count;

    /// <summary>D.</summary>
    public int Intervals => Distortion[0].Length - 1;

    /// <summary>The problem of pruning to a sparsity: costs are kept weights N_l - floor(N_l d / D), the budget is
    /// floor((1 - S) N).</summary>
    /// <param name="curves">Curves of the layers.</param>
    /// <param name="kind">Worst image or mean.</param>
    /// <param name="sparsity">S in [0, 1): share of all weights to prune at least.</param>
    /// <param name="alreadyPruned">[L], weights pruned before, which stay pruned; null means none.</param>
    /// <param name="minKeep">Share of each layer's weights that stays, in [0, 1); 0 allows to cut a layer off.</param>
    /// <exception cref="ArgumentException">As the constructor, or a share is out of its range.</exception>
    public static AllocationProblem ForSparsity(
        LayerCurves curves, CurveKind kind, double sparsity, IReadOnlyList<long>? alreadyPruned = null,
        double minKeep = 0) => new(
            curves.Of(kind),
            [.. curves.Sizes.Select(size => KeptWeights(size, curves.Intervals))],
            PruningInput.Budget(curves.TotalWeights, sparsity),
            alreadyPruned is null ? null : LowestPoints(curves, alreadyPruned),
            HighestPoints(curves, minKeep, alreadyPruned));

    /// <summary>The problem of pruning to a share of the multiply-accumulates: costs are what a layer keeps of them, in
    /// units of 1/20,000 of the dense network, rounded up so that the budget is never passed.</summary>
    /// <param name="curves">Curves of the layers.</param>
    /// <param name="kind">Worst image or mean.</param>
    /// <param name="macsPerWeight">[L], multiply-accumulates that one weight costs: output positions of a convolution,
    /// 1 in a linear layer.</param>
    /// <param name="macsLeft">Share of the dense network's multiply-accumulates that may remain, in (0, 1].</param>
    /// <param name="alreadyPruned">[L], weights pruned before; null means none.</param>
    /// <param name="minKeep">Share of each layer's weights that stays, in [0, 1).</param>
    /// <exception cref="ArgumentException">As the constructor, or a share is out of its range.</exception>
    public static AllocationProblem ForMacs(
        LayerCurves curves, CurveKind kind, IReadOnlyList<long> macsPerWeight, double macsLeft,
        IReadOnlyList<long>? alreadyPruned = null, double minKeep = 0)
    {
        const long units = 20_000;
        PruningInput.CheckMacsLeft(macsLeft);
        var dense = curves.Sizes.Zip(macsPerWeight, (size, macs) => size * macs).Sum();
        return new(
            curves.Of(kind),
            [.. curves.Sizes.Zip(macsPerWeight, (size, macs) => KeptWeights(size, curves.Intervals)
                .Select(kept => (long)(((Int128)kept * macs * units + dense - 1) / dense)).ToArray())],
            (long)Math.Floor(macsLeft * units),
            alreadyPruned is null ? null : LowestPoints(curves, alreadyPruned),
            HighestPoints(curves, minKeep, alreadyPruned));
    }

    /// <summary>The same problem with costs in steps of g, rounded up, and the budget rounded down: a solution is
    /// within the true budget and loses at most L g of it.</summary>
    /// <param name="step">g, 1 or more.</param>
    public AllocationProblem Coarsened(long step) => step >= 1
        ? new(Distortion, [.. Cost.Select(c => c.Select(v => (v + step - 1) / step).ToArray())], Budget / step, Lowest,
            Highest)
        : throw new ArgumentException($"The step of a coarse program must be 1 or more, but is {step}.");

    /// <summary>The same problem with the choices of each layer limited to the neighbourhood of a solution.</summary>
    /// <param name="centre">A choice within the budget.</param>
    /// <param name="radius">Points to either side.</param>
    public AllocationProblem Near(AllocationSolution centre, int radius) => new(
        Distortion, Cost, Budget,
        [.. Lowest.Zip(centre.Points, (low, d) => Math.Max(low, d - radius))],
        [.. Highest.Zip(centre.Points, (high, d) => Math.Min(high, d + radius))]);

    /// <summary>What a choice costs and distorts.</summary>
    /// <param name="points">[L], each 0 to D.</param>
    public AllocationSolution Evaluate(int[] points)
    {
        var (objective, cost) = (0.0, 0L);
        for (var layer = 0; layer < Count; layer++)
        {
            objective += Distortion[layer][points[layer]];
            cost += Cost[layer][points[layer]];
        }

        return new(points, objective, cost);
    }

    private static long[] KeptWeights(long size, int intervals) =>
        [.. Enumerable.Range(0, intervals + 1).Select(d => size - LayerCurves.PrunedAt(size, d, intervals))];

    // The grid may have no point at exactly what is pruned: the next one prunes a little more, never less.
    private static int[] LowestPoints(LayerCurves curves, IReadOnlyList<long> pruned) =>
        [.. curves.Sizes.Zip(pruned, (size, done) => Enumerable.Range(0, curves.Intervals + 1)
            .First(d => LayerCurves.PrunedAt(size, d, curves.Intervals) >= done))];

    private static int[] HighestPoints(LayerCurves curves, double minKeep, IReadOnlyList<long>? pruned)
    {
        PruningInput.CheckMinKeep(minKeep);
        var lowest = pruned is null ? new int[curves.Count] : LowestPoints(curves, pruned);
        return [.. curves.Sizes.Select(
            (size, layer) => Math.Max(lowest[layer], Enumerable.Range(0, curves.Intervals + 1)
            .Last(d => size - LayerCurves.PrunedAt(size, d, curves.Intervals) >= Math.Ceiling(minKeep * size))))];
    }

    private void CheckLayer(int layer)
    {
        if (Distortion[layer].Length != Intervals + 1 || Cost[layer].Length != Intervals + 1)
        {
            throw new ArgumentException(
                $"Every layer needs {Intervals + 1} points as the first has, but layer {layer} has " +
                $"{Distortion[layer].Length} distortions and {Cost[layer].Length} costs.");
        }

        for (var d = 0; d <= Intervals; d++)
        {
            if (!double.IsFinite(Distortion[layer][d]))
            {
                throw new ArgumentException(
                    $"Distortions must be finite, but that of layer {layer} at point {d} is {Distortion[layer][d]}. " +
                    "Check the network's output on the calibration images.");
            }

            if (Cost[layer][d] < 0 || (d > 0 && Cost[layer][d] > Cost[layer][d - 1]))
            {
                throw new ArgumentException(
                    $"Costs must be 0 or more and never rise, but that of layer {layer} at point {d} is " +
                    $"{Cost[layer][d]}.");
            }
        }

        if (Lowest[layer] < 0 || Lowest[layer] > Highest[layer] || Highest[layer] > Intervals)
        {
            throw new ArgumentException(
                $"Layer {layer} may take the points {Lowest[layer]} to {Highest[layer]}; they must lie in order " +
                $"within 0 to {Intervals}.");
        }
    }
}

/// <summary>A choice of one grid point per layer.</summary>
/// <param name="Points">[L], d of each layer, in the order of the layers.</param>
/// <param name="Objective">Sum of the layers' distortions.</param>
/// <param name="Cost">Sum of the layers' costs.</param>
public sealed record AllocationSolution(int[] Points, double Objective, long Cost);
