namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>
/// Layer-adaptive magnitude score (Lee et al. 2021, eq. 1): the square of a weight over the sum of squares of
/// all weights of its layer that are at least as large, itself included.
/// </summary>
public static class LampScores
{
    /// <summary>Scores of a layer's weights.</summary>
    /// <param name="layer">The layer; pruned weights get 0.</param>
    /// <returns>[N], in (0, 1] for weights that are not zero; the largest has 1.</returns>
    public static float[] Of(LayerWeights layer)
    {
        var squares = layer.Weights.Zip(layer.Alive, (w, alive) => alive ? (double)w * w : 0).ToArray();
        var order = Enumerable.Range(0, squares.Length).ToArray();
        Array.Sort((double[])squares.Clone(), order);
        var scores = new float[squares.Length];
        var sum = 0.0;
        for (var rank = order.Length - 1; rank >= 0; rank--)
        {
            var i = order[rank];
            sum += squares[i];
            scores[i] = sum > 0 ? (float)(squares[i] / sum) : 0;
        }

        return scores;
    }
}
