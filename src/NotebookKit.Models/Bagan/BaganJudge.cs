using NotebookKit.Metrics;
using NotebookKit.Train;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Bagan;

/// <summary>What is measured of the pictures that a generator makes of the minority class.</summary>
/// <param name="Generator">Name of the generator.</param>
/// <param name="Accuracy">Share that the reference classifier gives the class asked for.</param>
/// <param name="SsimCouples">Mean SSIM of couples of generated pictures; compare with the real pictures'.</param>
/// <param name="SsimNearest">Mean SSIM of a generated picture and the training picture nearest to it: near 1 the
/// generator copies. NaN for real pictures.</param>
/// <param name="MajorityAccuracy">The first column for another class, which has all its pictures; NaN for a generator
/// that knows the minority class only.</param>
public sealed record GeneratorQuality(
    string Generator, double Accuracy, double SsimCouples, double SsimNearest, double MajorityAccuracy);

/// <summary>Judges generated pictures. Classifier and real couples come from training pictures only.</summary>
/// <param name="reference">Classifier trained on the data before the cut.</param>
/// <param name="data">The data of the study.</param>
/// <param name="ssim">Window and range of the similarity.</param>
public sealed class BaganJudge(Module<Tensor, Tensor> reference, BaganData data, Ssim ssim)
{
    private const int Judged = 400;                                       // pictures behind a row of the table
    private const int Nearest = 60;                                       // of them compared with the training pictures

    /// <summary>SSIM of couples of real pictures of the minority class, before the cut; a class with one picture has no
    /// couple, and the largest class stands for it.</summary>
    public double RealSsim { get; } = Couples(data, ssim);

    /// <summary>A look at a generator's minority pictures.</summary>
    /// <param name="pictures">[N, C, H, W] in [0, 1].</param>
    public (double Accuracy, double Ssim) Look(Tensor pictures) =>
        (Accuracy(pictures, data.Minority), ssim.OfCouples(pictures, 1));

    /// <summary>Measures a generator.</summary>
    /// <param name="gan">The generator.</param>
    /// <param name="seed">Names the pictures drawn.</param>
    public GeneratorQuality Measure(ConditionalGan gan, long seed)
    {
        using var scope = NewDisposeScope();
        var pictures = gan.Pictures(data.Minority, Judged, seed);
        var (accuracy, couples) = Look(pictures);
        var majority = data.Shown()[1];
        var majorityAccuracy = gan.Latents is PlainNoise
            ? double.NaN
            : Accuracy(gan.Pictures(majority, Judged, seed), majority);
        return new(
            gan.Name, accuracy, couples, NearestTraining(pictures.narrow(0, 0, Nearest)).Average(one => one.Ssim),
            majorityAccuracy);
    }

    /// <summary>The training picture of the minority class that is most like a picture.</summary>
    /// <param name="pictures">[N, C, H, W] in [0, 1].</param>
    /// <returns>For each picture, the place among the class's training pictures and the SSIM.</returns>
    public (int Index, double Ssim)[] NearestTraining(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var real = BaganData.OfClass(data.Train, data.Minority);                                     // [M, C, H, W]
        return
        [
            .. pictures.unbind().Select(picture =>
            {
                using var inner = NewDisposeScope();
                var all = ssim.Of(real, picture.unsqueeze(0).expand_as(real));
                var best = Array.IndexOf(all, all.Max());
                return (best, all[best]);
            }),
        ];
    }

    private double Accuracy(Tensor pictures, int label)
    {
        using var scope = NewDisposeScope();
        using var mode = new InferenceMode(reference);
        using var noGradients = no_grad();
        return reference.call(pictures).argmax(1).eq(label).to(ScalarType.Float64).mean().item<double>();
    }

    private static double Couples(BaganData data, Ssim ssim)
    {
        var label = data.Undropped.ToLabels().Count(one => one == data.Minority) > 1 ? data.Minority : data.Shown()[1];
        using var real = BaganData.OfClass(data.Undropped, label);
        return ssim.OfCouples(real, 1);
    }
}
