using NotebookKit.Runs;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>
/// "Counterfactual Image Generation for adversarially robust and interpretable Classifiers": the facts as data. The
/// paper's equations and tables could not be re-read for this kit and no official code is known, so this is an
/// implementation of the described framework, not a replication.
/// </summary>
public static class CounterfactualPaper
{
    /// <summary>The paper's notebook.</summary>
    public const string Notebook = "03-counterfactual-gan";

    /// <summary>Title of the paper.</summary>
    public const string Title =
        "Counterfactual Image Generation for adversarially robust and interpretable Classifiers";

    /// <summary>How to cite it.</summary>
    public const string Citation =
        "R. Bischof, F. Scheidegger, M. A. Kraus and A. C. I. Malossi, preprint 2310.00761 (2023).";

    /// <summary>Address of the preprint.</summary>
    public const string Url = "https://arxiv.org/abs/2310.00761";

    /// <summary>What was published, as far as it is known: no number.</summary>
    public static IReadOnlyList<PublishedFigure> Figures { get; } =
    [
        new("Saliency", "sharp maps from image labels alone; IoU competitive with supervised segmentation",
            Provenance.Paper, "abstract"),
        new("Tasks", "concrete cracks (IoU of the saliency) and fruit defects (robustness under PGD)",
            Provenance.Paper, "abstract and public reviews"),
        new("Robustness", "counterfactuals act as adversarial training; better under PGD", Provenance.Paper,
            "abstract; one public review reads the figure the other way round"),
        new("Uncertainty", "fakeness measures the uncertainty of a prediction", Provenance.Paper, "abstract"),
        new("PGD protocol", "10 iterations, F1 against the step size, bound not stated", Provenance.Recalled,
            "public reviews"),
        new("Cycles", "0 and 1, one seed", Provenance.Recalled, "public reviews"),
    ];

    /// <summary>What differs from the paper, and why.</summary>
    public static IReadOnlyList<Difference> Differences { get; } =
    [
        new("Hyper-parameters", "not available", "all chosen here, visible in one record, CounterfactualRecipe",
            "equations and tables of the paper could not be re-read; no official code is known"),
        new("Data", "concrete cracks and fruit",
            "procedural concrete with exact masks; asphalt cracks with data=cracks; your own classes, or photographs with masks, "
            + "with data=FOLDER",
            "the concrete sets ask for a visit to their pages, so nothing is fetched silently"),
        new("Networks", "several convolutional and transformer back-ends",
            "small mode: a small U-Net and a four-layer classifier; full mode: ResNet-18, or Swin-T with backend=swin-t, and "
            + "a U-Net on it",
            "two cores; every claim can be checked in minutes"),
        new("Full mode", "GPU, pre-trained back-ends presumably",
            "on the first GPU where there is one; its networks and each of its steps are tested on small pictures, but it was "
            + "never run to its end, so nothing of it is measured; ImageNet's weights from a file (trunkWeights), else drawn",
            "no GPU at hand; no weights are fetched"),
        new("Stabilisers", "not known", "no spectral normalisation, R1 penalty, replay of fakes or mean of G's weights",
            "the game needs none on these pictures"),
        new("Output of G", "plain image (presumably)", "residual in logit space, zero at the start",
            "G begins as the identity and cannot leave the range of the pixels"),
        new("Robustness axis", "F1 against PGD's step size", "F1 against the bound; the step size as a second panel",
            "without a stated bound a robustness figure says nothing"),
        new("Attacks on D", "one", "adaptive (two logits), all logits, looking real, transfer, black box",
            "the third logit is an escape: an attack on three logits may only raise fakeness"),
        new("Seeds", "one", "three behind every claim", "between two seeds the robustness gain changes its sign"),
    ];
}
