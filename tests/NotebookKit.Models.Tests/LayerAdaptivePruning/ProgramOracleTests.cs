using System.Text.Json;
using NotebookKit.Models.LayerAdaptivePruning;
using Xunit;

namespace NotebookKit.Models.Tests.LayerAdaptivePruning;

/// <summary>The programs against the published one (float32) and against an exact integer program.</summary>
public sealed class ProgramOracleTests
{
    public static TheoryData<string> SmallCases => [.. PruningOracle.Small.GetProperty("cases").EnumerateArray()
        .Select(c => c.GetProperty("name").GetString()!)];

    public static TheoryData<string> TriedCases => [.. PruningOracle.Small.GetProperty("cases").EnumerateArray()
        .Where(c => c.TryGetProperty("brute_force", out _)).Select(c => c.GetProperty("name").GetString()!)];

    public static TheoryData<int> ResNetCases => [.. Enumerable.Range(0, 5)];

    [Theory]
    [MemberData(nameof(SmallCases))]
    public void Exact_SmallCase_IsTheOptimum(string name)
    {
        var (small, curves, problem) = Small(name);

        var solution = ExactProgram.Solve(problem);

        var exact = small.GetProperty("exact");
        Assert.Equal(exact.GetProperty("budget_T").GetInt64(), problem.Budget);
        Assert.Equal(exact.GetProperty("objective").GetDouble(), solution.Objective, 1e-12);
        Assert.InRange(solution.Cost, 0, problem.Budget);
        // where several optima exist the oracle took any
        if (!name.StartsWith("plateau", StringComparison.Ordinal))
        {
            Assert.Equal(exact.GetProperty("option_index").Ints(), solution.Points);
            Assert.Equal(exact.GetProperty("survivors").GetInt64(), solution.Cost);
        }

        Assert.Equal(curves.Sizes.Sum() - curves.Pruned(solution.Points).Sum(), solution.Cost);
    }

    [Theory]
    [MemberData(nameof(TriedCases))]
    public void Exact_SmallCase_IsWhatTryingAllFinds(string name)
    {
        var (small, _, problem) = Small(name);
        var all = ExhaustiveSearch.Solve(problem);
        var program = ExactProgram.Solve(problem);

        Assert.Equal(small.GetProperty("brute_force").GetProperty("objective").GetDouble(), all.Objective, 1e-12);
        Assert.Equal(all.Objective, program.Objective);
        Assert.Equal(all.Cost, program.Cost);                              // ties: the smaller total,
        Assert.Equal(all.Points, program.Points);                          // then the smaller last points
    }

    [Theory]
    [MemberData(nameof(SmallCases))]
    public void Reference_SmallCase_ChoosesAsPublished(string name)
    {
        var (small, curves, _) = Small(name);

        var solution = ReferenceProgram.Solve(
            curves, CurveKind.Worst, small.GetProperty("target_sparsity").GetDouble());

        var reference = small.GetProperty("reference");
        Assert.Equal(reference.GetProperty("option_index").Ints(), solution.Points);
        Assert.Equal(reference.GetProperty("sum_distortion").GetDouble(), solution.Objective, 1e-6);
        Assert.Equal(reference.GetProperty("survivors_mask_rule").GetInt64(), solution.Cost);
    }

    [Theory]
    [MemberData(nameof(ResNetCases))]
    public void Exact_ResNet32_IsTheOptimum(int index)
    {
        var (stored, curves, sparsity) = ResNet(index);
        var problem = AllocationProblem.ForSparsity(curves, CurveKind.Worst, sparsity);

        var solution = ExactProgram.Solve(problem);

        var exact = stored.GetProperty("exact");
        Assert.Equal(stored.GetProperty("budget_T").GetInt64(), problem.Budget);
        Assert.Equal(exact.GetProperty("option_index").Ints(), solution.Points);
        Assert.Equal(exact.GetProperty("objective").GetDouble(), solution.Objective, 1e-9);
        Assert.Equal(exact.GetProperty("survivors").GetInt64(), solution.Cost);
    }

    [Theory]
    [MemberData(nameof(ResNetCases))]
    public void Reference_ResNet32_ChoosesAsPublished(int index)
    {
        var (stored, curves, sparsity) = ResNet(index);

        var solution = ReferenceProgram.Solve(curves, CurveKind.Worst, sparsity);

        Assert.Equal(stored.GetProperty("reference_option_index").Ints(), solution.Points);
        Assert.Equal(stored.GetProperty("reference_sum_distortion").GetDouble(), solution.Objective, 1e-5);
        Assert.Equal(stored.GetProperty("reference_survivors").GetInt64(), solution.Cost);
    }

    [Theory]
    [MemberData(nameof(ResNetCases))]
    public void Lagrangian_ResNet32_BracketsTheOptimum(int index)
    {
        var (_, curves, sparsity) = ResNet(index);
        var problem = AllocationProblem.ForSparsity(curves, CurveKind.Worst, sparsity);

        var exact = ExactProgram.Solve(problem);
        var sweep = LagrangianSweep.Solve(problem);
        var polished = LagrangianSweep.SolvePolished(problem);

        Assert.InRange(sweep.LowerBound, 0, exact.Objective);
        Assert.InRange(exact.Objective, 0, polished.Solution.Objective);
        Assert.InRange(polished.Solution.Objective, 0, sweep.Solution.Objective);
        Assert.InRange(sweep.Solution.Cost, 0, problem.Budget);
        Assert.InRange(polished.Solution.Cost, 0, problem.Budget);
        Assert.InRange(polished.Solution.Objective / exact.Objective, 1, 1.05);
    }

    [Fact]
    public void Coarse_ResNet32_StaysInTheBudgetAndLosesLittle()
    {
        var problem = AllocationProblem.ForSparsity(PruningOracle.ResNetCurves(), CurveKind.Worst, 0.5);

        var exact = ExactProgram.Solve(problem);
        var coarse = ExactProgram.SolveCoarse(problem, step: 10);
        var tighter = ExactProgram.Solve(new(
            problem.Distortion, problem.Cost, problem.Budget - (10 * problem.Count)));

        Assert.InRange(coarse.Cost, 0, problem.Budget);
        Assert.InRange(coarse.Objective, exact.Objective, tighter.Objective);    // loses at most L g weights
    }

    private static (JsonElement Small, LayerCurves Curves, AllocationProblem Problem) Small(string name)
    {
        var small = PruningOracle.SmallCase(name);
        var curves = PruningOracle.Curves(small);
        return (small, curves,
            AllocationProblem.ForSparsity(curves, CurveKind.Worst, small.GetProperty("target_sparsity").GetDouble()));
    }

    private static (JsonElement Stored, LayerCurves Curves, double Sparsity) ResNet(int index)
    {
        var stored = PruningOracle.ResNet.GetProperty("allocations_on_worst_case_curve")[index];
        return (stored, PruningOracle.ResNetCurves(), stored.GetProperty("target_sparsity").GetDouble());
    }
}
