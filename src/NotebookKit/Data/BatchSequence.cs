namespace NotebookKit.Data;

/// <summary>
/// Batches for a training by steps: step k always gets the same pictures, whatever came before it, so a resumed
/// training goes on with the batch that it would have had. Epoch follows epoch, each in its own order; a last batch
/// that would be short is left out.
/// </summary>
/// <param name="set">The pictures; owned by the caller.</param>
/// <param name="batchSize">B, 1 or more; a set with fewer pictures gives batches of all of them.</param>
/// <param name="shuffleSeed">Names the order, and the draws of the augmentation.</param>
/// <param name="augmentation">Random changes of the pictures, drawn anew in each epoch; null: none.</param>
public sealed class BatchSequence(ImageSet set, int batchSize, long shuffleSeed, Augmentation? augmentation = null)
{
    private readonly int size = batchSize >= 1
        ? (int)Math.Min(batchSize, set.Count)
        : throw new DataException($"batchSize must be 1 or more, but is {batchSize}.");

    private int epoch = -1;
    private long[] order = [];

    /// <summary>Full batches in one pass over the set.</summary>
    public int StepsPerEpoch => (int)(set.Count / size);

    /// <summary>The batch of a step; its tensors belong to the caller's dispose scope.</summary>
    /// <param name="step">0, 1, 2, ...</param>
    /// <returns>Images float32 [B, C, H, W] in [0, 1], labels int64 [B].</returns>
    public Batch At(int step)
    {
        if (step / StepsPerEpoch != epoch)
        {
            epoch = step / StepsPerEpoch;
            order = Batches.Order(set.Count, shuffleSeed, epoch);
        }

        var batch = step % StepsPerEpoch;
        return Batches.Gather(
            set, order.AsSpan(batch * size, size), augmentation, new(shuffleSeed, epoch, batch));
    }
}
