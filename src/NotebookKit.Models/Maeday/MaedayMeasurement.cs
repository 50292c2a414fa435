namespace NotebookKit.Models.Maeday;

/// <summary>What one seed measured: the raw material of the claims. NaN where the data cannot tell.</summary>
/// <param name="Seed">Seed of pre-training, data and masks.</param>
/// <param name="Zero">Zero-shot, mean over categories and draws of masks.</param>
/// <param name="Variants">One thing changed.</param>
/// <param name="Few">Few-shot with the largest k, the same mean.</param>
/// <param name="LossFall">Share by which the support's loss fell, mean over the categories.</param>
/// <param name="Memory">The embedding baseline on the same pictures.</param>
/// <param name="Average">Mean of the z-scores of both.</param>
public sealed record MaedayMeasurement(
    long Seed, DetectionScore Zero, MaedayVariants Variants, DetectionScore Few, double LossFall, DetectionScore Memory,
    DetectionScore Average)
{
    /// <summary>Measures one seed; what is at hand already is taken over.</summary>
    internal static MaedayMeasurement Of(
        MaedayZeroShot zero, MaedayVariants variants, MaedayFewShot few, MaedayEnsemble ensemble) => new(
            zero.Trial.Seed, zero.Mean, variants, few.Mean(few.Tuned.Count - 1),
            few.Headline.Average(category => category.Fall), ensemble.Memory, ensemble.Average);
}
