using System.Text.Json.Nodes;
using NotebookKit.Data;
using NotebookKit.Runs;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>What the notebook ends with: the claims over the seeds, and what they were measured with.</summary>
internal static class CifakeResult
{
    private const string Abstract = "abstract";

    /// <summary>
    /// The result of a run. In smoke mode nothing is asserted; on CIFAKE itself the accuracy is held against the
    /// paper's, and what needs known flaws is shown only.
    /// </summary>
    /// <param name="recipe">Every number of the run.</param>
    /// <param name="measurements">One per seed.</param>
    /// <param name="search">The topology search of the first seed.</param>
    /// <param name="real">The run on real photographs; null where they are not at hand.</param>
    /// <param name="data">What the measurements were made on.</param>
    /// <param name="wall">Wall time of the experiment.</param>
    public static PaperResult Of(
        CifakeRecipe recipe, IReadOnlyList<CifakeMeasurement> measurements, CifakeSearch search,
        CifakeRealPhotographs? real, DataUse data, TimeSpan wall) => new(
            CifakePaper.Notebook, recipe.Mode, Parameters(recipe), [.. measurements.Select(m => m.Seed)],
            [.. ClaimsOf(recipe, measurements, search, real, data)], CifakePaper.Differences, [data], wall)
        {
            Environment = RunEnvironment.Capture(recipe.Device.ToString()),
        };

    private static JsonObject Parameters(CifakeRecipe recipe) => new()
    {
        ["mode"] = recipe.Mode,
        ["seeds"] = recipe.Seeds,
        ["seed"] = recipe.Seed,
        ["data"] = recipe.Data,
        ["residue"] = recipe.Residue,
        ["fixedPhase"] = recipe.FixedPhase,
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
        yield return new("HiResCAM lift on the flaw", null, Claim.KitAddition, Values(m => m.HiResCamLiftFlaw), null, false, data);
        yield return new("pointing game on the flaw", null, Claim.KitAddition, Values(m => m.Pointing), ">= 0.7", asserted, data);
        yield return new(
            "deletion AUC below random by", null, Claim.KitAddition, Values(m => m.DeletionGain), ">= 0.05", asserted, data);
        yield return new(
            "lift on the flaw with random weights", null, Claim.KitAddition, Values(m => m.RandomisedLift), "0.6..1.6",
            asserted, data);
        yield return new(
            "rank of the smallest network in stage A", null, Claim.KitAddition, [search.RankOfSmallest], ">= 2", asserted, data);
        if (real is null)
        {
            yield break;
        }

        yield return new(
            "accuracy on real photographs against their forgeries", null, Claim.KitAddition, [real.Accuracy.Mean], null, false,
            real.Photographs);
        if (real is { CrossAuroc: { } cross, Generated: { } generated })
        {
            yield return new("AUROC on an unseen diffusion generator", null, Claim.KitAddition, [cross], null, false, generated);
        }

        double[] Values(Func<CifakeMeasurement, double> of) => [.. measurements.Select(of)];
    }
}
