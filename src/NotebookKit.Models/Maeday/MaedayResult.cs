using System.Text.Json.Nodes;
using NotebookKit.Data;
using NotebookKit.Runs;

namespace NotebookKit.Models.Maeday;

/// <summary>The claims of the paper, measured.</summary>
internal static class MaedayResult
{
    private const string Copied = "its table, copied by a re-implementer";
    private const string Abstract = "abstract, in words";

    /// <summary>Draws up the claims.</summary>
    /// <param name="recipe">Every number of the run.</param>
    /// <param name="measurements">One per seed.</param>
    /// <param name="data">The surfaces, and behind them what the networks learned from.</param>
    /// <param name="device">Where the first seed's network is.</param>
    /// <param name="wall">Wall time of the experiment.</param>
    public static PaperResult Of(
        MaedayRecipe recipe, IReadOnlyList<MaedayMeasurement> measurements, IReadOnlyList<DataUse> data, string device,
        TimeSpan wall) => new(
            MaedayPaper.Notebook, recipe.Mode, Parameters(recipe), [.. measurements.Select(m => m.Seed)],
            [.. ClaimsOf(recipe, measurements, data[0])], MaedayPaper.Differences, data, wall)
        {
            Note = "Means over the categories and over the draws of the masks. The paper's figures are those of MVTec.",
            Environment = RunEnvironment.Capture(device),
        };

    private static JsonObject Parameters(MaedayRecipe recipe)
    {
        var parameters = new JsonObject
        {
            ["mode"] = recipe.Mode,
            ["seeds"] = recipe.Seeds,
            ["seed"] = recipe.Seed,
            ["data"] = recipe.Data,
            ["pretraining"] = recipe.Pretraining,
            ["masks"] = recipe.Masks,
            ["stratified"] = recipe.Design == MaskDesign.Stratified,
        };
        if (recipe.Embedding.Length > 0)
        {
            parameters["embedding"] = recipe.Embedding;
        }

        if (recipe.PhotographSide != MaedayRecipe.For(recipe.Mode).PhotographSide)
        {
            parameters["side"] = recipe.PhotographSide;
        }

        return parameters;
    }

    /// <summary>The claims; asserted in small mode on procedural surfaces with the standard masks only.</summary>
    /// <param name="recipe">Every number of the run.</param>
    /// <param name="measurements">One per seed.</param>
    /// <param name="data">The surfaces.</param>
    public static IEnumerable<Claim> ClaimsOf(
        MaedayRecipe recipe, IReadOnlyList<MaedayMeasurement> measurements, DataUse data)
    {
        // The bounds are for the standard setting; an exercise that changes it is shown, not judged.
        var standard = MaedayRecipe.Small;
        var asserted = recipe.Mode == standard.Mode && recipe.Data == standard.Data
            && recipe.Pretraining == standard.Pretraining && recipe.Masks == standard.Masks
            && recipe.Design == standard.Design && recipe.Embedding == standard.Embedding;
        var shots = recipe.Shots[^1];
        var pictures = measurements.All(m => double.IsFinite(m.Zero.ImageAuroc));
        if (pictures)
        {
            yield return Of("zero-shot, AUROC over pictures", "74.5 %", Copied, m => m.Zero.ImageAuroc, ">= 0.7");
        }

        if (measurements.All(m => double.IsFinite(m.Zero.PixelAuroc)))
        {
            yield return Of(
                "zero-shot, AUROC over pixels", "69.4 %", "usually quoted", m => m.Zero.PixelAuroc, ">= 0.78");
            yield return Of("zero-shot, AUPRO", null, null, m => m.Zero.Aupro, null);
            yield return Of(
                "over pixels, above an untrained network", null, null,
                m => m.Zero.PixelAuroc - m.Variants.Untrained.PixelAuroc, ">= 0.15");
            // The specification has 0.03, not prototyped, to be calibrated: MaedayPaper.Differences has the measured.
            yield return Of(
                $"over pixels, {recipe.Masks} masks above one", null, null,
                m => m.Zero.PixelAuroc - m.Variants.OneMask.PixelAuroc, ">= 0.02");
            yield return Of(
                "over pixels, removed patches above all pixels", null, null,
                m => m.Zero.PixelAuroc - m.Variants.AllPixels.PixelAuroc, null);
            yield return Of($"{shots}-shot: fall of the support's loss", null, null, m => m.LossFall, ">= 0.03");
            yield return Of(
                $"{shots}-shot above zero-shot, over pixels", "better", Abstract,
                m => m.Few.PixelAuroc - m.Zero.PixelAuroc, ">= 0");
        }

        if (pictures)
        {
            yield return Of(
                "over pictures, removed patches above all pixels", null, null,
                m => m.Zero.ImageAuroc - m.Variants.AllPixels.ImageAuroc, null);
            yield return Of(
                $"{shots}-shot above zero-shot, over pictures", "better", Abstract,
                m => m.Few.ImageAuroc - m.Zero.ImageAuroc, null);
            yield return Of("embedding baseline, AUROC over pictures", null, null, m => m.Memory.ImageAuroc, null);
            yield return Of(
                "average above its weaker member, over pictures", null, null,
                m => m.Average.ImageAuroc - Math.Min(m.Few.ImageAuroc, m.Memory.ImageAuroc), ">= 0");
            yield return Of(
                "average above its better member, over pictures", "better than each", Abstract,
                m => m.Average.ImageAuroc - Math.Max(m.Few.ImageAuroc, m.Memory.ImageAuroc), null);
        }

        Claim Of(string name, string? paper, string? source, Func<MaedayMeasurement, double> of, string? bound) => new(
            name, paper, source, [.. measurements.Select(of)], bound is null ? null : ClaimBound.Parse(bound),
            asserted && bound is not null, data);
    }
}
