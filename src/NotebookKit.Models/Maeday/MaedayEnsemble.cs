using MathNet.Numerics.Statistics;
using NotebookKit.Data;
using NotebookKit.Metrics;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>A category judged by both methods and by their average.</summary>
/// <param name="Tuned">MAEDAY, one for each draw of the support and of the masks.</param>
/// <param name="Memory">The embedding baseline, one for each draw of the support.</param>
/// <param name="Average">Mean of the z-scores, one for each draw of the support and of the masks.</param>
/// <param name="Transductive">Mean of scores scaled by the smallest and largest of the test set: uses the test.</param>
/// <param name="TunedScores">[N] z-scores of MAEDAY, first draw.</param>
/// <param name="MemoryScores">[N] z-scores of the baseline, first draw.</param>
/// <param name="Maps">[N, H, H] each: MAEDAY, baseline and average, first draw, as z-scores, on the CPU.</param>
public sealed record EnsembleCategory(
    IReadOnlyList<DetectionScore> Tuned, IReadOnlyList<DetectionScore> Memory, IReadOnlyList<DetectionScore> Average,
    IReadOnlyList<DetectionScore> Transductive, double[] TunedScores, double[] MemoryScores,
    IReadOnlyList<Tensor> Maps);

/// <summary>MAEDAY and an embedding method, averaged: the signals are complementary, the paper claims.</summary>
/// <param name="Trial">Surfaces and network.</param>
/// <param name="Shots">k of both methods.</param>
/// <param name="Categories">One per category.</param>
/// <param name="Embedding">The weights that the embedding method has from a file; null for none.</param>
public sealed record MaedayEnsemble(
    MaedayTrial Trial, int Shots, IReadOnlyList<EnsembleCategory> Categories, DataUse? Embedding = null) : IDisposable
{
    private const int CurvePoints = 200;
    private const long MostPixels = 1 << 25;                              // that a curve sorts

    private static readonly string[] Names = ["MAEDAY", "embedding", "average"];

    /// <summary>Fits the memory on the pictures that MAEDAY was tuned on and averages the two.</summary>
    /// <param name="few">The tuned networks' maps; the largest k counts.</param>
    /// <exception cref="DataException">The file of the embedding's weights is missing, damaged or of another
    /// network.</exception>
    public static MaedayEnsemble Measure(MaedayFewShot few)
    {
        var recipe = few.Trial.Recipe;
        using var wide = recipe.Embedding.Length == 0
            ? null
            : WideResNetFeatures.Load(recipe.Embedding, few.Trial.Pretraining.Scale, recipe.Device);
        return new(
            few.Trial, few.Headline[0].Shots,
            [.. few.Trial.Data.Categories.Zip(
                few.Headline, (category, tuned) => EnsembleJudge.Judge(few.Trial, category, tuned, wide))],
            wide?.Source);
    }

    /// <summary>Mean score of MAEDAY.</summary>
    public DetectionScore Tuned => Mean(c => c.Tuned);

    /// <summary>Mean score of the baseline.</summary>
    public DetectionScore Memory => Mean(c => c.Memory);

    /// <summary>Mean score of the average.</summary>
    public DetectionScore Average => Mean(c => c.Average);

    /// <summary>Both methods and their average.</summary>
    public Figure Table()
    {
        var rows = Trial.Data.Categories.Zip(Categories).SelectMany(pair => Rows(pair.First.Name, [
            DetectionScore.Mean(pair.Second.Tuned), DetectionScore.Mean(pair.Second.Memory),
            DetectionScore.Mean(pair.Second.Average), DetectionScore.Mean(pair.Second.Transductive)]));
        rows = Categories.Count == 1 ? rows
            : rows.Concat(Rows("mean", [Tuned, Memory, Average, Mean(c => c.Transductive)]));
        return Show.Table.Draw(
            rows, $"MAEDAY and the embedding baseline on the same {Shots} normal pictures. The average takes z-scores "
            + "by the normal pictures alone; 'scaled by the test' is what re-implementations do, and uses the test. "
            + "F1 oracle: at the threshold that the labels choose.", limit: 80,
            formats: new Dictionary<string, string>
            {
                ["ImageAUROC"] = "0.000", ["PixelAUROC"] = "0.000", ["AUPRO"] = "0.000", ["F1Oracle"] = "0.000",
            }).On(Trial.Data.Source);

        static IEnumerable<EnsembleRow> Rows(string name, DetectionScore[] scores) =>
            scores.Zip((string[])[.. Names, "average, scaled by the test"], (s, method) =>
                new EnsembleRow(name, method, s.ImageAuroc, s.PixelAuroc, s.Aupro, s.BestF1));
    }

    /// <summary>The scores of both methods against each other.</summary>
    public Figure Scatter()
    {
        var all = Trial.Data.Categories.Zip(Categories).SelectMany(pair => pair.First.Defective.Select(
            (defective, i) => (defective, X: pair.Second.TunedScores[i], Y: pair.Second.MemoryScores[i]))).ToArray();
        var rank = Correlation.Spearman(all.Select(p => p.X), all.Select(p => p.Y));
        return PointClouds.Draw(
            [.. new[] { (0L, "sound"), (1L, "defective") }.Select(kind => new PointCloud(
                kind.Item2, [.. all.Where(p => p.defective == kind.Item1).Select(p => p.X)],
                [.. all.Where(p => p.defective == kind.Item1).Select(p => p.Y)], Emphasised: kind.Item1 == 1))],
            "z-score of MAEDAY", "z-score of the embedding",
            $"Two opinions on each test picture; Spearman's rank correlation {rank:0.00}. What one method misses, the "
            + "other may see: the less they agree, the more an average can gain.").On(Trial.Data.Source);
    }

    /// <summary>ROC curves over pixels, all categories together.</summary>
    public Figure PixelRoc() => Curves(
        "false positive rate: share of the sound pixels", "true positive rate: share of the defective pixels",
        "ROC over the pixels of all categories, one threshold for all.", (scores, truth, _) =>
        [.. RocCurve.Of(scores, [.. truth.Select(pixel => pixel ? 1L : 0L)]).Select(
            p => (p.FalsePositiveRate, p.TruePositiveRate))], diagonal: true);

    /// <summary>Per-region overlap, all categories together.</summary>
    public Figure ProCurve() => Curves(
        "false positive rate: share of the sound pixels", "overlap: share of a defect, mean over the defects",
        $"Per-region overlap up to a false positive rate of {PerRegionOverlap.Limit}: every defect counts the same, "
        + "however small.",
        (scores, truth, side) => [.. PerRegionOverlap.Curve(scores, truth, side, side).Select(
            p => (p.FalsePositiveRate, p.Overlap)).TakeWhile(p => p.FalsePositiveRate <= PerRegionOverlap.Limit)],
        diagonal: false);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var map in Categories.SelectMany(category => category.Maps))
        {
            map.Dispose();
        }
    }

    private DetectionScore Mean(Func<EnsembleCategory, IEnumerable<DetectionScore>> of) =>
        DetectionScore.Mean([.. Categories.SelectMany(of)]);

    private Figure Curves(
        string xLabel, string yLabel, string caption, Func<double[], bool[], int, (double X, double Y)[]> of,
        bool diagonal)
    {
        var masked = Trial.Data.Categories.Zip(Categories).Where(pair => pair.First.HasDefectivePixels).ToArray();
        if (masked.Length == 0)
        {
            return Show.Table.Draw(
                new[] { "This data has no masks of defects, so nothing over pixels can be measured." }, caption);
        }

        using var scope = NewDisposeScope();
        var places = masked.Select(pair => tensor(OfCurves(pair.First, masked.Length))).ToArray();
        var truth = cat([.. masked.Zip(places, (pair, at) => pair.First.Test.Masks[MaedayCategory.Defect][at])])
            .flatten().data<bool>().ToArray();
        return LineChart.Draw(
            [.. Names.Select((name, method) =>
            {
                var maps = cat([.. masked.Zip(places, (pair, at) => pair.Second.Maps[method][at])]);
                var points = of(
                    maps.to(ScalarType.Float64).flatten().data<double>().ToArray(), truth, (int)maps.shape[1]);
                var shown = points.Where((_, i) => i % Math.Max(1, points.Length / CurvePoints) == 0).Append(
                    points[^1]).ToArray();
                return new Series(name, [.. shown.Select(p => p.X)], [.. shown.Select(p => p.Y)]);
            })],
            xLabel, yLabel, caption, diagonal: diagonal, yIncludes: [0, 1]).On(Trial.Data.Source);
    }

    // All pictures, or as many of each category, kind by kind, as a curve can sort.
    internal static long[] OfCurves(MaedayCategory category, int categories, long pixels = MostPixels)
    {
        var count = category.Test.Count;
        var most = Math.Max(2, pixels / (categories * category.Test.Images.shape[2] * category.Test.Images.shape[3]));
        return count <= most
            ? [.. Enumerable.Range(0, (int)count).Select(i => (long)i)]
            : MaedayData.Places(category, (int)most);
    }

    private sealed record EnsembleRow(
        string Category, string Method, double ImageAUROC, double PixelAUROC, double AUPRO, double F1Oracle);
}
