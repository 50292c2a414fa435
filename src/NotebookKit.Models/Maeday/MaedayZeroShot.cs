using NotebookKit.Metrics;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>Zero-shot detection: the untouched network on surfaces that it never learned from.</summary>
/// <param name="Trial">Surfaces and network.</param>
/// <param name="Scores">Per category, one score for each draw of masks.</param>
/// <param name="Maps">Per category the maps of the first draw, [N, H, H].</param>
public sealed record MaedayZeroShot(
    MaedayTrial Trial, IReadOnlyList<IReadOnlyList<DetectionScore>> Scores, IReadOnlyList<Tensor> Maps) : IDisposable
{
    private const int Bins = 20;
    private const double Least = 1e-12;                                   // of a score or width that divides

    /// <summary>Makes maps and scores.</summary>
    /// <param name="trial">Surfaces and network.</param>
    public static MaedayZeroShot Measure(MaedayTrial trial)
    {
        using var scope = NewDisposeScope();
        return new(
            trial, [.. trial.Data.Categories.Select(category => trial.Scores(category))],
            [.. trial.Data.Categories.Select(category => trial.Maps(category, 0).DetachFromDisposeScope())]);
    }

    /// <summary>Mean over categories and draws of masks.</summary>
    public DetectionScore Mean => DetectionScore.Mean([.. Scores.SelectMany(draws => draws)]);

    /// <summary>The scores beside the published ones.</summary>
    public Figure Table()
    {
        var rows = Trial.Data.Categories.Select((category, i) => Row(category.Name, Scores[i])).ToList();
        if (rows.Count > 1)
        {
            rows.Add(Row("mean", DetectionScore.PerDraw(Scores)));
        }

        var undefined = Trial.Data.Categories.Where(category => !category.HasBoth).Select(
            category => category.Name).ToArray();
        var figure = Show.Table.Draw(
            rows, $"Zero-shot, {Trial.Recipe.Masks} masks, mean and spread (standard deviation) over "
            + $"{Trial.Recipe.MaskSeeds} draws of the masks. F1 oracle is the best one, at the threshold that the "
            + "labels choose: a rule without labels does not know it. The paper's column holds MVTec's category of the "
            + "same name, if there is one.", formats: new Dictionary<string, string>
            {
                ["ImageAUROC"] = "0.000", ["Spread"] = "0.000", ["PixelAUROC"] = "0.000", ["AUPRO"] = "0.000",
                ["F1Oracle"] = "0.000",
            }).On(Trial.Data.Source);
        figure = undefined.Length == 0 ? figure : figure.WithNote(
            $"AUROC over pictures is not defined for {string.Join(", ", undefined)}: the test needs sound and "
            + "defective pictures.");
        return Trial.Data.Categories.All(category => category.HasDefectivePixels) ? figure
            : figure.WithNote("Figures over pixels need masks of defects; where there are none they are left out.");
    }

    /// <summary>The published figures.</summary>
    public static Figure Published() => Show.Table.Draw(
        MaedayPaper.Figures.Select(f => new { f.Quantity, f.Value, Source = f.Source.ToString(), f.Where }),
        "What was published, as far as it could be read. Figures that could not be are not here.");

    /// <summary>Scores of sound and defective pictures, each as a multiple of the median score of its category's sound
    /// ones: so the categories share an axis.</summary>
    public Figure Histogram()
    {
        var all = Trial.Data.Categories.Zip(Maps).SelectMany(pair => Relative(pair.First, pair.Second)).ToArray();
        var (low, high) = (all.Min(s => s.Score), all.Max(s => s.Score));
        var width = Math.Max(high - low, Least) / Bins;
        double[] middles = [.. Enumerable.Range(0, Bins).Select(i => low + (width * (i + 0.5)))];
        return LineChart.Draw(
            [.. new[] { (0L, "sound"), (1L, "defective") }.Where(kind => all.Any(s => s.Defective == kind.Item1))
                .Select(kind => new Series(
                    kind.Item2, middles, Shares([.. all.Where(s => s.Defective == kind.Item1).Select(s => s.Score)])))],
            "score of a picture, as a multiple of the median sound one of its category", "share of the pictures",
            $"Scores of all categories in {Bins} bins. Where the curves overlap, no threshold parts sound from "
            + "defective.", yIncludes: [0]).On(Trial.Data.Source);

        double[] Shares(double[] part) => [.. Enumerable.Range(0, Bins).Select(bin => part.Count(
            score => Math.Min(Bins - 1, (int)((score - low) / width)) == bin) / (double)part.Length)];
    }

    /// <summary>Each kind of defect by itself against all sound pictures.</summary>
    public Figure Kinds() => Show.Table.Draw(
        Trial.Data.Categories.SelectMany((category, i) =>
        {
            var (labels, scores) = (category.Test.ToLabels(), MaedayMethod.Scores(Maps[i]));
            return category.Test.Classes.Select((name, kind) => (name, kind)).Where(
                c => c.kind > 0 && labels.Contains(c.kind)).Select(c => new
                {
                    Category = category.Name, Defect = c.name, Pictures = labels.Count(label => label == c.kind),
                    ImageAUROC = category.HasBoth ? AurocOf(labels, scores, c.kind) : double.NaN,
                });
        }),
        "Which defects are found: each kind against the sound pictures. 0.5 is chance; below it, the defect is "
        + "easier to predict than the surface.", limit: 100,
        formats: new Dictionary<string, string> { ["ImageAUROC"] = "0.000" }).On(Trial.Data.Source);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var maps in Maps)
        {
            maps.Dispose();
        }
    }

    private static IEnumerable<(double Score, long Defective)> Relative(MaedayCategory category, Tensor maps)
    {
        var scores = MaedayMethod.Scores(maps);
        var sound = scores.Where((_, i) => category.Defective[i] == 0).DefaultIfEmpty(1).Order().ToArray();
        var median = Math.Max(sound[sound.Length / 2], Least);
        return scores.Zip(category.Defective, (score, defective) => (score / median, defective));
    }

    private static double AurocOf(long[] labels, double[] scores, long kind)
    {
        int[] at = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == 0 || labels[i] == kind)];
        return Auroc.Of([.. at.Select(i => scores[i])], [.. at.Select(i => labels[i])], kind);
    }

    private ZeroShotRow Row(string name, IReadOnlyList<DetectionScore> draws)
    {
        var mean = DetectionScore.Mean(draws);
        var published = MaedayPaper.ZeroShot.Where(p => p.Category == name).Select(p => p.Auroc).ToArray();
        var paper = name == "mean" ? "74.5 % (15 categories)"
            : published.Length == 0 ? "-"
            : $"{published[0]:0.0} %" + (Trial.Data.Source.StandIn ? $" (another {name})" : "");
        return new(
            name, mean.ImageAuroc, DetectionScore.Spread(draws), mean.PixelAuroc, mean.Aupro, mean.BestF1, paper);
    }

    private sealed record ZeroShotRow(
        string Category, double ImageAUROC, double Spread, double PixelAUROC, double AUPRO, double F1Oracle,
        string Paper);
}
