namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>A choice with a proof of how far it can be from the best.</summary>
/// <param name="Solution">A choice within the budget.</param>
/// <param name="LowerBound">No choice within the budget has less distortion (Lagrangian dual).</param>
public sealed record LagrangianSolution(AllocationSolution Solution, double LowerBound)
{
    /// <summary>Distortion above the lower bound; the solution is at most so far from the best.</summary>
    public double Gap => Solution.Objective - LowerBound;
}

/// <summary>
/// Lagrangian relaxation: minimise sum of delta_l(d) + lambda c_l(d), each layer by itself, and lower lambda
/// until the budget is spent. On convex curves only the last step can be off; it takes the time of a sort.
/// </summary>
/// <remarks>Only points on the lower convex hull of (c_l, delta_l) are ever chosen, and going down in lambda takes the
/// hulls' edges in the order of their slopes. That the last edge does not fit whole is the duality gap.</remarks>
public static class LagrangianSweep
{
    /// <summary>Solves a problem up to the duality gap.</summary>
    /// <param name="problem">Costs, distortions and the budget.</param>
    public static LagrangianSolution Solve(AllocationProblem problem)
    {
        var hulls = Enumerable.Range(0, problem.Count).Select(layer => Hull(problem, layer)).ToArray();
        var points = hulls.Select(hull => hull[0]).ToArray();
        var start = problem.Evaluate(points);
        var (bound, spent, open) = (start.Objective, start.Cost, true);
        foreach (var edge in hulls.SelectMany((hull, layer) => Edges(problem, layer, hull)).OrderByDescending(
            e => e.Slope))
        {
            if (open && spent + edge.Cost <= problem.Budget)
            {
                (points[edge.Layer], spent, bound) = (edge.To, spent + edge.Cost, bound - edge.Gain);
            }
            else if (open)
            {
                bound -= edge.Slope * (problem.Budget - spent);           // the share of the edge that would fit
                open = false;
            }
        }

        return new(Fill(problem, points), bound);
    }

    /// <summary>The sweep, then the exact program among the neighbours of its choice: quick, and better than the sweep
    /// wherever the gap is not closed.</summary>
    /// <param name="problem">Costs, distortions and the budget.</param>
    /// <param name="radius">Grid points to either side of the sweep's choice.</param>
    public static LagrangianSolution SolvePolished(AllocationProblem problem, int radius = 3)
    {
        var rough = Solve(problem);
        var polished = ExactProgram.Solve(problem.Near(rough.Solution, radius));
        return rough with { Solution = polished.Objective <= rough.Solution.Objective ? polished : rough.Solution };
    }

    // Points of the lower convex hull from the cheapest to the dearest; distortion falls along it.
    private static List<int> Hull(AllocationProblem problem, int layer)
    {
        var (cost, distortion) = (problem.Cost[layer], problem.Distortion[layer]);
        List<int> hull = [];
        for (var d = problem.Highest[layer]; d >= problem.Lowest[layer]; d--)
        {
            if (hull.Count > 0 && distortion[d] >= distortion[hull[^1]])
            {
                continue;                                                  // dearer and no better
            }

            if (hull.Count > 0 && cost[d] == cost[hull[^1]])
            {
                hull.RemoveAt(hull.Count - 1);                             // as dear and better
            }

            while (hull.Count > 1 && Slope(hull[^2], hull[^1]) <= Slope(hull[^1], d))
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(d);
        }

        return hull;

        double Slope(int from, int to) => (distortion[from] - distortion[to]) / (cost[to] - cost[from]);
    }

    private static IEnumerable<(int Layer, int To, long Cost, double Gain, double Slope)> Edges(
        AllocationProblem problem, int layer, List<int> hull)
    {
        for (var i = 1; i < hull.Count; i++)
        {
            var cost = problem.Cost[layer][hull[i]] - problem.Cost[layer][hull[i - 1]];
            var gain = problem.Distortion[layer][hull[i - 1]] - problem.Distortion[layer][hull[i]];
            yield return (layer, hull[i], cost, gain, gain / cost);
        }
    }

    // What is left of the budget goes to single layers, the best gain first, as long as something fits.
    private static AllocationSolution Fill(AllocationProblem problem, int[] points)
    {
        var solution = problem.Evaluate(points);
        while (true)
        {
            var left = problem.Budget - solution.Cost;
            var (layer, to, gain) = (-1, -1, 0.0);
            for (var l = 0; l < points.Length; l++)
            {
                for (var d = problem.Lowest[l]; d <= problem.Highest[l]; d++)
                {
                    var better = problem.Distortion[l][points[l]] - problem.Distortion[l][d];
                    if (better > gain && problem.Cost[l][d] - problem.Cost[l][points[l]] <= left)
                    {
                        (layer, to, gain) = (l, d, better);
                    }
                }
            }

            if (layer < 0)
            {
                return solution;
            }

            points[layer] = to;
            solution = problem.Evaluate(points);
        }
    }
}
