using FsCheck;
using FsCheck.Fluent;
using NotebookKit.Models.LayerAdaptivePruning;
using Xunit;

namespace NotebookKit.Models.Tests.LayerAdaptivePruning;

/// <summary>What holds for every allocation.</summary>
public sealed class ProgramPropertyTests
{
    [Fact]
    public void Exact_RandomProblem_IsWhatTryingAllFinds() => ForAll(random =>
    {
        var problem = Problem(random, layers: random.Next(1, 5), intervals: random.Next(1, 7), convex: false);
        var (program, all) = (ExactProgram.Solve(problem), ExhaustiveSearch.Solve(problem));

        return program.Objective == all.Objective && program.Cost == all.Cost
            && program.Points.SequenceEqual(all.Points);
    });

    [Fact]
    public void Exact_RandomProblem_CostIsWithinTheBudget() => ForAll(random =>
    {
        var problem = Problem(random, layers: 6, intervals: 12, convex: false);
        return ExactProgram.Solve(problem).Cost <= problem.Budget
            && ExactProgram.SolveCoarse(Looser(problem, 60), 10).Cost <= problem.Budget + 60
            && LagrangianSweep.Solve(problem).Solution.Cost <= problem.Budget;
    });

    [Fact]
    public void Exact_MoreBudget_NeverGivesMoreDistortion() => ForAll(random =>
    {
        var problem = Problem(random, layers: 6, intervals: 12, convex: false);
        return ExactProgram.Solve(Looser(problem, random.Next(1, 200))).Objective <= ExactProgram.Solve(
            problem).Objective;
    });

    [Fact]
    public void Lagrangian_AnyProblem_BracketsTheOptimum() => ForAll(random =>
    {
        var problem = Problem(random, layers: 6, intervals: 12, convex: random.Next(2) == 0);
        var (exact, sweep) = (ExactProgram.Solve(problem).Objective, LagrangianSweep.Solve(problem));
        return sweep.LowerBound <= exact * (1 + 1e-12) && exact <= sweep.Solution.Objective * (1 + 1e-12);
    });

    [Fact]
    public void Exact_NarrowedChoices_StayInThem() => ForAll(random =>
    {
        var problem = Problem(random, layers: 5, intervals: 10, convex: false);
        var centre = ExactProgram.Solve(problem);
        var near = problem.Near(centre, radius: 1);
        var solution = ExactProgram.Solve(near);
        return solution.Objective == centre.Objective
            && solution.Points.Select((d, l) => d >= near.Lowest[l] && d <= near.Highest[l]).All(inside => inside);
    });

    [Fact]
    public void Problem_BudgetBelowTheMinimum_IsRefused() => Assert.Contains(
        "The budget must be at least 5, the cost of pruning every layer as far as it may go, but is 4.",
        Assert.Throws<ArgumentException>(() => new AllocationProblem([[0, 1]], [[9, 5]], 4)).Message);

    [Fact]
    public void Problem_DistortionThatIsNoNumber_IsRefused() => Assert.Contains(
        "that of layer 0 at point 1 is NaN",
        Assert.Throws<ArgumentException>(() => new AllocationProblem([[0, double.NaN]], [[9, 5]], 9)).Message);

    private static AllocationProblem Looser(AllocationProblem problem, long more) =>
        new(problem.Distortion, problem.Cost, problem.Budget + more);

    private static AllocationProblem Problem(Random random, int layers, int intervals, bool convex)
    {
        var sizes = Enumerable.Range(0, layers).Select(_ => (long)random.Next(5, 80)).ToArray();
        var curves = sizes.Select(_ =>
        {
            var steps = Enumerable.Range(0, intervals).Select(_ => random.NextDouble()).ToArray();
            if (convex) Array.Sort(steps);
            var sum = 0.0;
            return (double[])[0, .. steps.Select(step => sum += convex ? step : step - 0.2)];
        }).Select(curve => curve.Select(value => Math.Max(0, value)).ToArray()).ToArray();
        var costs = sizes.Select(size => Enumerable.Range(0, intervals + 1)
            .Select(d => size - LayerCurves.PrunedAt(size, d, intervals)).ToArray()).ToArray();
        return new(curves, costs, (long)(sizes.Sum() * random.NextDouble()));
    }

    private static void ForAll(Func<Random, bool> holds) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => holds(new Random(seed))).QuickCheckThrowOnFailure();
}
