using NotebookKit.Data;
using NotebookKit.Show;

namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// One data set under study, step by step: thresholds, confident joint, filters, ranking. The figures of the notebook,
/// for
/// published sets and for a reader's own files alike.
/// </summary>
public sealed class LabelStudy
{
    private const int MostClassesDrawn = 20;

    private readonly Lazy<FilterComparison> _filters;

    /// <summary>Studies a set.</summary>
    /// <param name="set">Labels, probabilities and what people said of them.</param>
    /// <param name="data">Which data this is.</param>
    /// <param name="options">Everything but the filter of the comparison; null = the defaults.</param>
    /// <exception cref="ArgumentException">A label or probability is out of range, a row does not sum to 1, or there is
    /// one class only.</exception>
    public LabelStudy(LabelledSet set, DataUse data, LabelErrorOptions? options = null)
    {
        (Set, Data) = (set, data);
        Findings = LabelErrors.Find(set.GivenLabels, set.PredProbs, options);
        _filters = new(() => FilterComparison.Of(set, options));
    }

    /// <summary>Labels, probabilities and verdicts.</summary>
    public LabelledSet Set { get; }

    /// <summary>Which data this is.</summary>
    public DataUse Data { get; }

    /// <summary>What the default filter found.</summary>
    public LabelErrorFindings Findings { get; }

    /// <summary>All seven filters.</summary>
    public FilterComparison Filters => _filters.Value;

    private int[] Drawn => [.. Enumerable.Range(0, Set.Classes)
        .OrderByDescending(k => Set.Classes <= MostClassesDrawn ? 0 : Confused(k)).ThenBy(k => k)
        .Take(MostClassesDrawn).Order()];

    private string[] DrawnNames => [.. Drawn.Select(k => Set.ClassNames[k])];

    /// <summary>Size, agreement, flagged examples, and what to know before trusting the result.</summary>
    public Figure Summary()
    {
        var figure = Table.Draw(
            new[]
            {
                new { Quantity = "examples", Value = $"{Findings.Examples:N0}" },
                new { Quantity = "classes", Value = $"{Set.Classes}" },
                new { Quantity = "the model's favourite is the given label", Value = $"{Findings.Accuracy:P2}" },
                new { Quantity = "flagged by the default filter", Value = $"{Findings.Indices.Length:N0}" },
                new { Quantity = "health: share not flagged", Value = $"{Findings.HealthScore:P2}" },
            },
            $"{Set.Name} at a glance.").On(Data);
        return Findings.Warnings.Aggregate(figure, (f, warning) => f.WithNote($"Warning: {warning}"));
    }

    /// <summary>How sure the model is on average of the examples that carry each label.</summary>
    public Figure Thresholds() => BarChart.Draw(
        [.. Drawn.Select(
            k => new Bar(Set.ClassNames[k], Findings.Thresholds[k] > 1 ? double.NaN : Findings.Thresholds[k]))],
        "threshold t, mean probability of the own label",
            $"Thresholds of {Set.Name}: a class whose bar is short is hard for the model.",
        "0.000").WithNote(DrawnNote());

    /// <summary>The confident joint off its diagonal: given label against the model's confident guess.</summary>
    /// <param name="calibrated">True scales each row to the number of labels.</param>
    public Figure Joint(bool calibrated = false)
    {
        var joint = calibrated ? Findings.Calibrated : Findings.Joint;
        var at = Drawn;
        var values = new double[at.Length, at.Length];
        for (var j = 0; j < at.Length; j++)
        {
            for (var k = 0; k < at.Length; k++)
                values[j, k] = j == k ? double.NaN : joint[at[j], at[k]];
        }

        var worst = joint.Overlaps().Count > 0 ? joint.Overlaps()[0] : null;
        return HeatMap.Draw(
            values, DrawnNames, DrawnNames,
            $"{(calibrated ? "Calibrated" : "Confident")} joint of {Set.Name}, off the diagonal: number of examples.",
            "0", "given", "guessed", logColour: true,
            alt: worst is null
                ? $"Heat map of {at.Length} classes; nothing lies off the diagonal."
                : $"Heat map of {at.Length} classes: {joint.Total - joint.Trace} examples lie off the diagonal; most " +
                    $"confused are " +
                  $"{Set.ClassNames[worst.First]} and {Set.ClassNames[worst.Second]}, {worst.Count} examples.")
            .WithNote(
                $"On the diagonal, left out: {joint.Trace:N0} examples; off it: {joint.Total - joint.Trace:N0}. " +
                $"{DrawnNote()}");
    }

    /// <summary>The pairs of classes that are confused most, in either direction.</summary>
    public Figure Overlaps() => Table.Draw(
        Findings.Calibrated.Overlaps().Select(o => new
        {
            First = Set.ClassNames[o.First], Second = Set.ClassNames[o.Second], Examples = o.Count, o.Share,
        }),
        $"Which classes of {Set.Name} overlap: calibrated counts, both directions together.", limit: 8,
        formats: new Dictionary<string, string> { ["Share"] = "P2" });

    /// <summary>Calibration of one row, number by number: scaled, rounded one by one, rounded with the sum
    /// kept.</summary>
    public Figure Rounding()
    {
        var row = Drawn.MaxBy(Confused);
        var given = Set.GivenLabels.Count(s => s == row);
        var sum = Enumerable.Range(0, Set.Classes).Sum(k => Findings.Joint[row, k]);
        var scaled = Enumerable.Range(0, Set.Classes).Select(
            k => Findings.Joint[row, k] / (double)Math.Max(sum, 1) * given).ToArray();
        var rounded = SumPreservingRounding.Round(scaled);
        return Table.Draw(
            Drawn.Select(k => new
            {
                Guessed = Set.ClassNames[k], Counted = Findings.Joint[row, k], Scaled = scaled[k],
                RoundedAlone = Math.Round(scaled[k], MidpointRounding.ToEven), Rounded = rounded[k],
            }),
            $"One row of {Set.Name}, given {Set.ClassNames[row]}: {sum:N0} confident examples scaled to its " +
            $"{given:N0} labels.",
            formats: new Dictionary<string, string> { ["Scaled"] = "0.00", ["RoundedAlone"] = "0" })
            .WithNote(
                $"Rounded one by one the row sums to {scaled.Sum(v => Math.Round(v, MidpointRounding.ToEven)):0}, " +
                      $"with its sum kept to {rounded.Sum()}; it has {given} labels.");
    }

    /// <summary>All seven filters: how many each flags, and what people said of those that they were asked
    /// about.</summary>
    public Figure FilterTable() => Table.Draw(
        Filters.Rows.Select(r => new
        {
            Filter = Words(r.Filter), Flagged = r.Crowd.Flagged, Checked = r.Crowd.Checked,
                Confirmed = r.Crowd.Confirmed,
            r.Crowd.ConfirmedShare,
        }),
        $"Seven filters on {Set.Name}, and how often people confirm them.",
        formats: new Dictionary<string, string> { ["ConfirmedShare"] = "P1" })
        .WithNote(Set.Votes.Count == 0
            ? "Nobody was asked about these labels, so nothing is confirmed or refuted."
            : "Flagged examples that nobody was asked about have no verdict: they count as neither right nor wrong.");

    /// <summary>Overlap of what the filters flag.</summary>
    public Figure Agreement()
    {
        string[] names = [.. Filters.Rows.Select(r => Words(r.Filter))];
        return HeatMap.Draw(
            Filters.Overlap, names, [.. Filters.Rows.Select((_, n) => $"{n + 1}")],
            $"How far the filters agree on {Set.Name}: shared examples over all examples of the two (Jaccard).", "0.00",
            columnTitle: "the same filters, in the same order");
    }

    /// <summary>Confirmed share among the most suspicious examples, for each score.</summary>
    public Figure PrecisionAtRank()
    {
        if (Set.Votes.Count == 0)
            return Table.Draw(
                new[] { new { Answer = "no verdict is known for these labels, so no precision can be drawn" } },
                "Precision at rank.");
        var series = Enum.GetValues<LabelScore>().Select(score =>
        {
            var shares = Filters.PrecisionAtRank(score);
            return new Series(Words(score), [.. Enumerable.Range(1, shares.Length).Select(n => (double)n)], shares);
        }).ToArray();
        var share = Set.Votes.Count(v => v.IsError) / (double)Set.Votes.Count;
        return LineChart.Draw(
            series, "examples taken, most suspicious first", "share that people confirm",
            $"Precision at rank on {Set.Name}: how far down the list is it worth reading?", xAxis: AxisKind.Log,
                yIncludes: [0, 1])
            .WithNote(
                $"Of all {Set.Votes.Count:N0} judged examples {share:P1} are wrong: the level of a list in random " +
                $"order.");
    }

    /// <summary>Labels of filters and scores as words.</summary>
    internal static string Words<T>(T name)
        where T : struct, Enum => string.Concat($"{name}".Select((c, i) =>
            i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : i == 0 ? $"{char.ToLowerInvariant(c)}"
                : $"{c}"));

    private long Confused(int k) => Enumerable.Range(0, Set.Classes).Where(j => j != k).Sum(j => Findings.Joint[k, j]);

    private string DrawnNote() => Set.Classes <= MostClassesDrawn
        ? $"All {Set.Classes} classes."
        : $"The {MostClassesDrawn} most confused of {Set.Classes} classes.";
}
