namespace NotebookKit.Torch.Door;

/// <summary>
/// Counts tensors whose native memory is still held, and collects garbage when many large ones are. The garbage
/// collector does not see native memory: without this, 1,450 forgotten tensors of 4 MB ran no collection at all.
/// Dispose scopes are the rule; this is the net below them.
/// </summary>
public static class LiveTensors
{
    private const long Large = 1 << 16;     // bytes; activations of a small batch are many tensors of some 100 KiB
    private const long Slack = 256L << 20;  // what may be forgotten between two collections; the allocator holds twice that

    private static long s_count;
    private static long s_peak;
    private static long s_largeBytes;
    private static long s_collectAt = Slack;

    /// <summary>Tensor objects that are neither disposed nor collected, in the whole process.</summary>
    public static long Count => Interlocked.Read(ref s_count);

    /// <summary>The largest <see cref="Count"/> so far.</summary>
    public static long Peak => Interlocked.Read(ref s_peak);

    /// <summary>Bytes of the live tensors of 64 KiB and more; views count their own elements.</summary>
    public static long LargeBytes => Interlocked.Read(ref s_largeBytes);

    /// <summary>From now on each full collection lowers the limit to what is held then.</summary>
    internal static void FollowCollections() => _ = new FullCollection();

    /// <summary>Notes a new tensor; returns the bytes to give back in <see cref="Removed"/>.</summary>
    internal static long Added(nint tensor)
    {
        var count = Interlocked.Increment(ref s_count);
        if (count > Volatile.Read(ref s_peak))
        {
            Volatile.Write(ref s_peak, count);
        }

        var bytes = NativeMethods.nk_bytes(tensor);
        if (bytes < Large)
        {
            return 0;
        }

        if (Interlocked.Add(ref s_largeBytes, bytes) > Volatile.Read(ref s_collectAt))
        {
            Collect();
        }

        return bytes;
    }

    internal static void Removed(long bytes)
    {
        Interlocked.Decrement(ref s_count);
        if (bytes > 0)
        {
            Interlocked.Add(ref s_largeBytes, -bytes);
        }
    }

    private static void Collect()
    {
        Volatile.Write(ref s_collectAt, long.MaxValue);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        FollowWorkingSet();
    }

    // The next collection comes when that much more is held than now: a loop whose working set stays the same costs none.
    private static void FollowWorkingSet() => Volatile.Write(ref s_collectAt, LargeBytes + Slack);

    // Lives on from one full collection to the next, to be finalized in each: a limit that a large working set raised
    // would else stand after its end, and what is forgotten then would grow up to it.
    private sealed class FullCollection
    {
        ~FullCollection()
        {
            FollowWorkingSet();
            GC.ReRegisterForFinalize(this);
        }
    }
}
