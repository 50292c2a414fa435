using NotebookKit.Runs;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>A row of the official result table.</summary>
/// <param name="Setting">Iterative, one-shot, or without data.</param>
/// <param name="Model">The network.</param>
/// <param name="Data">The data set.</param>
/// <param name="Sparsity">Share of zero weights.</param>
/// <param name="FlopsLeft">Share of FLOPs left; the code counts multiply-accumulates and bias additions.</param>
/// <param name="Accuracy">Top-1 accuracy.</param>
/// <param name="Dense">That of the dense network.</param>
public sealed record PublishedPruning(
    string Setting, string Model, string Data, double Sparsity, double FlopsLeft, double Accuracy, double Dense);

/// <summary>
/// "Efficient Joint Optimization of Layer-Adaptive Weight Pruning in Deep Neural Networks": the paper's facts
/// as data, and what differs here.
/// </summary>
public static class LayerAdaptivePaper
{
    /// <summary>Name of the notebook.</summary>
    public const string Notebook = "05-layer-adaptive-pruning";

    /// <summary>Title of the paper.</summary>
    public const string Title = "Efficient Joint Optimization of Layer-Adaptive Weight Pruning in Deep Neural Networks";

    /// <summary>How to cite it.</summary>
    public const string Citation = "K. Xu, Z. Wang, X. Geng, J. Lin, M. Wu, X. Li, W. Lin, ICCV 2023, pp. 17447-17457.";

    /// <summary>Address of the preprint.</summary>
    public const string Url = "https://arxiv.org/abs/2308.10438";

    /// <summary>The official result table (README of the published code).</summary>
    public static IReadOnlyList<PublishedPruning> Results { get; } =
    [
        new("iterative", "ResNet-32", "CIFAR-10", 0.955, 0.0359, 0.9083, 0.9399),
        new("iterative", "VGG-16", "CIFAR-10", 0.9885, 0.0343, 0.9214, 0.9171),
        new("iterative", "DenseNet-121", "CIFAR-10", 0.9885, 0.0202, 0.8770, 0.9114),
        new("iterative", "EfficientNet-B0", "CIFAR-10", 0.9885, 0.0458, 0.8563, 0.8795),
        new("iterative", "VGG-16-BN", "ImageNet", 0.893, 0.1771, 0.6888, 0.7337),
        new("iterative", "ResNet-50", "ImageNet", 0.41, 0.535, 0.7590, 0.7614),
        new("one-shot", "ResNet-50", "ImageNet", 0.58, 0.345, 0.7559, 0.7614),
        new("no data", "ResNet-50", "ImageNet", 0.50, 0.4248, 0.7513, 0.7614),
    ];

    /// <summary>What differs from the paper, and why.</summary>
    public static IReadOnlyList<Difference> Differences { get; } =
    [
        new("Program", "float32; the published table has holes and may overspend the budget",
            "integers and float64, exact, never above the budget; the published form as reference mode",
            "so that the optimum is one: it equals exhaustive search"),
        new("Calibration pictures", "the code leaves random crops and flips on (it sets a wrong attribute)",
            "fixed pictures without augmentation", "dense and pruned pass must see the same pictures"),
        new("Grid of a layer", "trunc(phi N) in float32", "floor(N d / D) in integers", "0.29 x 100 may give 28"),
        new("Data and network of the small mode", "CIFAR-10 and ImageNet, networks trained for hours",
            "generated shapes and four convolutions; ResNet-32 with published weights by data=cifar10",
                "two CPU cores"),
        new("ResNet-32", "projections where the width changes, 34 tensors, dense 93.99 %",
            "zero padding (option A), 32 tensors, dense 92.63 %", "the weights at hand"),
        new("Training on", "40,000 to 80,000 steps a round, augmentation", "some tens of steps, no augmentation",
            "two CPU cores; what is lost is shown"),
        new("Curves", "the whole network for every point", "from the pruned layer on, the rest kept by hooks",
            "the same values up to rounding in a fraction of the time"),
    ];
}
