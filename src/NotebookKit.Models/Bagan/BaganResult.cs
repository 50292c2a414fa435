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
            Environment = RunEnvironment.Capture(recipe.Device.ToString()),
            Note = "Means over the minority classes "
                + $"{string.Join(", ", recipe.Minorities.Select(label => data.Train.Classes[label]))}.",
        };

    private static JsonObject Parameters(BaganRecipe recipe) => new()
    {
        ["mode"] = recipe.Mode, ["seeds"] = recipe.Seeds, ["seed"] = recipe.Seed, ["data"] = recipe.Data,
        ["kept"] = recipe.Kept, ["dropped"] = recipe.Dropped, ["noise"] = recipe.Noise,
        ["autoencoderSteps"] = recipe.AutoencoderSteps, ["adversarialSteps"] = recipe.AdversarialSteps,
        ["gradientPenalty"] = recipe.GradientPenalty,
    };

    private static IEnumerable<Claim> ClaimsOf(
        BaganRecipe recipe, IReadOnlyList<BaganMeasurement> measurements, DataUse data)
    {
        var published = PublishedColumn.For(recipe);
        var asserted = recipe.Mode == "small" && data.StandIn && !IsExercise(recipe);

        yield return new(
            "generated minority pictures of the right class, BAGAN",
            $"{Share(published.Accuracy[2])} ({published.Data})", "figure 7", Values(m => m.GeneratedAccuracy),
            ">= 0.75", asserted, data);
        yield return new(
            "the same, above ACGAN by", Share(published.Accuracy[2] - published.Accuracy[1]), "figure 7",
            Values(m => m.GeneratedAccuracyOverAcgan), ">= 0.3", asserted, data);
        yield return new(
            "minority test accuracy gained by BAGAN", Gain(published.Minority[2]), "figure 9",
            Values(m => m.GainOfBagan), null, false, data);
        yield return new(
            "minority test accuracy gained by steps 1 + 2", null, Claim.KitAddition, Values(m => m.GainOfInitial), null,
            false, data);
        yield return OneMeanMeetsItsBound(measurements, asserted, data);
        yield return new(
            "minority test accuracy gained by mirrored copies", Gain(published.Minority[4]), "figure 9",
            Values(m => m.GainOfMirror), "<= 0", asserted, data);
        yield return new(
            "the same, every picture mirrored half of the time", Gain(published.Minority[4]), "figure 9",
            Values(m => m.GainOfUsualMirror), "<= 0", asserted, data);
        yield return new(
            "minority test accuracy gained by copies", null, Claim.KitAddition, Values(m => m.GainOfCopies), null,
            false, data);
        yield return new(
            "SSIM of couples after all steps, BAGAN", Share(published.Ssim[2]), "figure 8", Values(m => m.Ssim),
            "<= 0.55", asserted, data);
        yield return new(
            "the same, below ACGAN by", Share(published.Ssim[1] - published.Ssim[2]), "figure 8",
            Values(m => m.SsimBelowAcgan), ">= 0.1", asserted, data);
        yield return new(
            "SSIM of couples, real", Share(published.Ssim[3]), "figure 8", Values(m => m.RealSsim), null, false, data);
        yield return new(
            "SSIM with the nearest training picture", Text($"{published.Nearest:0.0}"), "text",
            Values(m => m.NearestSsim), null, false, data);

        string Gain(double accuracy) => Text($"{accuracy - published.Minority[3]:+.0000;-.0000}");

        static string Share(double value) => Text($"{value:.000}");

        static string Text(FormattableString value) => FormattableString.Invariant(value);

        double[] Values(Func<BaganMeasurement, double> of) => [.. measurements.Select(of)];
    }

    /// <summary>Whether the data or the steps of the digits are others than those that the bounds are for: shown, not
    /// judged.</summary>
    /// <param name="recipe">Every number of the run.</param>
    internal static bool IsExercise(BaganRecipe recipe)
    {
        var small = BaganRecipe.Small;
        return recipe.Mode == small.Mode && recipe.Data == small.Data && (
            (recipe.Kept, recipe.Noise, recipe.AutoencoderSteps, recipe.AdversarialSteps)
            != (small.Kept, small.Noise, small.AutoencoderSteps, small.AdversarialSteps));
    }

    /// <summary>A gain of 0.01 by BAGAN's pictures or of 0.03 by those of steps 1 and 2, each as a mean over the seeds:
    /// the claim is that of the two whose mean has more to spare.</summary>
    /// <param name="measurements">One per seed.</param>
    /// <param name="asserted">Whether the bound applies.</param>
    /// <param name="data">What was measured on.</param>
    internal static Claim OneMeanMeetsItsBound(
        IReadOnlyList<BaganMeasurement> measurements, bool asserted, DataUse data)
    {
        double[] bagan = [.. measurements.Select(m => m.GainOfBagan - 0.01)];
        double[] initial = [.. measurements.Select(m => m.GainOfInitial - 0.03)];
        var (name, values) = bagan.Average() >= initial.Average()
            ? ("BAGAN's gain above 0.01", bagan)
            : ("gain of steps 1 + 2 above 0.03", initial);
        return new(
            $"one mean gain meets its bound: {name}", "a gain", "figure 9", values, ">= 0", asserted, data);
    }
}
