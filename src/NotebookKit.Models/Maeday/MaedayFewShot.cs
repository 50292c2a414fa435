using NotebookKit.Interactive;
using NotebookKit.Show;
using NotebookKit.Train;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>One category tuned on one draw of k pictures.</summary>
/// <param name="History">Loss of the tuning.</param>
/// <param name="Fall">Share by which the loss on the support fell.</param>
/// <param name="Scores">One for each draw of masks.</param>
/// <param name="Maps">Of the largest k one for each draw of masks, [N, H, H], on the CPU; else none.</param>
/// <param name="SupportMaps">Maps of the support itself, first draw of masks, [k, H, H], on the CPU.</param>
public sealed record TunedDraw(
    StepHistory History, double Fall, IReadOnlyList<DetectionScore> Scores, IReadOnlyList<Tensor> Maps,
    Tensor SupportMaps);

/// <summary>One category tuned on k pictures.</summary>
/// <param name="Shots">k.</param>
/// <param name="Draws">One result for each draw of the support; figures show the first.</param>
public sealed record TunedCategory(int Shots, IReadOnlyList<TunedDraw> Draws)
{
    /// <summary>Share by which the loss on the support fell, mean over the draws.</summary>
    public double Fall => Draws.Average(draw => draw.Fall);

    /// <summary>One for each draw of the support and of the masks.</summary>
    public IReadOnlyList<DetectionScore> Scores => [.. Draws.SelectMany(draw => draw.Scores)];
}

/// <summary>Few-shot detection: low-rank weights tuned on k normal pictures of a category.</summary>
/// <param name="Trial">Surfaces and network.</param>
/// <param name="Zero">What it is compared with.</param>
/// <param name="Tuned">Per k, one result per category.</param>
public sealed record MaedayFewShot(
    MaedayTrial Trial, MaedayZeroShot Zero, IReadOnlyList<IReadOnlyList<TunedCategory>> Tuned) : IDisposable
{
    /// <summary>Tunes every category for every k; the pre-trained network is as before afterwards.</summary>
    /// <param name="trial">Surfaces and network.</param>
    /// <param name="zero">Zero-shot scores.</param>
    public static MaedayFewShot Measure(MaedayTrial trial, MaedayZeroShot zero)
    {
        using var progress = Progress.Start(
            "Few-shot tuning",
            trial.Recipe.Shots.Count * trial.Data.Categories.Count * trial.Recipe.SupportDraws);
        var done = 0;
        return new(trial, zero, [.. trial.Recipe.Shots.Select(shots => trial.Data.Categories.Select(
            category => new TunedCategory(
                shots, [.. Enumerable.Range(0, trial.Recipe.SupportDraws).Select(draw => One(category, shots, draw))]))
            .ToArray())]);

        TunedDraw One(MaedayCategory category, int shots, int draw)
        {
            var tuned = Tune(trial, category, shots, draw);
            progress.Report(++done, $"{category.Name}, k = {shots}");
            return tuned;
        }
    }

    /// <summary>The results of the largest k.</summary>
    public IReadOnlyList<TunedCategory> Headline => Tuned[^1];

    /// <summary>Mean over categories and draws for a k.</summary>
    /// <param name="index">Place of k in the recipe.</param>
    public DetectionScore Mean(int index) => DetectionScore.Mean([.. Tuned[index].SelectMany(t => t.Scores)]);

    /// <summary>Loss of the tuning, one line per category.</summary>
    public Figure LossChart()
    {
        var histories = Trial.Data.Categories.Take(Palette.SeriesCount).Select(
            (c, i) => (c.Name, Headline[i].Draws[0].History)).ToArray();
        return LineChart.Draw(
            [.. histories.Select(h => new Series(
                h.Name, [.. Enumerable.Range(1, h.History.Steps).Select(step => (double)step)], Smoothed(h.History)))],
            "step", "loss",
            $"Tuning {Headline[0].Shots} normal pictures of each category: rank {Trial.Recipe.Rank}, the weights "
            + $"themselves frozen. Mean over the last {Window} steps.").On(Trial.Data.Source);
    }

    /// <summary>Zero-shot against k shots.</summary>
    public Figure Table()
    {
        var rows = Trial.Data.Categories.SelectMany((category, i) => Rows(
            category.Name, Zero.Scores[i], [.. Tuned.Select(t => (t[i].Scores, t[i].Fall))]));
        if (Trial.Data.Categories.Count > 1)
        {
            rows = rows.Concat(Rows(
                "mean", DetectionScore.PerDraw(Zero.Scores),
                [.. Tuned.Select(t => (
                    DetectionScore.PerDraw([.. t.Select(category => category.Scores)]),
                    t.Average(category => category.Fall)))]));
        }

        var draws = Trial.Recipe.SupportDraws == 1 ? ""
            : $"{Trial.Recipe.SupportDraws} draws of the pictures and ";
        var table = Show.Table.Draw(
            rows, "Zero-shot (k = 0) against low-rank tuning on k normal pictures, mean and spread (standard deviation "
            + $"of the AUROC over pictures) over {draws}{Trial.Recipe.MaskSeeds} draws of the masks. Loss fall: of the "
            + "support, on crops and masks that the tuning does not see.", limit: 64,
            formats: new Dictionary<string, string>
            {
                ["ImageAUROC"] = "0.000", ["Spread"] = "0.000", ["PixelAUROC"] = "0.000", ["AUPRO"] = "0.000",
                ["LossFall"] = "0.0 %",
            }).On(Trial.Data.Source);
        return Trial.ShotsLeftOut.Count == 0
            ? table
            : table.WithNote(
                $"k = {string.Join(", ", Trial.ShotsLeftOut)} is left out: the category with the fewest normal "
                + $"training pictures has {Trial.Data.FewestNormal}.");

        IEnumerable<ShotRow> Rows(
            string name, IReadOnlyList<DetectionScore> zero,
            (IReadOnlyList<DetectionScore> Draws, double Fall)[] tuned) =>
            tuned.Select((t, k) => Row(name, Trial.Recipe.Shots[k], t.Draws, t.Fall)).Prepend(
                Row(name, 0, zero, double.NaN));

        static ShotRow Row(string name, int shots, IReadOnlyList<DetectionScore> draws, double fall)
        {
            var mean = DetectionScore.Mean(draws);
            return new(
                name, shots, mean.ImageAuroc, DetectionScore.Spread(draws), mean.PixelAuroc, mean.Aupro, fall);
        }
    }

    /// <summary>Maps of defective pictures before and after the tuning.</summary>
    /// <param name="columns">Pictures of each category.</param>
    public Figure BeforeAfter(int columns = 8)
    {
        using var scope = NewDisposeScope();
        var gallery = new MaedayGallery(Trial);
        var rows = new List<IReadOnlyList<RgbImage>>();
        var labels = new List<string>();
        foreach (var (category, i) in Trial.Data.Categories.Take(3).Select((category, i) => (category, i)))
        {
            long[] places = [.. MaedayData.Places(category, (int)category.Test.Count)
                .OrderByDescending(place => category.Defective[place]).Take(columns)];
            var images = Trial.Inputs(category);
            foreach (var (maps, what) in new[] { (Zero.Maps[i], "zero-shot"),
                (Headline[i].Draws[0].Maps[0], $"{Headline[i].Shots}-shot") })
            {
                var range = HeatRange.Of(maps);
                rows.Add([.. places.Select(at => gallery.Laid(images[at], maps[at], range))]);
                labels.Add($"{category.Name}, {what}");
            }
        }

        return ImageGrid.Draw(
            rows, labels,
            $"The same pictures before and after the tuning, maps laid over them. {HeatRange.Caption}",
            alt: $"Rows {string.Join(", ", labels)}.").On(Trial.Data.Source);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tuned.SelectMany(t => t).SelectMany(t => t.Draws)
            .SelectMany(t => t.Maps.Append(t.SupportMaps)))
        {
            tensor.Dispose();
        }
    }

    private const int Window = 10;

    private static double[] Smoothed(StepHistory history)
    {
        var values = history.Of(history.Terms[0]);
        return [.. Enumerable.Range(1, values.Length).Select(end => values[Math.Max(0, end - Window)..end].Average())];
    }

    private static TunedDraw Tune(MaedayTrial trial, MaedayCategory category, int shots, int draw)
    {
        using var scope = NewDisposeScope();
        var support = trial.Support(category, shots, draw);
        using var tuning = FewShotTuning.Run(
            trial.Pretraining.Network, support, trial.Recipe, trial.SupportSeed(draw),
            trial.Checkpoint(category, shots, draw), CategoryTurns.Allowed(category.Name));
        Tensor[] maps = [.. Enumerable.Range(0, trial.Recipe.MaskSeeds).Select(masks => trial.Maps(category, masks))];
        var scores = maps.Select(map => DetectionScore.Of(category, map)).ToArray();
        var supportMaps = new AnomalyMapper(trial.Pretraining.Network, trial.Recipe.Plan)
            .Maps(support, trial.MaskSeed(0)).cpu().DetachFromDisposeScope();
        Tensor[] kept = shots == trial.Recipe.Shots[^1] ? [.. maps.Select(map => map.DetachFromDisposeScope())] : [];
        return new(tuning.History, tuning.Fall, scores, kept, supportMaps);
    }

    private sealed record ShotRow(
        string Category, int K, double ImageAUROC, double Spread, double PixelAUROC, double AUPRO, double LossFall);
}
