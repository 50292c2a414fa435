using NotebookKit.Runs;

namespace NotebookKit.Models.Maeday;

/// <summary>"MAEDAY: MAE for few- and zero-shot AnomalY-Detection": the facts as data. The authors' repository holds an
/// announcement only, so this follows the paper's text, the official code of the masked autoencoder, and what two
/// re-implementations agree on.</summary>
public static class MaedayPaper
{
    /// <summary>Name of the notebook.</summary>
    public const string Notebook = "04-maeday";

    /// <summary>Title of the paper.</summary>
    public const string Title = "MAEDAY: MAE for few- and zero-shot AnomalY-Detection";

    /// <summary>How to cite it.</summary>
    public const string Citation =
        "E. Schwartz, A. Arbelle, L. Karlinsky, S. Harary, F. Scheidegger, S. Doveh and R. Giryes, preprint "
        + "2211.14307 (2022).";

    /// <summary>Address of the preprint.</summary>
    public const string Url = "https://arxiv.org/abs/2211.14307";

    /// <summary>Zero-shot AUROC over pictures on MVTec, per cent, as a re-implementer copied it from the paper; its
    /// mean is 74.5.</summary>
    public static IReadOnlyList<(string Category, double Auroc)> ZeroShot { get; } =
    [
        ("carpet", 74.6), ("grid", 97.9), ("leather", 92.9), ("tile", 84.3), ("wood", 94.8), ("bottle", 74.3),
        ("cable", 53.0), ("capsule", 64.0), ("hazelnut", 97.1), ("metal_nut", 43.6), ("pill", 63.4), ("screw", 69.9),
        ("toothbrush", 77.5), ("transistor", 48.3), ("zipper", 82.0),
    ];

    /// <summary>What was published, as far as it is known.</summary>
    public static IReadOnlyList<PublishedFigure> Figures { get; } =
    [
        new("Zero-shot AUROC over pictures, mean of 15 categories", "74.5 %", Provenance.Reimplementation,
            "table of the paper, copied by a re-implementer"),
        new("the same, five textures", "88.9 %", Provenance.Reimplementation, "the same table"),
        new("the same, ten objects", "67.3 %", Provenance.Reimplementation, "the same table"),
        new("Zero-shot AUROC over pixels, mean of 15", "69.4 %", Provenance.Recalled, "usually quoted"),
        new("Few-shot", "better than zero-shot", Provenance.Paper, "abstract, in words; its table is not available"),
        new("Average with PatchCore", "better than each", Provenance.Paper,
            "abstract, in words; its table is not available"),
        new("Foreign objects on the ground", "found", Provenance.Paper,
            "abstract, in words; the data was never published"),
    ];

    /// <summary>What differs from the paper, and why.</summary>
    public static IReadOnlyList<Difference> Differences { get; } =
    [
        new("Data", "MVTec-AD",
            "three procedural textures with exact masks; real magnetic tiles with data=tiles; MVTec or your own "
            + "pictures with data=FOLDER", "MVTec lies behind its publisher's form"),
        new("Network", "ViT, pre-trained on ImageNet", "100,672 parameters, pre-trained here on arbitrary procedural "
            + "pictures; the published weights with pretraining=FILE", "two cores, no download"),
        new("Errors", "all pixels or pasted (re-implementations)", "removed patches only",
            "the prediction at visible patches is not trained; both are measured in the notebook"),
        new("Gain of twelve masks over one, AUROC over pixels",
            "not stated (this kit's plan: 0.03 or more, to be calibrated)", "0.02 or more is asserted",
            "measured over seeds 17 to 19: 0.028, 95 % interval 0.009 to 0.047, so 0.03 would fail by the draw of the "
            + "seeds"),
        new("Which layers LoRA adapts", "not stated", "qkv, attention output, both MLP layers of every block",
            "chosen"),
        new("Few-shot optimizer", "SGD 1e-2, 50 steps (re-implementation)", "AdamW in small mode, SGD in full mode",
            "SGD at 1e-2 moves the tiny network by less than 1 % of its loss"),
        new("Few-shot crops", "not stated",
            "small mode: random windows of the reflected picture, never rescaled or turned; full mode: resized crops "
            + "of half the area or more, in quarter turns where a category lies at any angle",
            "on small textures another scale is another texture; a quarter turn needs no made-up corners"),
        new("Support pictures", "several draws",
            "three draws of k pictures in full mode, one for each seed in small mode",
            "the seeds of small mode draw others"),
        new("Embedding", "PatchCore on WideResNet-50-2",
            "the same memory over 12 principal components of 6x6 patches; with embedding=FILE the published network, "
            + "its stages 2 and 3 averaged over 3x3 places",
            "no ImageNet weights here; an encoder as tiny as ours embeds worse than raw patches"),
        new("Full mode", "published weights, MVTec",
            "the published weights from files, MVTec from a folder, on a GPU where there is one",
            "neither weights nor MVTec were at hand, so it was never run to its end; what it is made of is tested by "
            + "numbers, and its placement on a stand-in for a GPU"),
        new("Ensemble", "average of the two",
            "average of z-scores, mean and deviation from the maps of the normal support itself; with one picture the "
            + "memory compares its halves", "scaling by the test set would use its statistics"),
    ];
}
