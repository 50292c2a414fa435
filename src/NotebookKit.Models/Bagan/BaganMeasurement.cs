namespace NotebookKit.Models.Bagan;

/// <summary>What one seed measured, as means over the minority classes: the raw material of the claims.</summary>
/// <param name="Seed">Seed of data, start and order.</param>
/// <param name="GeneratedAccuracy">BAGAN's share of minority pictures that are of the right class.</param>
/// <param name="GeneratedAccuracyOverAcgan">By how much that is above ACGAN's.</param>
/// <param name="GainOfBagan">Minority test accuracy with BAGAN's pictures minus without any.</param>
/// <param name="GainOfInitial">The same with pictures of steps 1 and 2 only.</param>
/// <param name="GainOfMirror">The same with mirrored copies.</param>
/// <param name="GainOfUsualMirror">The same with every picture of every class mirrored half of the time.</param>
/// <param name="GainOfCopies">The same with copies.</param>
/// <param name="Ssim">SSIM of couples of BAGAN's pictures after all adversarial steps.</param>
/// <param name="SsimBelowAcgan">By how much that is below ACGAN's after as many steps.</param>
/// <param name="RealSsim">SSIM of couples of real pictures.</param>
/// <param name="NearestSsim">SSIM of BAGAN's pictures and the training picture nearest to each.</param>
/// <param name="Balanced">The rows of every study's table of classifiers.</param>
public sealed record BaganMeasurement(
    long Seed, double GeneratedAccuracy, double GeneratedAccuracyOverAcgan, double GainOfBagan, double GainOfInitial,
    double GainOfMirror, double GainOfUsualMirror, double GainOfCopies, double Ssim, double SsimBelowAcgan,
    double RealSsim, double NearestSsim, IReadOnlyList<IReadOnlyList<BalancedAccuracy>> Balanced)
{
    /// <summary>Collects the numbers of one seed.</summary>
    /// <param name="studies">One study per minority class, all of one seed.</param>
    public static BaganMeasurement Of(IReadOnlyList<BaganStudy> studies)
    {
        return new(
            studies[0].Seed,
            studies.Average(s => Quality(s, s.Bagan).Accuracy),
            studies.Average(s => Quality(s, s.Bagan).Accuracy - Quality(s, s.Acgan).Accuracy),
            studies.Average(s => Gain(s, s.Bagan.Name)), studies.Average(s => Gain(s, s.Initial.Name)),
            studies.Average(s => Gain(s, BaganStudy.Mirror)), studies.Average(s => Gain(s, BaganStudy.MirrorAll)),
            studies.Average(s => Gain(s, BaganStudy.Copies)),
            studies.Average(s => LastSsim(s.Bagan)), studies.Average(s => LastSsim(s.Acgan) - LastSsim(s.Bagan)),
            studies.Average(s => s.Judge.RealSsim), studies.Average(s => Quality(s, s.Bagan).SsimNearest),
            [.. studies.Select(s => s.Balanced)]);

        static GeneratorQuality Quality(BaganStudy study, ConditionalGan gan) =>
            study.Quality.First(row => row.Generator == gan.Name);

        // After all adversarial steps, for both alike: the choice of a step favours varied pictures.
        static double LastSsim(ConditionalGan gan) => gan.Selection!.Looks[^1].Ssim;

        static double Gain(BaganStudy study, string balancing) =>
            Accuracy(study, balancing) - Accuracy(study, BaganStudy.Plain);

        static double Accuracy(BaganStudy study, string balancing) =>
            study.Balanced.First(row => row.Balancing == balancing).MinorityAccuracy;
    }
}
