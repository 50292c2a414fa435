using static TorchSharp.torch;

namespace NotebookKit.Data;

/// <summary>One batch; it lives until the enumerator moves on.</summary>
/// <param name="Images">[B, C, H, W], float32 in [0, 1].</param>
/// <param name="Labels">[B], int64.</param>
public sealed record Batch(Tensor Images, Tensor Labels);

/// <summary>Cuts a set into batches: one gather of resident 8-bit pixels per batch, then one division by 255.</summary>
public static class Batches
{
    /// <summary>All examples once; the last batch may be short.</summary>
    /// <param name="set">The pictures.</param>
    /// <param name="batchSize">B, 1 or more.</param>
    /// <param name="shuffleSeed">Names the order; null keeps the order of the set.</param>
    /// <param name="epoch">Each epoch of a seed has its own order.</param>
    /// <param name="options">Augmentation, prefetching; null: neither.</param>
    /// <returns>Batches that the enumerator frees when it moves on; a tensor that must live longer is a
    /// clone.</returns>
    /// <exception cref="DataException"><paramref name="batchSize"/> is less than 1.</exception>
    public static IEnumerable<Batch> Of(
        ImageSet set, int batchSize, long? shuffleSeed = null, int epoch = 0, BatchOptions? options = null) =>
        batchSize >= 1
            ? Enumerate(set, batchSize, Order(set.Count, shuffleSeed, epoch), shuffleSeed ?? 0, epoch, options ?? new())
            : throw new DataException($"batchSize must be 1 or more, but is {batchSize}.");

    /// <summary>The order in which <see cref="Of"/> visits the examples.</summary>
    /// <param name="count">Number of examples.</param>
    /// <param name="shuffleSeed">Names the order; null means 0, 1, 2, ...</param>
    /// <param name="epoch">Each epoch of a seed has its own order.</param>
    public static long[] Order(long count, long? shuffleSeed = null, int epoch = 0)
    {
        var order = new long[count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        if (shuffleSeed is { } seed)
        {
            new SeededRandom(seed, epoch).Shuffle(order);
        }

        return order;
    }

    private static IEnumerable<Batch> Enumerate(
        ImageSet set, int batchSize, long[] order, long seed, int epoch, BatchOptions options)
    {
        var count = (order.Length + batchSize - 1) / batchSize;
        var batches = options.Prefetches
            ? Prefetch.Of(options.First, count, Make, Free)
            : Enumerable.Range(options.First, Math.Max(0, count - options.First)).Select(Make);
        foreach (var batch in batches)
        {
            try
            {
                yield return batch;
            }
            finally
            {
                Free(batch);
            }
        }

        Batch Make(int k)
        {
            var start = k * batchSize;
            return Owned(Gather(
                set, order.AsSpan(start, Math.Min(batchSize, order.Length - start)), options.Augmentation,
                new(seed, epoch, k)));
        }
    }

    /// <summary>The examples at some places as one batch, which belongs to the caller's dispose scope.</summary>
    /// <param name="set">The pictures.</param>
    /// <param name="indices">Places in 0..N-1; a place may come twice.</param>
    /// <returns>Images float32 [B, C, H, W] in [0, 1], labels int64 [B].</returns>
    public static Batch Gather(ImageSet set, ReadOnlySpan<long> indices)
    {
        using var scope = NewDisposeScope();
        var at = tensor(indices.ToArray()).to(set.Images.device);                                 // [B]
        var images = set.Images.index_select(0, at).to(ScalarType.Float32).div_(255f);            // [B, C, H, W]
        return new(images.MoveToOuterDisposeScope(), set.Labels.index_select(0, at).MoveToOuterDisposeScope());
    }

    /// <summary>The examples at some places, changed at random.</summary>
    internal static Batch Gather(
        ImageSet set, ReadOnlySpan<long> indices, Augmentation? augmentation, AugmentationKey key)
    {
        var batch = Gather(set, indices);
        if (augmentation is null)
        {
            return batch;
        }

        using var plain = batch.Images;
        return batch with { Images = augmentation.Apply(plain, key) };
    }

    // The enumerator frees its batches itself, so no scope of the caller may.
    private static Batch Owned(Batch batch) =>
        new(batch.Images.DetachFromDisposeScope(), batch.Labels.DetachFromDisposeScope());

    private static void Free(Batch batch)
    {
        batch.Images.Dispose();
        batch.Labels.Dispose();
    }
}
