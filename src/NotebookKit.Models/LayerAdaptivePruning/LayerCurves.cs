namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>Which number stands for the distortion of many images (section 3.2 of the paper).</summary>
public enum CurveKind
{
    /// <summary>The image that suffers most; the published runs use it.</summary>
    Worst,

    /// <summary>The mean over the images.</summary>
    Mean,
}

/// <summary>
/// Rate-distortion curves of the layers of a network: how much the output moves when one layer alone is
/// pruned to each point d / D of a grid, all others left whole.
/// </summary>
/// <param name="Names">[L], the layers in the order of the network.</param>
/// <param name="Sizes">[L], N_l, weights of each layer, pruned ones included.</param>
/// <param name="Worst">[L][D + 1], largest squared output error of an image, averaged over its K logits.</param>
/// <param name="Mean">[L][D + 1], the mean over the images in place of the largest.</param>
public sealed record LayerCurves(
    IReadOnlyList<string> Names, IReadOnlyList<long> Sizes, IReadOnlyList<double[]> Worst, IReadOnlyList<double[]> Mean)
{
    /// <summary>Most intervals of the grid: a back-pointer of the program is one byte.</summary>
    public const int MaxIntervals = 255;

    /// <summary>Number of layers L.</summary>
    public int Count => Names.Count;

    /// <summary>Number of weights of all layers.</summary>
    public long TotalWeights => Sizes.Sum();

    /// <summary>D, intervals of the grid; the reference has 100.</summary>
    public int Intervals => Worst[0].Length - 1;

    /// <summary>The curves of one kind, [L][D + 1].</summary>
    /// <param name="kind">Worst image or mean.</param>
    public IReadOnlyList<double[]> Of(CurveKind kind) => kind == CurveKind.Worst ? Worst : Mean;

    /// <summary>Weights that point d of a grid prunes, floor(N d / D) in integers: in float32 the product 0.29 x 100
    /// may come out as 28.</summary>
    /// <param name="size">N, weights of the layer.</param>
    /// <param name="point">d, 0 to <paramref name="intervals"/>.</param>
    /// <param name="intervals">D.</param>
    public static long PrunedAt(long size, int point, int intervals) => size * point / intervals;

    /// <summary>Weights that each layer loses at chosen grid points.</summary>
    /// <param name="points">[L], each 0 to D.</param>
    /// <returns>[L].</returns>
    public long[] Pruned(IReadOnlyList<int> points) =>
        [.. Sizes.Zip(points, (size, point) => PrunedAt(size, point, Intervals))];

    /// <summary>Sum of the layers' own distortions at chosen grid points: what the program minimises.</summary>
    /// <param name="points">[L], each 0 to D.</param>
    /// <param name="kind">Worst image or mean.</param>
    public double Sum(IReadOnlyList<int> points, CurveKind kind) => Of(kind).Zip(points, (curve, d) => curve[d]).Sum();
}
