using static TorchSharp.torch;

namespace NotebookKit.Models.Backbones;

/// <summary>Which patches of each picture a masked autoencoder sees. The order of the ones kept does not matter to its
/// result, beyond rounding.</summary>
/// <param name="Keep">[N, K], int64: the patches kept.</param>
/// <param name="Restore">[N, L], int64: where each patch stands in the kept ones followed by the removed ones.</param>
/// <param name="Removed">[N, L], float32: 1 for a removed patch, 0 for a kept one.</param>
public sealed record PatchMask(Tensor Keep, Tensor Restore, Tensor Removed)
{
    /// <summary>Keeps the patches with the smallest noise: any design of masks is a choice of noise.</summary>
    /// <param name="noise">[N, L]; equal values keep their order.</param>
    /// <param name="ratio">Share removed, in [0, 1); floor(L (1 - ratio)) patches are kept.</param>
    /// <exception cref="ShapeException">The noise is not [N, L].</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside [0, 1) or keeps no patch.</exception>
    public static PatchMask FromNoise(Tensor noise, double ratio)
    {
        noise.Require("N L");
        var length = noise.shape[1];
        var kept = ratio is >= 0 and < 1 ? (long)(length * (1 - ratio)) : 0;
        if (kept < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(ratio), $"ratio must be in [0, 1) and keep a patch of {length}, but is {ratio}.");
        }

        using var scope = NewDisposeScope();
        var order = noise.sort(1, stable: true).Indices;                  // [N, L]
        var restore = order.argsort(1);                                   // [N, L]
        return new(
            order.narrow(1, 0, kept).contiguous().MoveToOuterDisposeScope(), restore.MoveToOuterDisposeScope(),
            restore.ge(kept).to(ScalarType.Float32).MoveToOuterDisposeScope());
    }

    /// <summary>A mask drawn for each picture by itself, on the CPU: every device sees the same masks, and a training
    /// that is resumed goes on with the kept generator.</summary>
    /// <param name="count">N.</param>
    /// <param name="patches">L.</param>
    /// <param name="ratio">Share removed, in [0, 1).</param>
    /// <param name="generator">Source of randomness; null: the default one.</param>
    /// <param name="device">Where the mask goes; null: the CPU.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside [0, 1) or keeps no patch.</exception>
    public static PatchMask Random(
        long count, long patches, double ratio, Generator? generator = null, Device? device = null)
    {
        using var noise = rand(count, patches, generator: generator);
        using var there = noise.to(device ?? CPU);
        return FromNoise(there, ratio);
    }
}
