using NotebookKit.Data;
using NotebookKit.Show;

namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// A second judge for the flagged images of CIFAR-10: CIFAR-10H, about 50 people's labels for every test image
/// (Peterson et
/// al. 2019), and CIFAR-10N, three people's labels for every training image (Wei et al. 2022).
/// </summary>
public sealed class HumanJudges
{
    private const string CountsFile = "cifar10h-counts-u8.npy";
    private const string TrainFile = "cifar10n-train-labels-u8.npy";
    // clean, aggregate, worse, random1, random2, random3
    private const int Columns = 6;
    private const int FirstAnnotator = 3;

    private readonly LabelStudy _study;
    private readonly byte[] _counts;
    private readonly byte[]? _training;

    private HumanJudges(LabelStudy study, byte[] counts, byte[]? training, DataUse data)
    {
        (_study, _counts, _training, Data) = (study, counts, training, data);
        Flagged = Doubt(study.Findings.Indices);
    }

    /// <summary>CIFAR-10H.</summary>
    public DataUse Data { get; }

    /// <summary>Doubt about the images that the default filter flags.</summary>
    public HumanDoubt Flagged { get; }

    /// <summary>Reads the human labels; null where CIFAR-10H is not at hand, or the study is of another set.</summary>
    /// <param name="study">The study of the published CIFAR-10 test set.</param>
    /// <exception cref="DataException">A file is damaged.</exception>
    public static HumanJudges? Load(LabelStudy study)
    {
        if (study.Set.Name != "cifar10" || Datasets.Find("cifar10h", CountsFile) is not { } people) return null;
        var training = Datasets.Find("cifar10n", TrainFile);
        return new HumanJudges(
            study, Npy.Load(people.PathOf(CountsFile)).As<byte>(),
            training is null ? null : Npy.Load(training.PathOf(TrainFile)).As<byte>(), people.Use!);
    }

    /// <summary>How many flagged images the people doubt.</summary>
    public Figure Doubts()
    {
        var errors = _study.Set.Votes.Where(v => v.IsError).Select(v => v.Id).ToArray();
        var everything = Enumerable.Range(0, _study.Set.GivenLabels.Length).ToArray();
        return Table.Draw(
            _study.Filters.Rows.Select(r => Row($"flagged by {LabelStudy.Words(r.Filter)}", r.Findings.Indices))
                .Append(Row("errors confirmed by the paper's crowd", errors)).Append(
                    Row("all test images", everything)),
            "CIFAR-10H as second judge: images for which most of about 50 people chose another class than the given " +
            "one.",
            formats: new Dictionary<string, string> { ["Share"] = "P1" }).On(Data);
    }

    /// <summary>Which classes people mix up and which the model does: CIFAR-10N's three annotators against the
    /// confident
    /// joint.</summary>
    /// <returns>Null where CIFAR-10N is not at hand.</returns>
    public Figure? Confusions()
    {
        if (_training is null) return null;
        var (people, model) = (PeopleJoint(_training), _study.Findings.Calibrated);
        var pairs = Pairs(people).Select(p => (p.First, p.Second, People: p.Share,
            Model: Share(model, p.First, p.Second))).ToArray();
        var together = Correlation([.. pairs.Select(p => p.People)], [.. pairs.Select(p => p.Model)]);
        return Table.Draw(
            pairs.OrderByDescending(p => p.People).Select(p => new
            {
                Pair = $"{_study.Set.ClassNames[p.First]} / {_study.Set.ClassNames[p.Second]}",
                PeopleShare = p.People, ModelShare = p.Model,
            }),
            "Where labels go wrong: share of each pair of classes among all confusions, people (CIFAR-10N) beside " +
            "the model's joint.",
            limit: 8, formats: new Dictionary<string, string> { ["PeopleShare"] = "P1", ["ModelShare"] = "P1" })
            .WithNote(
                $"Correlation over all {pairs.Length} pairs: {together:0.00}. People: 50,000 training images, three " +
                $"labels " +
                      "each, against the published label. Model: the test set.");
    }

    private HumanDoubt Doubt(int[] examples) => LabelErrorsMethod.Doubt(_study.Set.GivenLabels, _counts, examples);

    private DoubtRow Row(string images, int[] examples)
    {
        var doubt = Doubt(examples);
        return new DoubtRow(images, doubt.Flagged, doubt.Doubted, doubt.DoubtedShare);
    }

    private static ConfidentJoint PeopleJoint(byte[] labels)
    {
        var counts = new long[10, 10];
        for (var at = 0; at < labels.Length; at += Columns)
        {
            for (var annotator = FirstAnnotator; annotator < Columns; annotator++)
                counts[labels[at + annotator], labels[at]]++;
        }

        return new ConfidentJoint(counts);
    }

    private static IEnumerable<(int First, int Second, double Share)> Pairs(ConfidentJoint joint) =>
        from j in Enumerable.Range(0, joint.Classes)
        from k in Enumerable.Range(j + 1, joint.Classes - j - 1)
        select (j, k, Share(joint, j, k));

    private static double Share(ConfidentJoint joint, int j, int k) =>
        (joint[j, k] + joint[k, j]) / (double)Math.Max(1, joint.Total - joint.Trace);

    private static double Correlation(double[] x, double[] y) => MathNet.Numerics.Statistics.Correlation.Pearson(x, y);

    private sealed record DoubtRow(string Images, int Count, int Doubted, double Share);
}
