using static TorchSharp.torch;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>What one seed measured: the raw material of the claims. NaN where the data cannot tell.</summary>
/// <param name="Seed">Seed of data, start and order.</param>
/// <param name="Iou">Counterfactual: pooled overlap at the oracle threshold.</param>
/// <param name="GradCamIou">Grad-CAM of the last convolution of C: the same.</param>
/// <param name="FineGradCamIou">Grad-CAM of the second convolution of C: the same.</param>
/// <param name="OtsuIou">Counterfactual: pooled overlap by Otsu.</param>
/// <param name="PixelAuroc">Counterfactual: area under the ROC curve over pixels.</param>
/// <param name="FlipRate">Share of test counterfactuals that D assigns to the opposite class.</param>
/// <param name="Accuracy">Test accuracy of the hybrid D.</param>
/// <param name="PlainAccuracy">Test accuracy of the plain C.</param>
/// <param name="F1">F1 of the damaged class, hybrid D on clean test pictures.</param>
/// <param name="PlainF1">The same, plain C.</param>
/// <param name="HeadAccuracy">Test accuracy of G's head.</param>
/// <param name="FakenessRise">Mean fakeness under A2 at the recipe's bound minus clean.</param>
/// <param name="ErrorAurocOnGrid">AUROC of fakeness for D's errors at the smallest bound of the recipe with 3 % of
/// them.</param>
/// <param name="ErrorAuroc">The same at the smallest bound in steps of 0.005.</param>
/// <param name="Gain">Mean F1 over the bounds, D under A2 minus C.</param>
/// <param name="HardenedGain">The same, C with PGD-AT minus C.</param>
public sealed record CounterfactualMeasurement(
    long Seed, double Iou, double GradCamIou, double FineGradCamIou, double OtsuIou, double PixelAuroc, double FlipRate,
    double Accuracy, double PlainAccuracy, double F1, double PlainF1,
    double HeadAccuracy, double FakenessRise, double ErrorAurocOnGrid,
    double ErrorAuroc, double Gain, double HardenedGain)
{
    /// <summary>Collects the numbers of one seed.</summary>
    public static CounterfactualMeasurement Of(
        long seed, CounterfactualRecipe recipe, CounterfactualData data, CounterfactualTraining training,
        CounterfactualSaliency saliency, CounterfactualRobustness robustness)
    {
        using var scope = NewDisposeScope();
        var x = CounterfactualData.Prepare(data.Test);
        var labels = data.Test.ToLabels();
        var counterfactual = saliency[CounterfactualSaliency.Counterfactual];
        var head = CounterfactualMethod.InParts(
            training.Generator, x, part => training.Generator.call(part).Logits).argmax(1);
        var (hybrid, plain) = (Verdicts.Of(training.Discriminator, x, labels), Verdicts.Of(training.Plain, x, labels));
        var plainArea = robustness.Area(robustness.Plain);
        return new(
            seed, counterfactual?.Iou ?? double.NaN, saliency[CounterfactualSaliency.GradCamLast]?.Iou ?? double.NaN,
            saliency[CounterfactualSaliency.GradCamFine]?.Iou ?? double.NaN,
            counterfactual?.OtsuIou ?? double.NaN, counterfactual?.PixelAuroc ?? double.NaN, saliency.FlipRate,
            hybrid.Accuracy, plain.Accuracy, hybrid.F1, plain.F1,
            head.eq(data.Test.Labels).to(ScalarType.Float64).mean().item<double>(),
            CounterfactualUncertainty.FakenessRise(recipe, robustness),
            robustness.FirstErrorsOnGrid.Auroc, robustness.FirstErrors.Auroc,
            robustness.Area(robustness.Hybrid) - plainArea, robustness.Area(robustness.Hardened) - plainArea);
    }
}
