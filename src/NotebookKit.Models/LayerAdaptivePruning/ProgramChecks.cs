using System.Diagnostics;
using NotebookKit.Show;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>The program checked on made-up curves: against exhaustive search, against the Lagrangian bound, and how its
/// time grows with the budget.</summary>
public static class ProgramChecks
{
    private const int Problems = 200;
    private const int Repeats = 5;

    /// <summary>Of 200 small random problems, those where program and exhaustive search differ.</summary>
    /// <param name="seed">Names the problems.</param>
    public static int Mismatches(long seed)
    {
        var random = new Random((int)seed);
        return Enumerable.Range(0, Problems).Count(_ =>
        {
            var problem = Problem(
                random, [.. Enumerable.Range(0, 4).Select(_ => (long)random.Next(10, 80))], 6, random.NextDouble());
            return !ExactProgram.Solve(problem).Points.SequenceEqual(ExhaustiveSearch.Solve(problem).Points);
        });
    }

    /// <summary>Of 200 convex problems, those where the program does not lie between the Lagrangian bound and the
    /// Lagrangian solution.</summary>
    /// <param name="seed">Names the problems.</param>
    public static int OutsideTheGap(long seed)
    {
        var random = new Random((int)seed);
        return Enumerable.Range(0, Problems).Count(_ =>
        {
            var problem = Problem(
                random, [.. Enumerable.Range(0, 8).Select(_ => (long)random.Next(20, 200))], 20, 0.5, convex: true);
            var (exact, sweep) = (ExactProgram.Solve(problem).Objective, LagrangianSweep.Solve(problem));
            return exact < sweep.LowerBound * (1 - 1e-9) || exact > sweep.Solution.Objective * (1 + 1e-9);
        });
    }

    /// <summary>Processor time of the program with twice the budget over that with the budget: the least of
    /// five.</summary>
    /// <param name="seed">Names the problem.</param>
    public static double TimeOfTwiceTheBudget(long seed)
    {
        long[] sizes = [.. Enumerable.Repeat(20_000L, 24)];
        var problem = Problem(new Random((int)seed), sizes, 100, share: 0.15);
        var twice = new AllocationProblem(problem.Distortion, problem.Cost, 2 * problem.Budget);
        ExactProgram.Solve(problem);
        return Enumerable.Range(0, Repeats).Min(_ => Seconds(twice)) / Enumerable.Range(0, Repeats).Min(
            _ => Seconds(problem));

        static double Seconds(AllocationProblem problem)
        {
            using var process = Process.GetCurrentProcess();
            var before = process.TotalProcessorTime;
            ExactProgram.Solve(problem);
            process.Refresh();
            return (process.TotalProcessorTime - before).TotalSeconds;
        }
    }

    /// <summary>The program on three layers of a few weights: the table f_l(w), each entry with the point that the
    /// layer takes there, and the answer beside exhaustive search.</summary>
    public static Figure ByHand()
    {
        double[][] curves = [[0, 1, 4, 9], [0, 2, 3, 7], [0, 0.5, 5, 6]];
        long[] sizes = [6, 3, 6];
        var layers = new LayerCurves(["A", "B", "C"], sizes, curves, curves);
        var problem = AllocationProblem.ForSparsity(layers, CurveKind.Mean, 0.5);
        var rows = Enumerable.Range(0, (int)problem.Budget + 1).Select(w => new
        {
            Kept = w, A = State(1, w), AB = State(2, w), ABC = State(3, w),
        });
        var (program, all) = (ExactProgram.Solve(problem), ExhaustiveSearch.Solve(problem));
        return Table.Draw(
            rows, $"Least distortion of the first layers with at most w weights kept of {sizes.Sum()}, and the last " +
                $"layer's point d (of 3) that reaches it.")
            .WithNote(
                $"Following the points back from w = {problem.Budget}: d = {string.Join(", ", program.Points)}, distortion " +
                $"{program.Objective}, {program.Cost} weights kept. Trying all 64 choices gives {string.Join(", ", all.Points)} " +
                $"with {all.Objective}.");

        string State(int count, long budget)
        {
            var least = problem.Cost.Take(count).Sum(cost => cost[^1]);
            var solution = least > budget ? null : ExactProgram.Solve(
                new([.. problem.Distortion.Take(count)], [.. problem.Cost.Take(count)], budget));
            return solution is null ? "-" : $"{solution.Objective:0.#} (d = {solution.Points[^1]})";
        }
    }

    private static AllocationProblem Problem(
        Random random, long[] sizes, int intervals, double share, bool convex = false)
    {
        var curves = sizes.Select(_ =>
        {
            var steps = Enumerable.Range(0, intervals).Select(_ => random.NextDouble()).ToArray();
            if (convex)
            {
                Array.Sort(steps);
            }

            var sum = 0.0;
            return (double[])[0, .. steps.Select(step => sum += step)];
        }).ToArray();
        var layers = new LayerCurves([.. sizes.Select((_, l) => $"{l}")], sizes, curves, curves);
        return AllocationProblem.ForSparsity(layers, CurveKind.Mean, Math.Min(0.99, 1 - share));
    }
}
