namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>A layer as the baselines see it.</summary>
/// <param name="Shape">Axes of the weight tensor: out, in, then the kernel.</param>
/// <param name="Weights">[N], its values, masked ones zero; in float32 as stored.</param>
/// <param name="Alive">[N], false where a weight is pruned already.</param>
public sealed record LayerWeights(long[] Shape, float[] Weights, bool[] Alive)
{
    /// <summary>u, weights that are not pruned yet.</summary>
    public long AliveCount { get; } = Alive.LongCount(alive => alive);
}

/// <summary>
/// How many weights each layer keeps under the schemes that the paper compares with. All take the same amount
/// A of the U weights that are left; counts round half to even, as the published code does.
/// </summary>
public static class BaselineAmounts
{
    private const double LastLayerShare = 0.2;                             // uniform+: the last layer keeps a fifth

    /// <summary>Weights that each layer keeps.</summary>
    /// <param name="scheme">A scheme without calibration images.</param>
    /// <param name="layers">[L], in the order of the network.</param>
    /// <param name="amount">A in [0, 1): share of the weights now left that is pruned.</param>
    /// <returns>[L].</returns>
    /// <exception cref="ArgumentException">The scheme needs curves, or cannot prune so much (uniform+).</exception>
    public static long[] Survivors(PruningScheme scheme, IReadOnlyList<LayerWeights> layers, double amount)
    {
        PruningInput.CheckSparsity(amount);
        return scheme switch
        {
            PruningScheme.Uniform => [.. layers.Select(layer => Left(layer.AliveCount, amount))],
            PruningScheme.UniformPlus => UniformPlus(layers, amount),
            PruningScheme.Erk => Erk(layers, amount),
            PruningScheme.Global => Largest(layers, Magnitudes, amount),
            PruningScheme.Lamp => Largest(layers, LampScores.Of, amount),
            _ => throw new ArgumentException(
                $"'{scheme.Title()}' needs distortion curves; this takes {string.Join(", ", PruningSchemes.Baselines)}."),
        };
    }

    private static long Left(long alive, double amount) => alive - (long)Math.Round(amount * alive);

    private static long[] UniformPlus(IReadOnlyList<LayerWeights> layers, double amount)
    {
        var alive = layers.Select(layer => layer.AliveCount).ToArray();
        var prune = Math.Round(alive.Sum() * amount);
        var first = layers[0].Shape.Length > 2 ? 1 : 0;                     // a convolution stays whole
        var share = prune / alive[first..].Sum();
        var least = Math.Round(LastLayerShare * layers[^1].Weights.Length);
        var last = Math.Round((1 - share) * alive[^1]) < least ? 1 : 0;
        if (last > 0)
        {
            share = (prune - (alive[^1] - least)) / alive[first..^1].Sum();
        }

        if (!(share <= 1))
        {
            throw new ArgumentException(
                $"uniform+ keeps the first convolution ({alive[0]:N0} weights) and a fifth of the last layer, so it " +
                $"cannot prune {prune:N0} of {alive.Sum():N0} weights. Take a lower sparsity or another scheme.");
        }

        return
        [
            .. alive.Take(first), .. alive[first..^last].Select(count => count - (long)Math.Round(share * count)),
            .. last > 0 ? [(long)least] : Array.Empty<long>(),
        ];
    }

    // Layer weight e = sum of the axes of its tensor (not divided by their product as in the original definition): it
    // stands for density x size. While a layer would get more than it has, the worst such layer stays whole.
    private static long[] Erk(IReadOnlyList<LayerWeights> layers, double amount)
    {
        var alive = layers.Select(layer => layer.AliveCount).ToArray();
        var e = layers.Select(layer => layer.Shape.Sum()).ToArray();
        var budget = (1 - amount) * alive.Sum();
        var whole = new bool[layers.Count];
        while (true)
        {
            var sum = e.Where((_, l) => !whole[l]).Sum();
            var rest = budget - alive.Where((_, l) => whole[l]).Sum();
            var kept = e.Select((weight, l) => whole[l] ? alive[l] : (long)Math.Round(rest * weight / sum)).ToArray();
            var over = Enumerable.Range(0, kept.Length).Where(l => kept[l] > alive[l]).ToArray();
            if (over.Length == 0)
            {
                return kept;
            }

            whole[over.MaxBy(l => (double)kept[l] / alive[l])] = true;
        }
    }

    private static float[] Magnitudes(LayerWeights layer) => [.. layer.Weights.Select(MathF.Abs)];

    // The highest scores over all layers stay: round(U (1 - A)) of them.
    private static long[] Largest(IReadOnlyList<LayerWeights> layers, Func<LayerWeights, float[]> score, double amount)
    {
        var scores = layers.SelectMany((layer, l) => score(layer).Zip(layer.Alive)
            .Where(entry => entry.Second).Select(entry => (Score: entry.First, Layer: l))).ToArray();
        var keep = (int)Math.Round(scores.Length * (1 - amount));
        Array.Sort(scores, (a, b) => b.Score.CompareTo(a.Score));
        var kept = new long[layers.Count];
        foreach (var (_, layer) in scores.AsSpan(0, keep))
        {
            kept[layer]++;
        }

        return kept;
    }
}
