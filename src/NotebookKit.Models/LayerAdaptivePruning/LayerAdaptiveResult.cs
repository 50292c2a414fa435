using System.Text.Json.Nodes;
using NotebookKit.Data;
using NotebookKit.Runs;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>What the notebook ends with: the claims over the seeds, and what they were measured with.</summary>
internal static class LayerAdaptiveResult
{
    /// <summary>The result of a run; its claims are asserted in small mode on the stand-in.</summary>
    /// <param name="recipe">Every number of the run.</param>
    /// <param name="seeds">One measurement per seed.</param>
    /// <param name="data">What the measurements were made on.</param>
    /// <param name="wall">Wall time of the experiment.</param>
    public static PaperResult Of(
        LayerAdaptiveRecipe recipe, IReadOnlyList<LayerAdaptiveMeasurement> seeds, DataUse data, TimeSpan wall) => new(
            LayerAdaptivePaper.Notebook, recipe.Mode, Parameters(recipe), [.. seeds.Select(m => m.Seed)],
            [.. ClaimsOf(recipe, seeds, data)], LayerAdaptivePaper.Differences, [data], wall)
        {
            Environment = RunEnvironment.Capture(recipe.Device.ToString()),
        };

    private static JsonObject Parameters(LayerAdaptiveRecipe recipe) => new()
    {
        ["mode"] = recipe.Mode, ["seeds"] = recipe.Seeds, ["seed"] = recipe.Seed, ["data"] = recipe.Data,
    };

    private static IEnumerable<Claim> ClaimsOf(
        LayerAdaptiveRecipe recipe, IReadOnlyList<LayerAdaptiveMeasurement> seeds, DataUse data)
    {
        var asserted = recipe.Mode == "small" && data.StandIn;
        var procedural = new DataUse("random-problems", "", "problems drawn from a seed", StandIn: true);
        yield return Shown("accuracy of the dense network", null, m => m.DenseAccuracy);
        yield return Shown("greatest S that works in one shot", null, m => m.StillWorking);
        yield return Asserted("there: accuracy above uniform", m => m.Lead(PruningScheme.Uniform), ">= 0.1");
        yield return Asserted("there: accuracy above LAMP", m => m.Lead(PruningScheme.Lamp), ">= -0.03");
        yield return Asserted("there: distortion over the least of all schemes", m => m.DistortionRatio, "<= 1.03");
        if (recipe.IterativeSchemes.Contains(PruningScheme.Uniform))
        {
            yield return Asserted(
                "iterative: accuracy above uniform", m => m.LastRoundLead(PruningScheme.Uniform), ">= 0.1");
        }

        yield return Shown(
            "iterative: accuracy above LAMP", "up to 1.0 % (ResNet-32)", m => m.LastRoundLead(PruningScheme.Lamp));
        yield return Asserted("additivity: rank correlation", m => m.Spearman, ">= 0.9");
        yield return Problem("program unlike exhaustive search, of 200", s => ProgramChecks.Mismatches(s), "<= 0");
        yield return Problem("program outside the Lagrangian gap, of 200", s => ProgramChecks.OutsideTheGap(s), "<= 0");
        yield return Problem("time with twice the budget", ProgramChecks.TimeOfTwiceTheBudget, "1.4..2.6");
        foreach (var scheme in recipe.Data == "cifar10" ? PruningSchemes.All : [])
        {
            foreach (var sparsity in recipe.Sparsities.Where(s => seeds[0].At(scheme, s) is not null))
            {
                yield return Shown(
                    $"one-shot accuracy, {scheme.Title()}, S = {sparsity}", null, m => m.At(scheme, sparsity)!.OneShot);
            }
        }

        foreach (var round in recipe.Data == "cifar10" ? seeds[0].Rounds : [])
        {
            yield return Shown($"iterative accuracy, {round.Scheme.Title()}, S = {round.Sparsity:0.000}, FLOPs left " +
                $"{round.FlopsLeft:P1}", null, m =>
                    m.Rounds.Single(r => r.Scheme == round.Scheme && r.Round == round.Round).Accuracy);
        }

        Claim Shown(string name, string? paper, Func<LayerAdaptiveMeasurement, double> of) =>
            new(name, paper, paper is null ? null : "abstract", [.. seeds.Select(of)], null, false, data);

        Claim Asserted(string name, Func<LayerAdaptiveMeasurement, double> of, ClaimBound bound) =>
            new(name, null, Claim.KitAddition, [.. seeds.Select(of)], bound, asserted, data);

        Claim Problem(string name, Func<long, double> of, ClaimBound bound) =>
            new(name, null, Claim.KitAddition, [.. seeds.Select(m => of(m.Seed))], bound, asserted, procedural);
    }
}
