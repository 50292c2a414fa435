using NotebookKit.Runs;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>
/// "CIFAKE: Image Classification and Explainable Identification of AI-Generated Synthetic Images": the paper's facts as
/// data, and what differs here.
/// </summary>
public static class CifakePaper
{
    /// <summary>Name of the notebook.</summary>
    public const string Notebook = "01-cifake-gradcam";

    /// <summary>Title of the paper.</summary>
    public const string Title =
        "CIFAKE: Image Classification and Explainable Identification of AI-Generated Synthetic Images";

    /// <summary>How to cite it.</summary>
    public const string Citation =
        "J. J. Bird and A. Lotfi, preprint 2303.14126 (2023); IEEE Access 12, pp. 15642-15650 (2024).";

    /// <summary>Address of the preprint.</summary>
    public const string Url = "https://arxiv.org/abs/2303.14126";

    /// <summary>Best test accuracy, abstract.</summary>
    public const double BestAccuracy = 0.9298;

    /// <summary>Published figures to put beside ours. Precision and recall take REAL as the positive class.</summary>
    public static IReadOnlyList<PublishedFigure> Figures { get; } =
    [
        new("Best test accuracy (real against fake, balanced, chance 50 %)", "92.98 %", Provenance.Paper, "abstract"),
        new("Topologies trained", "36", Provenance.Paper, "abstract"),
        new("Best convolution stage, 2 layers x 32 filters", "92.93 %", Provenance.Recalled, "topology search"),
        new("Best complete network, 2 x 32 filters + dense 64", "92.98 %", Provenance.Recalled, "topology search"),
        new("Same network retrained, 5 epochs, softmax output", "accuracy 93.13 %, F1 93.03 %",
            Provenance.Reimplementation, "141,410 parameters"),
        new("32 then 64 filters + dense 128, Adam 1e-3, 5 epochs", "accuracy 94.05 %, F1 93.97 %",
            Provenance.Reimplementation, "544,066 parameters"),
        new("Slightly larger plain CNN, early stopping", "accuracy 94.27 %, F1 94.20 %",
            Provenance.Reimplementation, "one re-implementation"),
        new("ResNet-18 / EfficientNet-B0 / DenseNet-121", "94.80 / 94.96 / 95.12 %",
            Provenance.Reimplementation, "one comparison"),
        new("ResNet-18 / ViT-B/16, ImageNet initialised", "96.68 / 97.15 %",
            Provenance.Reimplementation, "another comparison"),
        new("Logistic regression on pixels", "68.8 %", Provenance.Reimplementation, "baseline"),
        new("People looking at 15 such pictures", "56.4 %", Provenance.Reimplementation, "small informal survey"),
    ];

    /// <summary>What differs from the paper, and why.</summary>
    public static IReadOnlyList<Difference> Differences { get; } =
    [
        new("Data", "CIFAKE, 120,000 JPEG files",
            "procedural photographs whose forgery flaw is known pixel by pixel; CIFAKE itself by data=FOLDER",
            "CIFAKE is distributed behind an account, so it is never fetched silently; known flaws turn the visual "
            + "claim about saliency into a number"),
        new("Training details", "not stated in full",
            "Adam 1e-3, batch 64, He-uniform start, 10 % validation split, best weights kept",
            "the paper leaves them open; every value is in the recipe"),
        new("Topology search", "12 + 24 = 36 networks", "small mode: 9 + 4 = 13 networks, one seed, few epochs",
            "two cores; full mode trains all 36"),
        new("Saliency claim", "visual, on selected pictures",
            "lift, pointing game, deletion and insertion over all correctly detected fakes",
            "the counting is this kit's addition"),
        new("Heat map colours", "jet-like", "cividis",
            "jet invents edges and fails for colour-blind readers; the map itself is unchanged"),
        new("Checkerboard phase of the procedural flaw", "(our generator)",
            "parity counted from the corner of the flawed window, not from the corner of the picture",
            "with one fixed phase a logistic regression on pixels sees the flaw (96 to 98 % over three seeds), so the "
            + "task would need no convolution; see fixedPhase in the exercises"),
    ];
}
