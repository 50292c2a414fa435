using System.Text.Json.Nodes;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Runs;
using NotebookKit.Show;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>What the notebook ends with: the claims, what differs from the paper, the environment.</summary>
/// <param name="Recipe">Every number of the run.</param>
/// <param name="Measurements">One per seed.</param>
/// <param name="Data">What the measurements were made on.</param>
/// <param name="Wall">Wall time of the experiment.</param>
public sealed record LayerAdaptiveResult(
    LayerAdaptiveRecipe Recipe, IReadOnlyList<LayerAdaptiveMeasurement> Measurements, DataUse Data, TimeSpan Wall)
{
    private const string Own = "this kit's addition";

    /// <summary>The claims; asserted in small mode on the stand-in.</summary>
    public IReadOnlyList<Claim> Claims { get; } = [.. ClaimsOf(Recipe, Measurements, Data)];

    /// <summary>The table "paper | here | interval | holds".</summary>
    public Figure ClaimTable() => Show.ClaimTable.Draw(
        Claims, $"The claims, mode {Recipe.Mode}, {(Measurements.Count == 1 ? "seed" : "seeds")} {string.Join(", ", Seeds)}.",
        $"./nk run 05-layer-adaptive-pruning -p mode={Recipe.Mode} -p data={Recipe.Data} -p seeds={Recipe.Seeds} " +
        $"-p seed={Recipe.Seed}");

    /// <summary>What differs from the paper, and why.</summary>
    public Figure Differences() => Table.Draw(
        LayerAdaptivePaper.Differences.Select(d => new { d.What, Paper = d.InPaper, d.Here, d.Why }),
        "What differs from the paper.");

    /// <summary>Seeds, data and environment, as text to copy.</summary>
    public Figure Footer() => Show.Footer.Draw(Environment, Recipe.Mode, Seeds, [Data], Wall.TotalSeconds);

    /// <summary>Writes metrics.json into the folder of the run; does nothing outside a run.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void WriteMetrics()
    {
        var run = RunContext.Current;
        if (run.OutputDirectory is { } folder)
        {
            RunMetrics.Of(run.NotebookName!, Recipe.Mode, Parameters(), Seeds, Claims, Wall, Environment, Data).Write(
                folder);
        }
    }

    private IReadOnlyList<long> Seeds => [.. Measurements.Select(m => m.Seed)];

    private RunEnvironment Environment { get; } = RunEnvironment.Capture();

    private JsonObject Parameters() => new()
    {
        ["mode"] = Recipe.Mode, ["seeds"] = Recipe.Seeds, ["seed"] = Recipe.Seed, ["data"] = Recipe.Data,
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
            new(name, null, Own, [.. seeds.Select(of)], bound, asserted, data);

        Claim Problem(string name, Func<long, double> of, ClaimBound bound) =>
            new(name, null, Own, [.. seeds.Select(m => of(m.Seed))], bound, asserted, procedural);
    }
}
