using System.Text.Json.Nodes;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Runs;
using NotebookKit.Show;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>What the notebook ends with: the claims, what differs from the paper, the environment.</summary>
/// <param name="Recipe">Every number of the run.</param>
/// <param name="Measurements">One per seed.</param>
/// <param name="Search">The topology search of the first seed.</param>
/// <param name="Real">The run on real photographs; null where they are not at hand.</param>
/// <param name="Data">What the measurements were made on.</param>
/// <param name="Wall">Wall time of the experiment.</param>
public sealed record CifakeResult(
    CifakeRecipe Recipe, IReadOnlyList<CifakeMeasurement> Measurements, CifakeSearch Search,
    CifakeRealPhotographs? Real, DataUse Data, TimeSpan Wall)
{
    private const string Abstract = "abstract";
    private const string Own = "this kit's addition";

    /// <summary>
    /// The claims. In smoke mode nothing is asserted; on CIFAKE itself the accuracy is held against the paper's, and
    /// what needs known flaws is shown only.
    /// </summary>
    public IReadOnlyList<Claim> Claims { get; } = [.. ClaimsOf(Recipe, Measurements, Search, Real, Data)];

    /// <summary>The table "paper | here | interval | holds".</summary>
    public Figure ClaimTable() => Show.ClaimTable.Draw(
        Claims, $"The claims, mode {Recipe.Mode}, {(Measurements.Count == 1 ? "seed" : "seeds")} {string.Join(", ", Seeds)}.",
        $"./nk run 01-cifake-gradcam -p mode={Recipe.Mode} -p seeds={Recipe.Seeds} -p seed={Recipe.Seed}");

    /// <summary>What differs from the paper, and why.</summary>
    public Figure Differences() => Table.Draw(
        CifakePaper.Differences.Select(d => new { d.What, Paper = d.InPaper, d.Here, d.Why }),
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
        ["residue"] = Recipe.Residue,
        ["fixedPhase"] = Recipe.FixedPhase,
    };

    private static IEnumerable<Claim> ClaimsOf(
        CifakeRecipe recipe, IReadOnlyList<CifakeMeasurement> measurements, CifakeSearch search,
        CifakeRealPhotographs? real, DataUse data)
    {
        // The bounds below are for the default flaw; an exercise that changes it is shown, not judged.
        var standard = recipe.Residue == CifakeRecipe.Small.Residue && !recipe.FixedPhase;
        var asserted = recipe.Mode == "small" && data.StandIn && standard;
        var onPaperData = recipe.Mode == "full" && !data.StandIn;

        yield return new(
            "accuracy", "92.98 %", Abstract, Values(m => m.Accuracy), onPaperData ? "0.92..0.95" : ">= 0.95",
            asserted || onPaperData, data);
        yield return new("AUROC", null, null, Values(m => m.Auroc), null, false, data);
        yield return new(
            "logistic regression on pixels", "68.8 %", "a re-implementation", Values(m => m.LogisticAccuracy),
            "<= 0.65", asserted, data);
        yield return new(
            "Grad-CAM lift on the flaw", "flaws in the background", Abstract, Values(m => m.LiftFlaw), ">= 3",
            asserted, data);
        yield return new(
            "Grad-CAM lift on the object", "not the object", Abstract, Values(m => m.LiftObject), "<= 0.8",
            asserted, data);
        yield return new("HiResCAM lift on the flaw", null, Own, Values(m => m.HiResCamLiftFlaw), null, false, data);
        yield return new("pointing game on the flaw", null, Own, Values(m => m.Pointing), ">= 0.7", asserted, data);
        yield return new(
            "deletion AUC below random by", null, Own, Values(m => m.DeletionGain), ">= 0.05", asserted, data);
        yield return new(
            "lift on the flaw with random weights", null, Own, Values(m => m.RandomisedLift), "0.6..1.6",
            asserted, data);
        yield return new(
            "rank of the smallest network in stage A", null, Own, [search.RankOfSmallest], ">= 2", asserted, data);
        if (real is null)
        {
            yield break;
        }

        yield return new(
            "accuracy on real photographs against their forgeries", null, Own, [real.Accuracy.Mean], null, false,
            real.Photographs);
        if (real is { CrossAuroc: { } cross, Generated: { } generated })
        {
            yield return new("AUROC on an unseen diffusion generator", null, Own, [cross], null, false, generated);
        }

        double[] Values(Func<CifakeMeasurement, double> of) => [.. measurements.Select(of)];
    }
}
