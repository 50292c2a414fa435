using NotebookKit.Models.Backbones;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>How the masks of one picture hang together.</summary>
public enum MaskDesign
{
    /// <summary>Each mask drawn by itself: a patch is hidden by chance.</summary>
    Uniform,

    /// <summary>The patches are permuted once and the visible parts of a group of masks are disjoint: with ratio 0.75
    /// every patch is hidden exactly 3 times in 4.</summary>
    Stratified,
}

/// <summary>The N masks under which every picture is reconstructed. A mask is a choice of noise, named by a seed and
/// its number, so that the first n of N masks are the n masks of a shorter plan.</summary>
/// <param name="Count">N, 1 or more.</param>
/// <param name="Ratio">Share of the patches that is removed, 0.75 as published.</param>
/// <param name="Design">How the masks hang together.</param>
public sealed record MaskPlan(int Count, double Ratio = 0.75, MaskDesign Design = MaskDesign.Uniform)
{
    private const int SeedShift = 20;                                     // more masks than any plan has

    /// <summary>N.</summary>
    public int Count { get; init; } = Count >= 1
        ? Count
        : throw new ArgumentException($"masks is {Count}; a map needs 1 or more.");

    /// <summary>Noise of one mask for many pictures; <see cref="PatchMask.FromNoise"/> makes the mask of it.</summary>
    /// <param name="index">Number of the mask, 0 to N - 1.</param>
    /// <param name="pictures">Number of pictures.</param>
    /// <param name="patches">L.</param>
    /// <param name="seed">Names the plan's draws.</param>
    /// <returns>[pictures, L]; the smallest values are kept.</returns>
    public Tensor Noise(int index, long pictures, long patches, long seed)
    {
        var visible = Math.Max(1, (long)(patches * (1 - Ratio)));
        var group = Design == MaskDesign.Uniform ? 1 : (int)(patches / visible);
        using var generator = new Generator((ulong)((seed << SeedShift) + (index / group)));
        using var scope = NewDisposeScope();
        var noise = rand(pictures, patches, generator: generator);
        if (Design == MaskDesign.Stratified)
        {
            var rank = noise.sort(1, stable: true).Indices.argsort(1);    // [pictures, L]
            noise = (rank - (index % group * visible)).remainder(patches).to(ScalarType.Float32);
        }

        return noise.MoveToOuterDisposeScope();
    }
}
