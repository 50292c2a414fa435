using NotebookKit.Metrics;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>How well one method's maps find the defects of one category. NaN where a figure is not defined: without
/// defective or without sound pictures, or without masks.</summary>
/// <param name="ImageAuroc">Area under the ROC curve over pictures.</param>
/// <param name="PixelAuroc">Area under the ROC curve over pixels.</param>
/// <param name="Aupro">Area under the per-region overlap up to a false positive rate of 0.3.</param>
/// <param name="BestF1">F1 over pictures at the threshold that the labels choose: an oracle.</param>
public sealed record DetectionScore(double ImageAuroc, double PixelAuroc, double Aupro, double BestF1)
{
    /// <summary>Scores maps whose maximum is the picture's score.</summary>
    /// <param name="category">The test pictures.</param>
    /// <param name="maps">[N, H, H].</param>
    public static DetectionScore Of(MaedayCategory category, Tensor maps) =>
        Of(category, maps, MaedayMethod.Scores(maps));

    /// <summary>Scores maps with scores of their own.</summary>
    /// <param name="category">The test pictures.</param>
    /// <param name="maps">[N, H, H].</param>
    /// <param name="scores">[N].</param>
    public static DetectionScore Of(MaedayCategory category, Tensor maps, double[] scores)
    {
        var defective = category.Defective;
        var (image, f1) = category.HasBoth
            ? (Auroc.Of(scores, defective), F1(MaskOverlap.Best(scores, [.. defective.Select(d => d == 1)]).Iou))
            : (double.NaN, double.NaN);
        if (!category.HasDefectivePixels)
        {
            return new(image, double.NaN, double.NaN, f1);
        }

        using var scope = NewDisposeScope();
        var pixels = maps.to(ScalarType.Float64).cpu().flatten().contiguous().data<double>().ToArray();
        var truth = category.Truth();
        return new(
            image, Auroc.Of(pixels, [.. truth.Select(pixel => pixel ? 1L : 0L)]),
            PerRegionOverlap.Area(pixels, truth, (int)maps.shape[1], (int)maps.shape[2]), f1);
    }

    /// <summary>The mean of scores, figure by figure; NaN where one is.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static DetectionScore Mean(IReadOnlyCollection<DetectionScore> scores) => scores.Count == 0
        ? throw new ArgumentException("A mean needs a score, but there is none.")
        : new(
            scores.Average(s => s.ImageAuroc), scores.Average(s => s.PixelAuroc), scores.Average(s => s.Aupro),
            scores.Average(s => s.BestF1));

    /// <summary>Standard deviation of the AUROC over pictures between draws; 0 for one draw.</summary>
    /// <param name="draws">One score for each draw.</param>
    public static double Spread(IReadOnlyCollection<DetectionScore> draws)
    {
        var mean = draws.Average(s => s.ImageAuroc);
        return Math.Sqrt(draws.Average(s => Math.Pow(s.ImageAuroc - mean, 2))
            * draws.Count / Math.Max(1, draws.Count - 1));
    }

    /// <summary>The mean over the categories, draw by draw.</summary>
    /// <param name="categories">For each category as many draws.</param>
    public static IReadOnlyList<DetectionScore> PerDraw(
        IReadOnlyList<IReadOnlyList<DetectionScore>> categories) => [.. Enumerable.Range(0, categories[0].Count).Select(
            draw => Mean([.. categories.Select(draws => draws[draw])]))];

    // F1 = 2 TP / (2 TP + FP + FN) rises with TP / (TP + FP + FN), so the best overlap is the best F1.
    private static double F1(double iou) => 2 * iou / (1 + iou);
}
