using NotebookKit.Runs;

namespace NotebookKit.Models.Bagan;

/// <summary>"BAGAN: Data Augmentation with Balancing GAN": the paper's facts as data, and what differs here.</summary>
public static class BaganPaper
{
    /// <summary>Title of the paper.</summary>
    public const string Title = "BAGAN: Data Augmentation with Balancing GAN";

    /// <summary>How to cite it.</summary>
    public const string Citation =
        "G. Mariani, F. Scheidegger, R. Istrate, C. Bekas and C. Malossi, preprint 1803.09655v2 (2018).";

    /// <summary>Address of the preprint.</summary>
    public const string Url = "https://arxiv.org/abs/1803.09655";

    /// <summary>Drop levels of figures 7 to 9, per cent of the minority class.</summary>
    public static IReadOnlyList<double> Dropped { get; } = [40, 60, 80, 90, 95, 97.5];

    /// <summary>Figure 7, MNIST: share of generated minority pictures that a ResNet-18 trained on all data gives the
    /// right
    /// class; measured on the vector graphics, good to about 0.002.</summary>
    public static IReadOnlyList<PaperSeries> GeneratedAccuracy { get; } =
    [
        new("GAN", [.900, .900, .667, .800, .823, .754]), new("ACGAN", [.888, .739, .496, .355, .304, .230]),
        new("BAGAN", [.999, .999, .998, .999, .997, .995]),
    ];

    /// <summary>Figure 8, MNIST: SSIM of couples of generated minority pictures; the real ones stand last.</summary>
    public static IReadOnlyList<PaperSeries> SsimCouples { get; } =
    [
        new("GAN", [.957, .971, .983, .979, .979, .974]), new("ACGAN", [.340, .371, .370, .279, .357, .453]),
        new("BAGAN", [.297, .280, .270, .277, .316, .342]), new("real", [.308, .312, .305, .312, .306, .306]),
    ];

    /// <summary>Figure 9, MNIST: minority test accuracy of a ResNet-18 after rebalancing.</summary>
    public static IReadOnlyList<PaperSeries> MinorityAccuracy { get; } =
    [
        new("GAN", [.9946, .9903, .9894, .9837, .9774, .9677]),
            new("ACGAN", [.9943, .9926, .9887, .9850, .9772, .9702]),
        new("BAGAN", [.9933, .9937, .9892, .9826, .9795, .9705]),
            new("plain", [.9940, .9914, .9892, .9858, .9788, .9686]),
        new("mirror", [.9935, .9907, .9885, .9802, .9725, .9671]),
    ];

    /// <summary>Published figures to put beside ours.</summary>
    public static IReadOnlyList<PublishedFigure> Figures { get; } =
    [
        new("Accuracy of generated minority pictures, MNIST, 95 % dropped: GAN / ACGAN / BAGAN", ".823 / .304 / .997",
            Provenance.Paper, "figure 7"),
        new("SSIM of couples, MNIST, 95 % dropped: GAN / ACGAN / BAGAN / real", ".979 / .357 / .316 / .306",
            Provenance.Paper, "figure 8"),
        new("Minority accuracy after rebalancing, MNIST, 95 % dropped: GAN / ACGAN / BAGAN / plain / mirror",
            ".9774 / .9772 / .9795 / .9788 / .9725", Provenance.Paper, "figure 9"),
        new("The same, traffic signs (GTSRB) as they are", ".954 / .954 / .968 / .963 / .927", Provenance.Paper,
            "figure 9"),
        new("SSIM of a generated picture and its nearest real one: MNIST / CIFAR-10 / Flowers / GTSRB",
            "0.8 / 0.25 / 0.05 / 0.5", Provenance.Paper, "text"),
    ];

    /// <summary>What differs from the paper, and why.</summary>
    public static IReadOnlyList<Difference> Differences { get; } =
    [
        new("Data", "MNIST, CIFAR-10, Flowers, GTSRB", "procedural seven-segment digits of 16 x 16 pixels",
            "two cores and no download; a mirrored 2 is a 5 by construction, so the mirror's harm must reappear"),
        new("Drop level", "six levels, every class in turn", "one level (12 of 200 pictures), classes 2 and 5 in turn",
            "two cores; full mode takes every class"),
        new("Networks", "latent 100, up to 256 maps", "latent 32, up to 32 maps", "16 x 16 pixels need no more"),
        new("Steps and rates", "150 epochs each at 5e-5 (official program)",
            "1,000 autoencoder steps at 1e-3, 300 adversarial steps at 1e-4",
            "more or faster adversarial steps make the pictures alike: see the curve over the steps"),
        new("Which step is kept", "the last", "the most accurate whose pictures are varied, judged on training data",
            "adversarial steps trade variety for fidelity; the test set is never asked"),
        new("Class Gaussians", "not said how a singular covariance is sampled",
            "symmetric eigendecomposition in float64, negative eigenvalues set to 0",
            "12 pictures in 32 dimensions have no Cholesky factor without a ridge"),
        new("Strided convolutions", "padding 0 before, 1 after (original framework)", "padding 1 on both sides",
            "all weights are trained from scratch, so the shift of half a pixel does not matter"),
        new("Initialisation of the generator", "the abstract says: with the encoder", "with the decoder",
            "a slip of the abstract; the body and the official program say decoder"),
        new("Classifier", "ResNet-18", "two convolutions and a dense layer, 900 steps", "two cores"),
        new("SSIM", "window not stated", "7 x 7 Gaussian, sigma 1.5, range 1 on [0, 1]", "16 x 16 pixels"),
    ];
}

/// <summary>One line of a figure of the paper.</summary>
/// <param name="Name">Method.</param>
/// <param name="Values">One per drop level.</param>
public sealed record PaperSeries(string Name, double[] Values);
