using NotebookKit.Data;

namespace NotebookKit.Models.LabelErrors;

/// <summary>Published labels, cross-validated probabilities and crowd votes of one test set (files of the authors'
/// repository).</summary>
public sealed class PublishedSet
{
    /// <summary>The four sets whose probabilities are published in full and small enough to pass on.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mnist", "cifar10", "20news", "imdb"];

    /// <summary>One of <see cref="Names"/>.</summary>
    public required string Name { get; init; }

    /// <summary>[N], in 0..K-1.</summary>
    public required int[] GivenLabels { get; init; }

    /// <summary>[N * K], out of sample, float64.</summary>
    public required double[] Values { get; init; }

    /// <summary>K.</summary>
    public required int Classes { get; init; }

    /// <summary>What the crowd said of the checked examples.</summary>
    public required IReadOnlyList<CrowdVote> Votes { get; init; }

    /// <summary>[N, K], a view on <see cref="Values"/>.</summary>
    public PredProbs PredProbs => new(Values, Classes);

    /// <summary>Reads NAME_test_set_original_labels.npy, NAME_test_set_pyx.npy and NAME_mturk.json.</summary>
    /// <param name="directory">Where they lie: labels/label-errors of a data directory.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">No such set.</exception>
    /// <exception cref="DataException">A file is damaged, or the sizes do not fit together.</exception>
    /// <remarks>The rows of IMDB sum to 1.00002 as published; they are divided by their sum.</remarks>
    public static PublishedSet Load(string directory, string name)
    {
        if (!Names.Contains(name)) throw new ArgumentException(
            $"No published set '{name}'; there are: {string.Join(", ", Names)}.");
        var labels = Npy.Load(Path.Combine(directory, $"{name}_test_set_original_labels.npy")).ToInt32s();
        var probs = Npy.Load(Path.Combine(directory, $"{name}_test_set_pyx.npy"));
        if (probs.Shape is not [var rows, var classes] || rows != labels.Length)
        {
            throw new DataException(
                $"{name}_test_set_pyx.npy has the shape [{string.Join(", ", probs.Shape)}]; it must be [{labels.Length}, K], one row per label.");
        }

        var values = probs.ToDoubles();
        if (name == "imdb") PredProbs.NormalizeRows(values, classes);
        return new PublishedSet
        {
            Name = name,
            GivenLabels = labels,
            Values = values,
            Classes = classes,
            Votes = CrowdVotes.Load(Path.Combine(directory, $"{name}_mturk.json")),
        };
    }
}
