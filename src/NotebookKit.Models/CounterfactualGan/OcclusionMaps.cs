using static TorchSharp.torch;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>
/// Occlusion (Zeiler and Fergus 2014, section 4.2): how much P(damaged) falls when a square takes the picture's mean
/// colour, each pixel the mean over the squares that cover it.
/// </summary>
internal static class OcclusionMaps
{
    private const int SquaresPerSide = 4;

    /// <summary>Maps of many images.</summary>
    /// <param name="classifier">C.</param>
    /// <param name="images">[N, C, H, W] in [-1, 1].</param>
    /// <returns>[N, H, W], 0 or more: a rise of P(damaged) counts as 0.</returns>
    public static Tensor Of(CounterfactualClassifier classifier, Tensor images)
    {
        using var scope = NewDisposeScope();
        var side = (int)images.shape[3];
        int square = Math.Max(2, side / SquaresPerSide), stride = Math.Max(1, square / 2);
        var whole = CounterfactualMethod.ProbabilityDamaged(classifier.Judge(images));          // [N]
        var sum = zeros(images.shape[0], side, side);
        var count = zeros(side, side);
        var means = images.mean([2, 3], keepdim: true);
        for (var top = 0; top + square <= side; top += stride)
        {
            for (var left = 0; left + square <= side; left += stride)
            {
                using var inner = NewDisposeScope();
                var hidden = images.clone();
                hidden.narrow(2, top, square).narrow(3, left, square).copy_(means.expand(-1, -1, square, square));
                var fall = whole - CounterfactualMethod.ProbabilityDamaged(classifier.Judge(hidden));
                sum.narrow(1, top, square).narrow(2, left, square).add_(fall.reshape(-1, 1, 1));
                count.narrow(0, top, square).narrow(1, left, square).add_(1);
            }
        }

        return (sum / count.clamp_min(1)).clamp_min(0).MoveToOuterDisposeScope();
    }
}
