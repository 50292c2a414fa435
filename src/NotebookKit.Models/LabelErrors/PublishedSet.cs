using NotebookKit.Data;

namespace NotebookKit.Models.LabelErrors;

/// <summary>Published labels, cross-validated probabilities and crowd votes of four test sets (files of the authors'
/// repository).</summary>
public static class PublishedSet
{
    /// <summary>Id in the catalogue of data sets.</summary>
    public const string Id = "label-errors";

    /// <summary>The four sets whose probabilities are published in full and small enough to pass on.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mnist", "cifar10", "20news", "imdb"];

    /// <summary>Reads NAME_test_set_original_labels.npy, NAME_test_set_pyx.npy and NAME_mturk.json.</summary>
    /// <param name="directory">Where they lie: labels/label-errors of a data directory.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">No such set.</exception>
    /// <exception cref="DataException">A file is damaged, or the sizes do not fit together.</exception>
    /// <remarks>The rows of IMDB sum to 1.00002 as published; they are divided by their sum.</remarks>
    public static LabelledSet Load(string directory, string name)
    {
        if (!Names.Contains(name)) throw new ArgumentException(
            $"No published set '{name}'; there are: {string.Join(", ", Names)}.");
        var labels = Npy.Load(Path.Combine(directory, $"{name}_test_set_original_labels.npy")).ToInt32s();
        var probs = Npy.Load(Path.Combine(directory, $"{name}_test_set_pyx.npy"));
        if (probs.Shape is not [var rows, var classes] || rows != labels.Length)
        {
            throw new DataException(
                $"{name}_test_set_pyx.npy has the shape [{string.Join(", ", probs.Shape)}]; it must be " +
                $"[{labels.Length}, K], one row per label.");
        }

        var values = probs.ToDoubles();
        if (name == "imdb") PredProbs.NormalizeRows(values, classes);
        var votes = CrowdVotes.Load(Path.Combine(directory, $"{name}_mturk.json"));
        return new LabelledSet
        {
            Name = name, GivenLabels = labels, Values = values, Classes = classes, Votes = votes,
            ClassNames = NamesOf(votes, classes),
        };
    }

    /// <summary>The vote files name the classes they mention; the others keep their number.</summary>
    private static string[] NamesOf(IReadOnlyList<CrowdVote> votes, int classes)
    {
        var names = Enumerable.Range(0, classes).Select(k => $"{k}").ToArray();
        foreach (var vote in votes)
        {
            names[vote.Given] = vote.GivenName;
            names[vote.Guessed] = vote.GuessedName;
        }

        return names;
    }
}
