using NotebookKit.Interactive;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Maeday;

/// <summary>
/// The embedding baseline (PatchCore, Roth et al. 2022, section 3): a memory of the vectors of normal pictures; the
/// anomaly of a place is the distance to the nearest of them.
/// </summary>
public sealed class PatchMemory : IDisposable
{
    private const double Kept = 0.1;                                      // of the vectors of many pictures
    private const int AllUpTo = 4;                                        // pictures whose vectors are all kept
    private const long DistancesPerPass = 1 << 24;                        // bounds the memory

    private readonly ILocalFeatures features;
    private readonly Tensor bank;                                         // [M, D]
    private readonly double sigma;

    private PatchMemory(ILocalFeatures features, Tensor bank, double sigma) =>
        (this.features, this.bank, this.sigma) = (features, bank, sigma);

    /// <summary>M, vectors remembered.</summary>
    public long Count => bank.shape[0];

    /// <summary>Remembers normal pictures.</summary>
    /// <param name="features">What is compared.</param>
    /// <param name="support">[k, C, H, H], normalised. Up to 4 pictures are remembered whole, of more a greedy coreset
    /// of 10 %. The memory is on their device.</param>
    /// <param name="sigma">Standard deviation of the smoothing of the map, in pixels; published: 4 on 224.</param>
    public static PatchMemory Fit(ILocalFeatures features, Tensor support, double sigma)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(features.Of(features.Enlarge(support)));
        var kept = support.shape[0] <= AllUpTo ? rows : Coreset(rows, (long)Math.Ceiling(Kept * rows.shape[0]));
        return new(features, kept.DetachFromDisposeScope(), sigma);
    }

    /// <summary>Anomaly maps.</summary>
    /// <param name="images">[N, C, H, H], normalised.</param>
    /// <returns>[N, H, H], 0 or more; the caller's.</returns>
    public Tensor Maps(Tensor images)
    {
        using var scope = NewDisposeScope();
        var vectors = features.Of(images);                                // [N, D, h, h]
        return Finish(Distances(vectors, bank), images.shape[2]).MoveToOuterDisposeScope();
    }

    /// <summary>Maps of the support itself, each place compared with what it is not part of: the other pictures, or
    /// with one picture its other half.</summary>
    /// <param name="support">The pictures given to <see cref="Fit"/>.</param>
    /// <returns>[k, H, H]; the caller's.</returns>
    public Tensor SupportMaps(Tensor support)
    {
        using var scope = NewDisposeScope();
        var vectors = features.Of(support);                               // [k, D, h, h]
        if (support.shape[0] > 1)
        {
            var maps = Enumerable.Range(0, (int)support.shape[0]).Select(i => Distances(
                vectors.narrow(0, i, 1), Rows(vectors.index_select(0, Others(i, vectors)))));
            return Finish(cat([.. maps]), support.shape[2]).MoveToOuterDisposeScope();
        }

        var half = vectors.shape[3] / 2;
        var (left, right) = (vectors.narrow(3, 0, half), vectors.narrow(3, half, vectors.shape[3] - half));
        return Finish(
            cat([Distances(left, Rows(right)), Distances(right, Rows(left))], 2), support.shape[2])
            .MoveToOuterDisposeScope();
    }

    /// <summary>Greedy choice of vectors that cover all (Sener and Savarese 2018, algorithm 1): the next one is the
    /// farthest from those chosen. It begins with the first vector.</summary>
    /// <param name="rows">[M, D].</param>
    /// <param name="count">Vectors to choose, 1 to M.</param>
    /// <returns>[count, D].</returns>
    public static Tensor Coreset(Tensor rows, long count)
    {
        using var scope = NewDisposeScope();
        var chosen = new long[count];
        var nearest = full([rows.shape[0]], double.PositiveInfinity, rows.dtype, rows.device);
        for (var k = 0; k < count; k++)
        {
            using var inner = NewDisposeScope();
            chosen[k] = k == 0 ? 0 : nearest.argmax().item<long>();
            var distance = (rows - rows.narrow(0, chosen[k], 1)).square().sum(1);
            nearest.copy_(minimum(nearest, distance));
        }

        return rows.index_select(0, tensor(chosen).to(rows.device)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => bank.Dispose();

    // [N, D, h, w] as [N h w, D].
    private static Tensor Rows(Tensor vectors) => vectors.permute(0, 2, 3, 1).flatten(0, 2);

    private static Tensor Others(int i, Tensor vectors) => tensor(
        Enumerable.Range(0, (int)vectors.shape[0]).Where(k => k != i).Select(k => (long)k).ToArray())
        .to(vectors.device);

    // [N, h, w]: the distance of each place to the nearest vector of the bank.
    private static Tensor Distances(Tensor vectors, Tensor bank)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(vectors);
        var perPass = Math.Max(1, DistancesPerPass / bank.shape[0]);
        var parts = new List<Tensor>();
        for (long at = 0; at < rows.shape[0]; at += perPass)
        {
            NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var part = rows.narrow(0, at, Math.Min(perPass, rows.shape[0] - at));
            parts.Add(cdist(part, bank).amin([1]).MoveToOuterDisposeScope());
        }

        return cat([.. parts]).reshape(vectors.shape[0], vectors.shape[2], vectors.shape[3]).MoveToOuterDisposeScope();
    }

    private Tensor Finish(Tensor distances, long side)
    {
        var wide = distances.shape[1] == side ? distances : F.interpolate(
            distances.unsqueeze(1), [side, side], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(1);
        var half = Math.Min((int)Math.Ceiling(3 * sigma), (int)side - 1);
        return MaedayMethod.Smooth(wide, (2 * half) + 1, sigma);
    }
}
