using NotebookKit.Data;
using NotebookKit.Show;

namespace NotebookKit.Models.LabelErrors;

/// <summary>Tables A and B of the paper, recounted from the published votes where they are at hand, and the published
/// candidate lists, made again from the probabilities.</summary>
public sealed class CrowdTables
{
    private readonly IReadOnlyList<LabelledSet> _sets;

    /// <summary>Counts over the published sets.</summary>
    /// <param name="sets">Sets with votes.</param>
    /// <param name="data">The files they came from.</param>
    public CrowdTables(IReadOnlyList<LabelledSet> sets, DataUse data)
    {
        (_sets, Data) = (sets, data);
        Lists = [.. sets.Select(set =>
        {
            var ids = Ids(set);
            var found = set.Name == "mnist"
                ? PublishedRecipe.FindMnist(set.GivenLabels, set.PredProbs)
                : PublishedRecipe.Find(set.GivenLabels, set.PredProbs);
            return new PublishedList(set.Name, ids.Count, found.Length, found.Intersect(ids).Count());
        })];
    }

    /// <summary>The files that were counted.</summary>
    public DataUse Data { get; }

    /// <summary>The published lists and what the recipe gives.</summary>
    public IReadOnlyList<PublishedList> Lists { get; }

    /// <summary>Mean share of confirmed candidates over the recounted sets, in [0, 1].</summary>
    public double MeanConfirmed => _sets.Average(s => CrowdVotes.Check(s.Votes, Ids(s)).ConfirmedShare);

    /// <summary>Reads the published sets; null where they are not at hand.</summary>
    /// <exception cref="DataException">A file is damaged.</exception>
    public static CrowdTables? Load() => Datasets.Find(PublishedSet.Id) is not { } location
        ? null
        : new CrowdTables(
            [.. PublishedSet.Names.Select(n => PublishedSet.Load(location.Directory, n))], location.Use! with
            {
                Description = "The authors' published labels, cross-validated probabilities and crowd votes "
                    + "(mnist, cifar10, 20news, imdb)",
            });

    /// <summary>One of the sets.</summary>
    /// <param name="name">One of <see cref="PublishedSet.Names"/>.</param>
    public LabelledSet Set(string name) => _sets.First(s => s.Name == name);

    /// <summary>Table A: how many labels were flagged, checked and found wrong; printed beside recounted.</summary>
    public Figure Errors() => Table.Draw(
        LabelErrorsPaper.TestSets.Select(printed =>
        {
            var set = _sets.FirstOrDefault(s => s.Name == printed.Name);
            var crowd = set is null ? null : CrowdVotes.Check(set.Votes, Ids(set));
            return new
            {
                TestSet = printed.Name, printed.Size, printed.Flagged, printed.Checked, Wrong = printed.Confirmed,
                Percent = printed.PercentWrong, CheckedHere = crowd?.Checked, WrongHere = crowd?.Confirmed,
                PercentHere = crowd is null ? double.NaN : 100.0 * crowd.Confirmed / printed.Size,
            };
        }),
        "Table A: wrong labels in ten test sets, as published and, on the right, as recounted here from the votes.",
        formats: new Dictionary<string, string>
        {
            ["Size"] = "N0", ["Flagged"] = "N0", ["Checked"] = "N0", ["Wrong"] = "N0", ["Percent"] = "0.00",
            ["CheckedHere"] = "N0", ["WrongHere"] = "N0", ["PercentHere"] = "0.00",
        })
        .WithNote(
            $"The mean of the published last column is {LabelErrorsPaper.TestSets.Average(t => t.PercentWrong):0.00} " +
            $"%, "
                  + "the \"at least 3.3 %\" of the abstract. Votes of the other sets are not in the files used here.")
        .On(Data);

    /// <summary>Table B: what the crowd said, printed beside recounted.</summary>
    public Figure Verdicts() => Table.Draw(
        LabelErrorsPaper.Verdicts.Where(v => _sets.Any(s => s.Name == v.Name)).SelectMany(printed =>
        {
            var counts = CrowdVotes.CountVerdicts(_sets.First(s => s.Name == printed.Name).Votes);
            return new[]
            {
                new VerdictRow(
                    printed.Name, "published", printed.NonError, printed.Correctable, printed.MultiLabel,
                        printed.Neither,
                    printed.NoAgreement),
                new VerdictRow(
                    printed.Name, "recounted", counts[CrowdVerdict.NonError], counts[CrowdVerdict.Correctable],
                    printed.MultiLabel is null ? null : counts[CrowdVerdict.MultiLabel], counts[CrowdVerdict.Neither],
                    counts[CrowdVerdict.NoAgreement]),
            };
        }),
        "Table B: what five people each said of the flagged examples; three equal votes decide.");

    /// <summary>The published candidate lists against the recipe that made them, as sets of examples.</summary>
    public Figure ListTable() => Table.Draw(
        Lists, "The published candidates, found again from the published probabilities.")
        .WithNote(
            "MNIST's list was made another way: pruning by class with the uncalibrated joint explains 87 of its 100.");

    private static HashSet<int> Ids(LabelledSet set) => [.. set.Votes.Select(v => v.Id)];

    private sealed record VerdictRow(
        string TestSet, string Counted, int NonError, int Correctable, int? MultiLabel, int Neither, int NoAgreement);
}

/// <summary>A published candidate list beside the one found here.</summary>
/// <param name="Set">The data set.</param>
/// <param name="Published">Examples that the crowd was asked about.</param>
/// <param name="FoundHere">Examples that the recipe gives.</param>
/// <param name="Common">Examples in both.</param>
public sealed record PublishedList(string Set, int Published, int FoundHere, int Common);
