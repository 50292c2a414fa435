using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>
/// The dynamic program of the paper (section 3.3) in integers and float64, exact on the given curves: g_0(0)
/// = 0, g_l(w) = min over d of delta_l(d) + g_(l-1)(w - c_l(d)), where g_l(w) is the least distortion of the first l
/// layers that cost exactly w. The answer is the least g_L(w) with w of at most T. O(L T (D + 1)) time, one byte of
/// memory per layer and state.
/// </summary>
/// <remarks>Ties: the smaller total cost, then the smaller point in the last layer, and so on backwards.</remarks>
public static class ExactProgram
{
    /// <summary>Most states; a larger problem is coarsened to this many (loss bounded by L steps of the
    /// budget).</summary>
    public const long MaxStates = 1_000_000;

    private static readonly int Lanes = 2 * Vector<double>.Count;          // columns per step of the inner loop

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">Costs, distortions and the budget.</param>
    /// <returns>The best choice within the budget.</returns>
    public static AllocationSolution Solve(AllocationProblem problem)
    {
        if (problem.Intervals > LayerCurves.MaxIntervals)
        {
            PruningInput.CheckIntervals(problem.Intervals);
        }

        var dearest = Enumerable.Range(0, problem.Count).Sum(l => problem.Cost[l][problem.Lowest[l]]);
        var budget = Math.Min(problem.Budget, dearest);
        return budget <= MaxStates
            ? Solve(problem, (int)budget)
            : SolveCoarse(problem, (budget + MaxStates - 1) / MaxStates);
    }

    /// <summary>Solves a problem in steps of g units of cost, for large networks: the choice is within the budget and
    /// at most as good as with a budget smaller by L g.</summary>
    /// <param name="problem">Costs, distortions and the budget.</param>
    /// <param name="step">g, 1 or more; the paper's networks need T / g of about 200,000.</param>
    public static AllocationSolution SolveCoarse(AllocationProblem problem, long step) =>
        problem.Evaluate(Solve(problem.Coarsened(step)).Points);

    private static AllocationSolution Solve(AllocationProblem problem, int budget)
    {
        var choices = new byte[problem.Count][];
        var (before, after) = (Row(budget), Row(budget));
        before[Lanes] = 0;
        var reach = 0;                                                     // no state of the layers so far lies beyond
        for (var layer = 0; layer < problem.Count; layer++)
        {
            reach = (int)Math.Min(budget, reach + problem.Cost[layer][problem.Lowest[layer]]);
            choices[layer] = new byte[reach + 1];
            Advance(problem, layer, before, after, choices[layer]);
            (before, after) = (after, before);
        }

        var best = 0;
        for (var w = 1; w <= reach; w++)
        {
            best = before[Lanes + w] < before[Lanes + best] ? w : best;
        }

        return problem.Evaluate(Backtrack(problem, choices, best));
    }

    // State w stands at Lanes + w: what lies to the left costs less than nothing and is never reached.
    private static double[] Row(int budget)
    {
        var row = new double[Lanes + budget + 1 + Lanes];
        Array.Fill(row, double.PositiveInfinity);
        return row;
    }

    /// <summary>One layer: all states in steps of two vectors, all points for each, the least kept in
    /// registers.</summary>
    private static void Advance(AllocationProblem problem, int layer, double[] before, double[] after, byte[] choice)
    {
        var (low, high) = (problem.Lowest[layer], problem.Highest[layer]);
        var (cost, distortion) = (problem.Cost[layer], problem.Distortion[layer]);
        ref var source = ref MemoryMarshal.GetArrayDataReference(before);
        var half = Vector<double>.Count;
        Span<double> points = stackalloc double[Lanes];
        for (var w = 0; w < choice.Length; w += Lanes)
        {
            var least0 = new Vector<double>(double.PositiveInfinity);
            var least1 = least0;
            var (point0, point1) = (Vector<double>.Zero, Vector<double>.Zero);
            for (var d = low; d <= high; d++)
            {
                if (cost[d] >= w + Lanes)
                {
                    continue;                                              // dearer than any of these states
                }

                ref var from = ref Unsafe.Add(ref source, Lanes + w - (int)cost[d]);
                var (delta, index) = (new Vector<double>(distortion[d]), new Vector<double>(d));
                var sum0 = Vector.LoadUnsafe(ref from) + delta;
                var sum1 = Vector.LoadUnsafe(ref from, (nuint)half) + delta;
                point0 = Vector.ConditionalSelect(Vector.LessThan(sum0, least0), index, point0);
                point1 = Vector.ConditionalSelect(Vector.LessThan(sum1, least1), index, point1);
                least0 = Vector.Min(sum0, least0);
                least1 = Vector.Min(sum1, least1);
            }

            least0.CopyTo(after, Lanes + w);
            least1.CopyTo(after, Lanes + w + half);
            point0.CopyTo(points);
            point1.CopyTo(points[half..]);
            for (var i = 0; i < Math.Min(Lanes, choice.Length - w); i++)
            {
                choice[w + i] = (byte)points[i];
            }
        }

        Array.Fill(after, double.PositiveInfinity, Lanes + choice.Length, after.Length - Lanes - choice.Length);
    }

    private static int[] Backtrack(AllocationProblem problem, byte[][] choices, int state)
    {
        var points = new int[problem.Count];
        for (var layer = problem.Count - 1; layer >= 0; layer--)
        {
            points[layer] = choices[layer][state];
            state -= (int)problem.Cost[layer][points[layer]];
        }

        return points;
    }
}
