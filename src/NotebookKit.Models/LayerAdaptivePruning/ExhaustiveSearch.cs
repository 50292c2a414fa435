namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>Every choice there is, for problems small enough to try them all: what the program is checked
/// against.</summary>
public static class ExhaustiveSearch
{
    /// <summary>Most choices that are tried.</summary>
    public const long MaxChoices = 50_000_000;

    /// <summary>Finds the best choice within the budget by trying all.</summary>
    /// <param name="problem">At most <see cref="MaxChoices"/> choices.</param>
    /// <exception cref="ArgumentException">There are more choices.</exception>
    public static AllocationSolution Solve(AllocationProblem problem)
    {
        var choices = Enumerable.Range(0, problem.Count)
            .Aggregate(1.0, (product, l) => product * (problem.Highest[l] - problem.Lowest[l] + 1));
        if (choices > MaxChoices)
        {
            throw new ArgumentException(
                $"Exhaustive search tries at most {MaxChoices:N0} choices, but this problem has {choices:G3}. Use " +
                "ExactProgram.");
        }

        int[] points = [.. problem.Lowest];
        AllocationSolution? best = null;
        do
        {
            var (objective, cost) = (0.0, 0L);
            for (var l = 0; l < points.Length; l++)
            {
                objective += problem.Distortion[l][points[l]];
                cost += problem.Cost[l][points[l]];
            }

            if (cost <= problem.Budget && (best is null || objective < best.Objective
                || (objective == best.Objective && cost < best.Cost)))
            {
                best = new([.. points], objective, cost);
            }
        }
        while (Next(problem, points));

        return best!;                                                      // a problem always has a choice within T
    }

    // The first layer turns fastest, so that of equal choices the one with the smallest last points comes first.
    private static bool Next(AllocationProblem problem, int[] points)
    {
        for (var l = 0; l < points.Length; l++)
        {
            if (points[l] < problem.Highest[l])
            {
                points[l]++;
                return true;
            }

            points[l] = problem.Lowest[l];
        }

        return false;
    }
}
