using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Show;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>The same game without a cycle and with other identity weights, each with few steps.</summary>
/// <param name="Rows">One per variant.</param>
/// <param name="Source">What they were trained and measured on.</param>
public sealed record CounterfactualAblation(IReadOnlyList<AblationRow> Rows, DataUse Source)
{
    /// <summary>Trains the variants.</summary>
    /// <param name="data">Pictures.</param>
    /// <param name="recipe">The base; its weights and cycles are varied.</param>
    /// <param name="seed">The same weights and order for all.</param>
    /// <param name="whole">The base's own training, which went through the same steps; null trains it again.</param>
    public static CounterfactualAblation Run(
        CounterfactualData data, CounterfactualRecipe recipe, long seed, CounterfactualTraining? whole = null)
    {
        List<(string Name, CounterfactualRecipe Recipe)> variants =
        [
            .. recipe.IdentityWeights.Select(weight => (
                $"c = {recipe.Cycles}, w_id = {weight}",
                recipe with { Weights = recipe.Weights with { Identity = weight } })),
            ($"c = 0, w_id = {recipe.Weights.Identity}", recipe with { Cycles = 0 }),
        ];
        using var progress = Progress.Start("Ablations", variants.Count);
        var rows = new List<AblationRow>();
        foreach (var (name, variant) in variants)
        {
            var known = variant == recipe ? whole?.AtEarly(recipe, data.Channels, seed) : null;
            using var training = known ?? CounterfactualTraining.Run(
                data, variant, seed, steps: variant.AblationSteps, plain: false);
            var saliency = CounterfactualSaliency.Measure(training, data, extent: SaliencyExtent.Counterfactual);
            var score = saliency[CounterfactualSaliency.Counterfactual];
            rows.Add(new(
                name, saliency.FlipRate, training.History.Recent("identity"), score?.Iou ?? double.NaN,
                score?.OtsuIou ?? double.NaN, score?.PixelAuroc ?? double.NaN));
            progress.Report(rows.Count, name);
        }

        return new(rows, data.Source);
    }

    /// <summary>The variants as a table.</summary>
    public Figure Table(int steps) => Show.Table.Draw(
        Rows.Select(r => new
        {
            r.Variant, r.FlipRate, r.MeanChange, IOU = r.Iou, OtsuIOU = r.OtsuIou, PixelAUROC = r.PixelAuroc,
        }),
        $"Ablations, {steps} steps each and one seed: differences of a few hundredths are noise.",
        formats: new Dictionary<string, string>
        {
            ["FlipRate"] = "0.00", ["MeanChange"] = "0.0000", ["IOU"] = "0.000", ["OtsuIOU"] = "0.000",
            ["PixelAUROC"] = "0.000",
        }).On(Source);
}

/// <summary>One variant.</summary>
/// <param name="Variant">What was changed.</param>
/// <param name="FlipRate">Share of test counterfactuals that D assigns to the opposite class.</param>
/// <param name="MeanChange">Mean |xh - x| in training, on the scale of -1 to 1.</param>
/// <param name="Iou">Pooled overlap at the oracle threshold.</param>
/// <param name="OtsuIou">Pooled overlap by Otsu.</param>
/// <param name="PixelAuroc">Area under the ROC curve over pixels.</param>
public sealed record AblationRow(
    string Variant, double FlipRate, double MeanChange, double Iou, double OtsuIou, double PixelAuroc);
