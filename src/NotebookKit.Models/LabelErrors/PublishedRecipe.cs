namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// How the published candidate lists were made: the number of errors from the uncalibrated joint, the examples by plain
/// margin. Gives the lists of CIFAR-10, 20news and IMDB exactly; MNIST was made otherwise (<see cref="FindMnist"/>).
/// </summary>
public static class PublishedRecipe
{
    /// <summary>floor((1 - trace(C) / sum(C)) N) examples with the lowest P[i, s] - max over k other than s of P[i,
    /// k].</summary>
    /// <param name="givenLabels">[N], in 0..K-1.</param>
    /// <param name="predProbs">[N, K], out of sample.</param>
    /// <returns>Examples, lowest margin first.</returns>
    /// <exception cref="ArgumentException">A label or probability is out of range, or the sizes differ.</exception>
    public static int[] Find(ReadOnlySpan<int> givenLabels, PredProbs predProbs)
    {
        var joint = ConfidentJoint.Count(
            givenLabels, predProbs, new LabelErrorOptions { Semantics = Semantics.Release101 });
        var count = (int)Math.Floor((1 - (joint.Trace / (double)joint.Total)) * givenLabels.Length);
        return Lowest(givenLabels, predProbs, count);
    }

    /// <summary>The ImageNet variant: as many examples as the joint counts off its diagonal.</summary>
    /// <inheritdoc cref="Find"/>
    public static int[] FindImageNet(ReadOnlySpan<int> givenLabels, PredProbs predProbs)
    {
        var joint = ConfidentJoint.Count(
            givenLabels, predProbs, new LabelErrorOptions { Semantics = Semantics.Release101 });
        return Lowest(givenLabels, predProbs, (int)(joint.Total - joint.Trace));
    }

    /// <summary>The MNIST variant: prune by class with the uncalibrated joint, 1.0.1 behaviour.</summary>
    /// <returns>Examples, ascending: 87, all among the 100 that were published (a known discrepancy).</returns>
    /// <inheritdoc cref="Find"/>
    public static int[] FindMnist(ReadOnlySpan<int> givenLabels, PredProbs predProbs)
    {
        var options = new LabelErrorOptions { Semantics = Semantics.Release101, Filter = LabelFilter.PruneByClass };
        return LabelErrors.Find(givenLabels, predProbs,
            options with { Joint = ConfidentJoint.Count(givenLabels, predProbs, options) }).Indices;
    }

    private static int[] Lowest(ReadOnlySpan<int> givenLabels, PredProbs predProbs, int count)
    {
        var margins = LabelScores.Of(givenLabels, predProbs, LabelScore.NormalizedMargin);
        return Ranking.Ascending(margins)[..count];
    }
}
