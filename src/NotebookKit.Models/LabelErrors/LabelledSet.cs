namespace NotebookKit.Models.LabelErrors;

/// <summary>Labels that may be wrong, a model's out-of-sample probabilities, and what people said of some of
/// them.</summary>
public sealed class LabelledSet
{
    /// <summary>What figures call it.</summary>
    public required string Name { get; init; }

    /// <summary>[N], in 0..K-1.</summary>
    public required int[] GivenLabels { get; init; }

    /// <summary>[N * K], out of sample: <c>double[]</c> or <c>float[]</c>, as the file has it.</summary>
    public required Array Values { get; init; }

    /// <summary>K.</summary>
    public required int Classes { get; init; }

    /// <summary>What the crowd said of the checked examples; empty where nobody was asked.</summary>
    public IReadOnlyList<CrowdVote> Votes { get; init; } = [];

    /// <summary>[K] names of the classes; the numbers where none are known.</summary>
    public IReadOnlyList<string> ClassNames
    {
        get => field ?? [.. Enumerable.Range(0, Classes).Select(k => $"{k}")];
        init;
    }

    /// <summary>[N, K], a view on <see cref="Values"/>.</summary>
    public PredProbs PredProbs => Values is float[] singles
        ? new PredProbs(singles, Classes)
        : new PredProbs((double[])Values, Classes);

    /// <summary>One row as float64.</summary>
    /// <param name="example">0..N-1.</param>
    /// <returns>[K].</returns>
    public double[] Row(int example)
    {
        var row = new double[Classes];
        for (var k = 0; k < Classes; k++)
        {
            var at = (example * (long)Classes) + k;
            row[k] = Values is float[] singles ? singles[at] : ((double[])Values)[at];
        }

        return row;
    }
}
