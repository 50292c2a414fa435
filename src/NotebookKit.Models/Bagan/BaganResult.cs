using System.Text.Json.Nodes;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Runs;
using NotebookKit.Show;

namespace NotebookKit.Models.Bagan;

/// <summary>What the notebook ends with: the claims, what differs from the paper, the environment.</summary>
/// <param name="Recipe">Every number of the run.</param>
/// <param name="Measurements">One per seed.</param>
/// <param name="Data">What the measurements were made on.</param>
/// <param name="Wall">Wall time of the experiment.</param>
public sealed record BaganResult(
    BaganRecipe Recipe, IReadOnlyList<BaganMeasurement> Measurements, DataUse Data, TimeSpan Wall)
{
    private const string Own = "this kit's addition";

    /// <summary>The claims. In smoke mode, and with changed data, nothing is asserted.</summary>
    public IReadOnlyList<Claim> Claims { get; } = [.. ClaimsOf(Recipe, Measurements, Data)];

    /// <summary>The table "paper | here | interval | holds".</summary>
    public Figure ClaimTable() => Show.ClaimTable.Draw(
        Claims,
        $"The claims, mode {Recipe.Mode}, {(Measurements.Count == 1 ? "seed" : "seeds")} "
        + $"{string.Join(", ", Seeds)}, means "
        + $"over the minority classes {string.Join(", ", Recipe.Minorities)}.",
        $"./nk run 02-bagan -p mode={Recipe.Mode} -p seeds={Recipe.Seeds} -p seed={Recipe.Seed}");

    /// <summary>What differs from the paper, and why.</summary>
    public Figure Differences() => Table.Draw(
        BaganPaper.Differences.Select(d => new { d.What, Paper = d.InPaper, d.Here, d.Why }),
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
            RunMetrics.Of(run.NotebookName!, Recipe.Mode, Parameters(), Seeds, Claims, Wall, Environment, Data)
                .Write(folder);
        }
    }

    private IReadOnlyList<long> Seeds => [.. Measurements.Select(m => m.Seed)];

    private RunEnvironment Environment { get; } = RunEnvironment.Capture();

    private JsonObject Parameters() => new()
    {
        ["mode"] = Recipe.Mode,
        ["seeds"] = Recipe.Seeds,
        ["seed"] = Recipe.Seed,
        ["data"] = Recipe.Data,
        ["kept"] = Recipe.Kept,
        ["noise"] = Recipe.Noise,
        ["adversarialSteps"] = Recipe.AdversarialSteps,
    };

    private static IEnumerable<Claim> ClaimsOf(
        BaganRecipe recipe, IReadOnlyList<BaganMeasurement> measurements, DataUse data)
    {
        // The bounds are for the default data and steps; an exercise that changes them is shown, not judged.
        var small = BaganRecipe.Small;
        var asserted = recipe.Mode == "small" && data.StandIn && recipe.Kept == small.Kept
            && recipe.Noise == small.Noise
            && recipe.AdversarialSteps == small.AdversarialSteps;

        yield return new(
            "generated minority pictures of the right class, BAGAN", ".997 (MNIST, 95 % dropped)", "figure 7",
            Values(m => m.GeneratedAccuracy), ">= 0.75", asserted, data);
        yield return new(
            "the same, above ACGAN by", ".693", "figure 7", Values(m => m.GeneratedAccuracyOverAcgan), ">= 0.3",
                asserted, data);
        yield return new(
            "minority test accuracy gained by BAGAN", "+.0007", "figure 9", Values(m => m.GainOfBagan), null, false,
                data);
        yield return new(
            "minority test accuracy gained by steps 1 + 2", null, Own, Values(m => m.GainOfInitial), null, false, data);
        yield return new(
            "the better of: BAGAN's gain - 0.01, gain of steps 1 + 2 - 0.03", "a gain", "figure 9",
            Values(m => Math.Max(m.GainOfBagan - 0.01, m.GainOfInitial - 0.03)), ">= 0", asserted, data);
        yield return new(
            "minority test accuracy gained by mirroring", "-.0063", "figure 9", Values(m => m.GainOfMirror), "<= 0",
            asserted, data);
        yield return new(
            "minority test accuracy gained by copies", null, Own, Values(m => m.GainOfCopies), null, false, data);
        yield return new(
            "SSIM of couples after all steps, BAGAN", ".316", "figure 8", Values(m => m.Ssim), "<= 0.55", asserted, data);
        yield return new(
            "the same, below ACGAN by", ".041", "figure 8", Values(m => m.SsimBelowAcgan), ">= 0.1", asserted, data);
        yield return new("SSIM of couples, real", ".306", "figure 8", Values(m => m.RealSsim), null, false, data);
        yield return new(
            "SSIM with the nearest training picture", "0.8", "text", Values(m => m.NearestSsim), null, false, data);

        double[] Values(Func<BaganMeasurement, double> of) => [.. measurements.Select(of)];
    }
}
