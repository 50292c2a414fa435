using NotebookKit.Interactive;
using NotebookKit.Show;
using NotebookKit.Train;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>One category tuned on k pictures.</summary>
/// <param name="Shots">k.</param>
/// <param name="History">Loss of the tuning.</param>
/// <param name="Fall">Share by which the loss on the support fell.</param>
/// <param name="Scores">One for each draw of masks.</param>
/// <param name="Maps">One for each draw of masks, [N, H, H].</param>
/// <param name="SupportMaps">Maps of the support itself, first draw, [k, H, H].</param>
public sealed record TunedCategory(
    int Shots, StepHistory History, double Fall, IReadOnlyList<DetectionScore> Scores, IReadOnlyList<Tensor> Maps,
    Tensor SupportMaps);

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
            "Few-shot tuning", trial.Recipe.Shots.Count * trial.Data.Categories.Count);
        var done = 0;
        return new(trial, zero, [.. trial.Recipe.Shots.Select(shots => trial.Data.Categories.Select(category =>
        {
            var tuned = Tune(trial, category, shots);
            progress.Report(++done, $"{category.Name}, k = {shots}");
            return tuned;
        }).ToArray())]);
    }

    /// <summary>The results of the largest k.</summary>
    public IReadOnlyList<TunedCategory> Headline => Tuned[^1];

    /// <summary>Mean over categories and draws of masks for a k.</summary>
    /// <param name="index">Place of k in the recipe.</param>
    public DetectionScore Mean(int index) => DetectionScore.Mean([.. Tuned[index].SelectMany(t => t.Scores)]);

    /// <summary>Loss of the tuning, one line per category.</summary>
    public Figure LossChart()
    {
        var histories = Trial.Data.Categories.Take(Palette.SeriesCount).Select(
            (c, i) => (c.Name, Headline[i].History)).ToArray();
        return LineChart.Draw(
            [.. histories.Select(h => new Series(
                h.Name, [.. Enumerable.Range(1, h.History.Steps).Select(step => (double)step)], Smoothed(h.History)))],
            "step", "loss",
            $"Tuning {Headline[0].Shots} normal pictures of each category: rank {Trial.Recipe.Rank}, the weights "
            + "themselves frozen. "
            + $"Mean over the last {Window} steps.").On(Trial.Data.Source);
    }

    /// <summary>Zero-shot against k shots.</summary>
    public Figure Table()
    {
        var rows = Trial.Data.Categories.SelectMany((category, i) => Rows(
            category.Name, DetectionScore.Mean(Zero.Scores[i]),
            [.. Tuned.Select(t => (DetectionScore.Mean(t[i].Scores), t[i].Fall))]));
        if (Trial.Data.Categories.Count > 1)
        {
            rows = rows.Concat(Rows(
                "mean", Zero.Mean, [.. Tuned.Select((t, k) => (Mean(k), t.Average(category => category.Fall)))]));
        }

        var table = Show.Table.Draw(
            rows, $"Zero-shot (k = 0) against low-rank tuning on k normal pictures, mean over "
                + $"{Trial.Recipe.MaskSeeds} draws of the "
            + "masks. Loss fall: of the support, on crops and masks that the tuning does not see.", limit: 64,
            formats: new Dictionary<string, string>
            {
                ["ImageAUROC"] = "0.000", ["PixelAUROC"] = "0.000", ["AUPRO"] = "0.000", ["LossFall"] = "0.0 %",
            }).On(Trial.Data.Source);
        return Trial.ShotsLeftOut.Count == 0
            ? table
            : table.WithNote(
                $"k = {string.Join(", ", Trial.ShotsLeftOut)} is left out: the category with the fewest normal "
                + $"training pictures has {Trial.Data.FewestNormal}.");

        IEnumerable<ShotRow> Rows(string name, DetectionScore zero, (DetectionScore Score, double Fall)[] tuned) =>
            tuned.Select((t, k) => Row(name, Trial.Recipe.Shots[k], t.Score, t.Fall)).Prepend(
                Row(name, 0, zero, double.NaN));

        static ShotRow Row(string name, int shots, DetectionScore score, double fall) =>
            new(name, shots, score.ImageAuroc, score.PixelAuroc, score.Aupro, fall);
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
                (Headline[i].Maps[0], $"{Headline[i].Shots}-shot") })
            {
                rows.Add([.. places.Select(at => gallery.Laid(images[at], maps[at], maps.max().item<float>()))]);
                labels.Add($"{category.Name}, {what}");
            }
        }

        return ImageGrid.Draw(
            rows, labels,
                "The same pictures before and after the tuning, maps laid over them; each row has its own scale.",
            alt: $"Rows {string.Join(", ", labels)}.").On(Trial.Data.Source);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tuned.SelectMany(t => t).SelectMany(t => t.Maps.Append(t.SupportMaps)))
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

    private static TunedCategory Tune(MaedayTrial trial, MaedayCategory category, int shots)
    {
        using var scope = NewDisposeScope();
        var support = trial.Support(category, shots);
        using var tuning = FewShotTuning.Run(
            trial.Pretraining.Network, support, trial.Recipe, trial.Seed, trial.Checkpoint(category, shots));
        Tensor[] maps = [.. Enumerable.Range(0, trial.Recipe.MaskSeeds).Select(
            draw => trial.Maps(category, draw).DetachFromDisposeScope())];
        var supportMaps = new AnomalyMapper(trial.Pretraining.Network, trial.Recipe.Plan)
            .Maps(support, trial.MaskSeed(0)).DetachFromDisposeScope();
        return new(
            shots, tuning.History, tuning.Fall, [.. maps.Select(map => DetectionScore.Of(category, map))], maps,
                supportMaps);
    }

    private sealed record ShotRow(
        string Category, int K, double ImageAUROC, double PixelAUROC, double AUPRO, double LossFall);
}
