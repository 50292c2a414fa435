using System.Globalization;
using NotebookKit.Runs;

namespace NotebookKit.Models.Bagan;

/// <summary>"BAGAN: Data Augmentation with Balancing GAN": the paper's facts as data, and what differs here.</summary>
public static class BaganPaper
{
    /// <summary>The paper's notebook.</summary>
    public const string Notebook = "02-bagan";

    /// <summary>Title of the paper.</summary>
    public const string Title = "BAGAN: Data Augmentation with Balancing GAN";

    /// <summary>How to cite it.</summary>
    public const string Citation =
        "G. Mariani, F. Scheidegger, R. Istrate, C. Bekas and C. Malossi, preprint 1803.09655v2 (2018).";

    /// <summary>Address of the preprint.</summary>
    public const string Url = "https://arxiv.org/abs/1803.09655";

    /// <summary>Pictures per class of the imbalanced Fashion-MNIST of the paper's successor (Huang and Jafari 2021,
    /// BAGAN-GP), in label order.</summary>
    public static IReadOnlyList<int> SuccessorCounts { get; } = [4166, 73, 139, 210, 287, 370, 422, 387, 545, 651];

    /// <summary>The same ratios for a smaller set: all pictures of class 0, and of each other class its share of
    /// them, rounded up.</summary>
    /// <param name="available">Pictures that there are, by class.</param>
    public static int[] ScaledSuccessorCounts(IReadOnlyList<int> available) =>
        [.. SuccessorCounts.Select((count, label) => Math.Min(
            available[label],
            (count * Math.Min(available[0], SuccessorCounts[0]) + SuccessorCounts[0] - 1) / SuccessorCounts[0]))];

    /// <summary>Published figures to put beside those of a run.</summary>
    /// <param name="recipe">The run; it names data and drop level.</param>
    public static IReadOnlyList<PublishedFigure> Figures(BaganRecipe recipe)
    {
        var published = PublishedColumn.For(recipe);
        return
        [
            Row($"Accuracy of generated minority pictures, {published.Data}: GAN / ACGAN / BAGAN",
                published.Accuracy, "figure 7"),
            Row($"SSIM of couples, {published.Data}: GAN / ACGAN / BAGAN / real", published.Ssim, "figure 8"),
            Row($"Minority accuracy after rebalancing, {published.Data}: GAN / ACGAN / BAGAN / plain / mirror",
                published.Minority, "figure 9"),
            .. published == PublishedColumn.OfGtsrb ? [] : new[]
            {
                Row("The same, traffic signs (GTSRB) as they are", PublishedColumn.OfGtsrb.Minority, "figure 9"),
            },
            new("SSIM of a generated picture and its nearest real one: MNIST / CIFAR-10 / Flowers / GTSRB",
                "0.8 / 0.25 / 0.05 / 0.5", Provenance.Paper, "text"),
        ];

        static PublishedFigure Row(string quantity, IReadOnlyList<double> values, string where) => new(
            quantity, string.Join(" / ", values.Select(value => string.Create(
                CultureInfo.InvariantCulture, $"{value:#.000#}"))), Provenance.Paper, where);
    }

    /// <summary>What differs from the paper, and why.</summary>
    public static IReadOnlyList<Difference> Differences { get; } =
    [
        new("Data", "MNIST, CIFAR-10, Flowers, GTSRB", "procedural seven-segment digits of 16 x 16 pixels",
            "two cores and no download; a mirrored 2 is a 5 by construction, so the mirror's harm must reappear"),
        new("Traffic signs (GTSRB)", "trained and tabulated; the paper's best case",
            "not run: data=FOLDER reads the published archives, at 32 or (full) 64 pixels",
            "no pictures at hand; where the published test set is missing, whole tracks of one sign are held out"),
        new("CIFAR-10, Flowers", "trained and tabulated", "not run to an end: data=cifar10, in small mode on its first "
            + "10,000 photographs; Flowers as any folder of pictures",
            "two cores; a folder is taken as it is and split by picture"),
        new("Drop level", "six levels, every class in turn", "one level (12 of 200 pictures), classes 2 and 5 in turn",
            "two cores; on MNIST and CIFAR-10 -p dropped=40 to 97.5 takes another level, and full mode every class"),
        new("Full mode", "150 epochs of the official program",
            "its sizes, rates and steps, on a GPU where there is one",
            "no GPU at hand: it was never run to its end"),
        new("Networks", "latent 100, up to 256 maps", "latent 32, up to 32 maps", "16 x 16 pixels need no more"),
        new("Growing step", "nearest doubling, then a 5 x 5 convolution",
            "four 3 x 3 convolutions of the small grid with the summed weights",
            "the same function of the same weights in 9/25 of the multiplications"),
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
        new("Mirroring", "named, not described",
            "measured in two ways: mirrored copies added to the minority, and every picture mirrored half of the time",
            "the first differs from plain copies in nothing else; the second is how mirroring is usually done"),
        new("Fashion-MNIST (data=fashion-mnist)",
            "not in the paper; its successor has 4,166, 73, 139 ... pictures per class",
            "the same ratios of the first 10,000 training pictures; an eighth of the official maps, 1,000 and 300 "
            + "steps of 32 pictures",
            "the successor's largest class has more than there are; the steps are those of the digits, about 20 and 6 "
            + "passes over the pictures"),
        new("Adam", "epsilon 1e-7, the default of the original framework", "1e-8, in full mode 1e-7",
            "the default here, and the prototype's"),
        new("Pictures on the way", "every 10 epochs a grid of real, autoencoded and generated pictures of each class",
            "a film strip, a frame at each look and half-way between: three classes generated, one picture of the "
            + "minority autoencoded",
            "readable in one look"),
        new("BAGAN-GP (gradientPenalty=true)", "not in the paper; its successor",
            "latent vector times class vector, a score per class, lambda 10, 5 critic steps of the story's networks",
            "weights of the loss terms and the first class vectors were chosen here"),
        new("Classifier", "ResNet-18", "two convolutions and a dense layer, 900 steps; ResNet-18 in full mode",
            "two cores"),
        new("SSIM", "window not stated", "7 x 7 Gaussian, sigma 1.5, range 1 on [0, 1]", "16 x 16 pixels"),
    ];
}
