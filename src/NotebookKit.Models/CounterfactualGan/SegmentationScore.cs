using NotebookKit.Metrics;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>How well one method's maps find the damage on damaged test pictures.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Iou">Intersection over union, pooled over all pixels, at the threshold that validation pictures with
/// masks choose ("oracle threshold").</param>
/// <param name="IouPerImage">The same, mean over the pictures.</param>
/// <param name="OtsuIou">Pooled, each picture's own threshold by Otsu: no mask is needed.</param>
/// <param name="PixelAuroc">Area under the ROC curve over all pixels.</param>
/// <param name="Curve">Precision and recall over the thresholds, on the test pictures; some 200 of them, evenly, with
/// the first and the last.</param>
public sealed record SegmentationScore(
    string Method, double Iou, double IouPerImage, double OtsuIou, double PixelAuroc, IReadOnlyList<OverlapPoint> Curve)
{
    private const int Points = 200;                                       // all that 600 pixels can show

    /// <summary>Scores a method.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="validation">Maps that choose the threshold.</param>
    /// <param name="test">Maps that are measured.</param>
    public static SegmentationScore Of(string method, PixelMaps validation, PixelMaps test)
    {
        var threshold = MaskOverlap.Best(validation.Scores, validation.Truth).Threshold;
        bool[] called = [.. test.Scores.Select(score => score >= threshold)];
        var otsu = test.OtsuMasks();
        var perImage = Enumerable.Range(0, test.Count).Average(i => MaskOverlap.Iou(
            test.Part(called, i), test.Part(test.Truth, i)));
        return new(
            method, MaskOverlap.Iou(called, test.Truth), perImage, MaskOverlap.Iou(otsu, test.Truth),
            Auroc.Of(test.Scores, [.. test.Truth.Select(pixel => pixel ? 1L : 0L)]),
            Thinned(MaskOverlap.Curve(test.Scores, test.Truth)));
    }

    // There is a point for each pixel where the maps have no equal values.
    private static OverlapPoint[] Thinned(IReadOnlyList<OverlapPoint> curve) =>
        [.. curve.Where((_, i) => i % Math.Max(1, curve.Count / Points) == 0), curve[^1]];
}

/// <summary>Maps over pictures with the true masks, flat.</summary>
/// <param name="Scores">[pictures * pixels], 0 or more; 0 throughout where the classifier sees no damage.</param>
/// <param name="Truth">[pictures * pixels].</param>
/// <param name="Count">Pictures.</param>
public sealed record PixelMaps(double[] Scores, bool[] Truth, int Count)
{
    /// <summary>Pixels of one picture.</summary>
    public int Pixels => Truth.Length / Count;

    /// <summary>The part of one picture.</summary>
    public ReadOnlySpan<T> Part<T>(T[] flat, int picture) => flat.AsSpan(picture * Pixels, Pixels);

    /// <summary>Each map parted at its own threshold by Otsu; a map without any contrast gives an empty mask.</summary>
    /// <returns>[pictures * pixels].</returns>
    public bool[] OtsuMasks()
    {
        var masks = new bool[Scores.Length];
        for (var picture = 0; picture < Count; picture++)
        {
            var threshold = OtsuThreshold.Of(Part(Scores, picture));
            for (var i = picture * Pixels; i < (picture + 1) * Pixels; i++)
            {
                masks[i] = Scores[i] > threshold;
            }
        }

        return masks;
    }
}
