using NotebookKit.Runs;

namespace NotebookKit.Models.LabelErrors;

/// <summary>One data set's row of the paper's tables: how many labels were flagged, checked and found wrong.</summary>
/// <param name="Name">The data set.</param>
/// <param name="Size">Examples of the test set (of the whole set where the paper took it whole).</param>
/// <param name="Model">The model whose probabilities were used.</param>
/// <param name="Flagged">Examples flagged by the algorithm.</param>
/// <param name="Checked">Examples shown to the crowd.</param>
/// <param name="Confirmed">Of these, those whose label it did not keep.</param>
/// <param name="PercentWrong">Wrong labels in per cent of the size; an estimate where not all flagged examples were
/// checked.</param>
/// <param name="Source">How far the size and the flagged count can be trusted; the crowd's counts are recounted from
/// its votes.</param>
public sealed record TestSetErrors(
    string Name, int Size, string Model, int Flagged, int Checked, int Confirmed, double PercentWrong,
        Provenance Source);

/// <summary>One data set's crowd verdicts, recounted from the published votes; null where the crowd was not offered the
/// answer.</summary>
/// <param name="Name">The data set.</param>
/// <param name="NonError">The given label was kept.</param>
/// <param name="Correctable">The model's guess was right.</param>
/// <param name="MultiLabel">Both.</param>
/// <param name="Neither">Neither.</param>
/// <param name="NoAgreement">No answer has 3 of 5 votes.</param>
public sealed record VerdictCounts(
    string Name, int NonError, int Correctable, int? MultiLabel, int Neither, int NoAgreement);

/// <summary>
/// "Pervasive Label Errors in Test Sets Destabilize Machine Learning Benchmarks": the paper's facts as data, and what
/// differs here.
/// </summary>
public static class LabelErrorsPaper
{
    /// <summary>Name of the notebook.</summary>
    public const string Notebook = "07-label-errors";

    /// <summary>Title of the paper.</summary>
    public const string Title = "Pervasive Label Errors in Test Sets Destabilize Machine Learning Benchmarks";

    /// <summary>How to cite it.</summary>
    public const string Citation =
        "C. G. Northcutt, A. Athalye and J. Mueller, NeurIPS 2021 Datasets and Benchmarks, preprint 2103.14749.";

    /// <summary>The paper of the method.</summary>
    public const string MethodCitation =
        "C. G. Northcutt, L. Jiang and I. L. Chuang, Confident Learning: Estimating Uncertainty in Dataset Labels, " +
        "JAIR 70 (2021), preprint 1911.00068.";

    /// <summary>Address of the preprint.</summary>
    public const string Url = "https://arxiv.org/abs/2103.14749";

    /// <summary>Table A: errors per test set.</summary>
    public static IReadOnlyList<TestSetErrors> TestSets { get; } =
    [
        new("mnist", 10_000, "2-conv CNN", 100, 100, 15, 0.15, Provenance.Paper),
        new("cifar10", 10_000, "VGG", 275, 275, 54, 0.54, Provenance.Paper),
        new("cifar100", 10_000, "VGG", 2_235, 2_235, 585, 5.85, Provenance.Paper),
        new("caltech256", 29_780, "Wide ResNet-50-2", 2_360, 2_360, 458, 1.54, Provenance.Paper),
        new("imagenet", 50_000, "ResNet-50", 5_440, 5_440, 2_916, 5.83, Provenance.Paper),
        new("quickdraw", 50_426_266, "VGG", 6_825_383, 2_500, 1_870, 10.12, Provenance.Recalled),
        new("20news", 7_532, "TF-IDF + SGD", 93, 93, 82, 1.09, Provenance.Paper),
        new("imdb", 25_000, "FastText", 1_310, 1_310, 725, 2.90, Provenance.Paper),
        new("amazon", 9_996_437, "FastText", 533_249, 1_000, 732, 3.90, Provenance.Recalled),
        new("audioset", 20_371, "VGG", 307, 307, 275, 1.35, Provenance.Paper),
    ];

    /// <summary>Table B: what the crowd said of the checked examples.</summary>
    public static IReadOnlyList<VerdictCounts> Verdicts { get; } =
    [
        new("mnist", 85, 10, null, 3, 2),
        new("cifar10", 221, 18, 0, 4, 32),
        new("cifar100", 1_650, 318, 20, 37, 210),
        new("caltech256", 1_902, 221, 115, 23, 99),
        new("imagenet", 2_524, 1_428, 597, 293, 598),
        new("quickdraw", 630, 1_047, 20, 240, 563),
        new("20news", 11, 22, 12, 5, 43),
        new("imdb", 585, 173, null, 208, 344),
    ];

    /// <summary>Published figures to put beside ours.</summary>
    public static IReadOnlyList<PublishedFigure> Figures { get; } =
    [
        new("Wrong labels, mean over ten test sets", "at least 3.3 %", Provenance.Paper, "abstract"),
        new("Wrong labels in the ImageNet validation set", "6 %", Provenance.Paper, "abstract"),
        new("Candidates confirmed by people, mean over the data sets", "51 %", Provenance.Paper, "abstract"),
        new("ResNet-18 overtakes ResNet-50 (ImageNet) with this much more prevalence", "6 points", Provenance.Paper,
            "abstract"),
        new("VGG-11 overtakes VGG-19 (CIFAR-10) with this much more prevalence", "5 points", Provenance.Paper,
            "abstract"),
        new("NASNet-large, original to corrected rank among 34 ImageNet models", "1 to 29", Provenance.Recalled,
            "section 5"),
        new("ResNet-18, original to corrected rank among 34 ImageNet models", "34 to 1", Provenance.Recalled,
            "section 5"),
    ];

    /// <summary>What differs from the paper and the reference software, and why.</summary>
    public static IReadOnlyList<Difference> Differences { get; } =
    [
        new("Ties", "the order of NumPy's quicksort", "the lower index first",
            "the probabilities of 20news hold exact zeros, so the reference's choice depends on its sort; with a " +
            "stable sort it is ours"),
        new("Sum of the calibrated joint", "added up in floating point", "the whole number that it is",
            "an error in the last digit moves ties of the rounding: one count in 20news"),
        new("Probabilities of IMDB", "rows sum to 1.00002", "each row divided by its sum",
            "values above 1 are refused: they are no probabilities"),
        new("Rows that do not sum to 1", "not checked", "refused beyond 0.01 unless AllowUnnormalized",
            "logits or sigmoid outputs give plausible nonsense"),
        new("Class without examples, 1.0.1 behaviour", "NaN throughout", "refused", "a NaN threshold is no result"),
        new("Candidates of MNIST", "100, of which 87 are explained", "87",
            "how the other 13 were chosen is not published"),
        new("Unknown ranking name, 1.0.1", "falls back to the normalized margin", "cannot be written",
            "rankings are an enum"),
        new("1.0.1 with several processes", "probabilities pass through float32", "never narrowed",
            "it changes nothing on the four published sets"),
        new("Nets", "VGG-16, ResNets, 34 ImageNet models",
            "small nets of three convolutions, Adam 2e-3, batch 64, 8 epochs",
            "two cores; with the rate 1e-3, batches of 128 and one mean over the picture the nets stay half trained"),
        new("Noise of the training study", "none: real labels",
            "12 % of the labels flipped, half into the look-alike class",
            "only known flips give recall and the error of the noise rates"),
        new("Benchmark of section 8", "ImageNet and CIFAR-10 with the crowd's corrections",
            "drawn squares with a certain detail carry another label, in training and test set",
            "CIFAR-10 has 18 correctable errors; our own are enough to count"),
    ];
}
