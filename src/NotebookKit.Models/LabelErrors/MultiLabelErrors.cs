namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// Label errors where an example may carry several classes or none: one class against the rest, K times. Class c has
/// the labels y_c in {0, 1} and the probabilities [1 - p_c, p_c].
/// </summary>
public static class MultiLabelErrors
{
    /// <summary>Finds the examples with at least one class that is probably wrong or missing.</summary>
    /// <param name="givenLabels">[N] sets of classes, each in 0..K-1; empty = none.</param>
    /// <param name="predProbs">[N, K], out of sample; each entry by itself in [0, 1].</param>
    /// <param name="options">Null = the defaults; counts and removals hold for every class.</param>
    /// <exception cref="ArgumentException">A label is out of range or twice in its set, a probability is outside [0,
    /// 1], or the sizes differ.</exception>
    public static MultiLabelFindings Find(
        IReadOnlyList<IReadOnlyCollection<int>> givenLabels, double[,] predProbs, LabelErrorOptions? options = null)
    {
        options ??= new LabelErrorOptions();
        var (count, classes) = Check(givenLabels, predProbs);
        var lowest = options.Filter is LabelFilter.LowNormalizedMargin or LabelFilter.LowSelfConfidence;
        var perClassOptions = options with
        {
            AllowOneClass = true,
            Filter = lowest ? LabelFilter.ConfidentLearning : options.Filter,
        };

        var flagged = new bool[count, classes];
        var perClass = new LabelErrorFindings[classes];
        for (var c = 0; c < classes; c++)
        {
            var (labels, probs) = OneVersusRest(givenLabels, predProbs, c);
            perClass[c] = LabelErrors.Find(labels, probs, 2, perClassOptions);
            foreach (var i in perClass[c].Indices) flagged[i, c] = true;
        }

        var scores = MultiLabelScores.Of(givenLabels, predProbs);
        var any = new bool[count];
        for (var i = 0; i < count; i++)
        {
            for (var c = 0; c < classes; c++) any[i] |= flagged[i, c];
        }

        if (lowest) any = LabelErrors.Lowest(RankingScores(givenLabels, predProbs, options.Filter), any.Count(f => f));
        int[] indices = [.. Enumerable.Range(0, count).Where(i => any[i])];
        return new MultiLabelFindings
        {
            Indices = indices,
            Ranked = [.. indices.OrderBy(i => scores[i]).ThenBy(i => i)],
            Scores = scores,
            Flagged = flagged,
            PerClass = perClass,
        };
    }

    /// <summary>The joint of the 1.0.1 behaviour: K x K, every confident class of an example counted once for each of
    /// its labels.</summary>
    /// <param name="givenLabels">[N] sets of classes.</param>
    /// <param name="predProbs">[N, K].</param>
    /// <returns>[K, K], rows = given, columns = confident.</returns>
    /// <remarks>A class without examples has no threshold and is never confident.</remarks>
    /// <exception cref="ArgumentException">As for <see cref="Find"/>.</exception>
    public static ConfidentJoint JointOfRelease101(
        IReadOnlyList<IReadOnlyCollection<int>> givenLabels, double[,] predProbs)
    {
        var (count, classes) = Check(givenLabels, predProbs);
        var (sums, examples) = (new double[classes], new int[classes]);
        for (var i = 0; i < count; i++)
        {
            foreach (var given in givenLabels[i])
            {
                sums[given] += predProbs[i, given];
                examples[given]++;
            }
        }

        var counts = new long[classes, classes];
        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < classes; k++)
            {
                if (examples[k] == 0 || predProbs[i, k] < (sums[k] / examples[k]) - 1e-6) continue;
                foreach (var given in givenLabels[i]) counts[given, k]++;
            }
        }

        return new ConfidentJoint(counts);
    }

    /// <summary>Labels and [N * 2] probabilities of one class against the rest.</summary>
    internal static (int[] Labels, double[] Probs) OneVersusRest(
        IReadOnlyList<IReadOnlyCollection<int>> givenLabels, double[,] predProbs, int c)
    {
        var (labels, probs) = (new int[givenLabels.Count], new double[2 * givenLabels.Count]);
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = givenLabels[i].Contains(c) ? 1 : 0;
            (probs[2 * i], probs[(2 * i) + 1]) = (1 - predProbs[i, c], predProbs[i, c]);
        }

        return (labels, probs);
    }

    internal static (int Count, int Classes) Check(
        IReadOnlyList<IReadOnlyCollection<int>> givenLabels, double[,] predProbs)
    {
        var (count, classes) = (predProbs.GetLength(0), predProbs.GetLength(1));
        if (givenLabels.Count != count)
            throw new ArgumentException(
                $"givenLabels has {givenLabels.Count} sets, but predProbs has {count} rows; they describe the same " +
                "examples.");
        if (count == 0) throw new ArgumentException("givenLabels is empty; at least one example is needed.");
        for (var i = 0; i < count; i++)
        {
            if (givenLabels[i].Distinct().Count() != givenLabels[i].Count)
                throw new ArgumentException(
                    $"givenLabels[{i}] is {{{string.Join(", ", givenLabels[i])}}}; each class stands at most once " +
                    "in a set.");
            foreach (var label in givenLabels[i])
                if ((uint)label >= (uint)classes) throw new ArgumentException(
                    $"givenLabels[{i}] holds {label}; labels run from 0 to {classes - 1}.");
            for (var k = 0; k < classes; k++)
            {
                if (!(predProbs[i, k] >= 0 && predProbs[i, k] <= 1))
                    throw new ArgumentException(
                        $"predProbs[{i}, {k}] is {predProbs[i, k]}; probabilities lie in [0, 1]. Pass probabilities " +
                        "after a sigmoid, not logits.");
            }
        }

        return (count, classes);
    }

    private static double[] RankingScores(
        IReadOnlyList<IReadOnlyCollection<int>> givenLabels, double[,] predProbs, LabelFilter filter) =>
        MultiLabelScores.Of(
            givenLabels, predProbs,
            filter == LabelFilter.LowNormalizedMargin ? LabelScore.NormalizedMargin : LabelScore.SelfConfidence);
}

/// <summary>What <see cref="MultiLabelErrors"/> found.</summary>
public sealed class MultiLabelFindings
{
    /// <summary>Flagged examples, ascending.</summary>
    public required int[] Indices { get; init; }

    /// <summary>Flagged examples, most suspicious first.</summary>
    public required int[] Ranked { get; init; }

    /// <summary>[N] aggregated score of every example, in [0, 1].</summary>
    public required double[] Scores { get; init; }

    /// <summary>[N, K] which class of which example was flagged; for the two "low" filters, by confident
    /// learning.</summary>
    public required bool[,] Flagged { get; init; }

    /// <summary>[K] findings of each class against the rest: joints [2, 2], thresholds [2], warnings.</summary>
    public required IReadOnlyList<LabelErrorFindings> PerClass { get; init; }
}
