using System.Text.Json.Nodes;
using NotebookKit.Data;
using NotebookKit.Runs;

namespace NotebookKit.Models.Bagan;

/// <summary>What the notebook ends with: the claims over the seeds, and what they were measured with.</summary>
internal static class BaganResult
{
    /// <summary>The result of a run. In smoke mode, and with changed data, nothing is asserted.</summary>
    /// <param name="recipe">Every number of the run.</param>
    /// <param name="measurements">One per seed.</param>
    /// <param name="data">What the measurements were made on.</param>
    /// <param name="wall">Wall time of the experiment.</param>
    public static PaperResult Of(
        BaganRecipe recipe, IReadOnlyList<BaganMeasurement> measurements, BaganData data, TimeSpan wall) => new(
            BaganPaper.Notebook, recipe.Mode, Parameters(recipe), [.. measurements.Select(m => m.Seed)],
            [.. ClaimsOf(recipe, measurements, data.Source)], BaganPaper.Differences, [data.Source], wall)
        {
            Note = "Means over the minority classes "
                + $"{string.Join(", ", recipe.Minorities.Select(label => data.Train.Classes[label]))}.",
        };

    private static JsonObject Parameters(BaganRecipe recipe) => new()
    {
        ["mode"] = recipe.Mode, ["seeds"] = recipe.Seeds, ["seed"] = recipe.Seed, ["data"] = recipe.Data,
        ["kept"] = recipe.Kept, ["noise"] = recipe.Noise, ["adversarialSteps"] = recipe.AdversarialSteps,
        ["gradientPenalty"] = recipe.GradientPenalty,
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
            "minority test accuracy gained by steps 1 + 2", null, Claim.KitAddition, Values(m => m.GainOfInitial), null, false, data);
        yield return new(
            "the better of: BAGAN's gain - 0.01, gain of steps 1 + 2 - 0.03", "a gain", "figure 9",
            Values(m => Math.Max(m.GainOfBagan - 0.01, m.GainOfInitial - 0.03)), ">= 0", asserted, data);
        yield return new(
            "minority test accuracy gained by mirrored copies", "-.0063", "figure 9", Values(m => m.GainOfMirror), "<= 0",
            asserted, data);
        yield return new(
            "minority test accuracy gained by copies", null, Claim.KitAddition, Values(m => m.GainOfCopies), null, false, data);
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
