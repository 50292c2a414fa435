using MathNet.Numerics.Statistics;
using NotebookKit.Metrics;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>A category judged by both methods and by their average.</summary>
/// <param name="Tuned">MAEDAY, one for each draw of masks.</param>
/// <param name="Memory">The embedding baseline.</param>
/// <param name="Average">Mean of the z-scores, one for each draw of masks.</param>
/// <param name="Transductive">Mean of scores scaled by the smallest and largest of the test set: uses the test.</param>
/// <param name="TunedScores">[N] z-scores of MAEDAY, first draw.</param>
/// <param name="MemoryScores">[N] z-scores of the baseline.</param>
/// <param name="Maps">[N, H, H] each: MAEDAY, baseline and average, first draw, as z-scores.</param>
public sealed record EnsembleCategory(
    IReadOnlyList<DetectionScore> Tuned, DetectionScore Memory, IReadOnlyList<DetectionScore> Average,
    IReadOnlyList<DetectionScore> Transductive, double[] TunedScores, double[] MemoryScores,
        IReadOnlyList<Tensor> Maps);

/// <summary>MAEDAY and an embedding method, averaged: the signals are complementary, the paper claims.</summary>
/// <param name="Trial">Surfaces and network.</param>
/// <param name="Shots">k of both methods.</param>
/// <param name="Categories">One per category.</param>
public sealed record MaedayEnsemble(MaedayTrial Trial, int Shots, IReadOnlyList<EnsembleCategory> Categories)
    : IDisposable
{
    private const double PublishedSigma = 4;                              // of the memory's maps, on 224 pixels
    private const double PublishedSide = 224;
    private const int CurvePoints = 200;

    private static readonly string[] Names = ["MAEDAY", "embedding", "average"];

    /// <summary>Fits the memory on the pictures that MAEDAY was tuned on and averages the two.</summary>
    /// <param name="few">The tuned networks' maps; the largest k counts.</param>
    public static MaedayEnsemble Measure(MaedayFewShot few) => new(
        few.Trial, few.Headline[0].Shots,
        [.. few.Trial.Data.Categories.Zip(few.Headline, (category, tuned) => Judge(few.Trial, category, tuned))]);

    /// <summary>Mean score of MAEDAY.</summary>
    public DetectionScore Tuned => Mean(c => c.Tuned);

    /// <summary>Mean score of the baseline.</summary>
    public DetectionScore Memory => Mean(c => [c.Memory]);

    /// <summary>Mean score of the average.</summary>
    public DetectionScore Average => Mean(c => c.Average);

    /// <summary>Both methods and their average.</summary>
    public Figure Table()
    {
        var rows = Trial.Data.Categories.Zip(Categories).SelectMany(pair => Rows(pair.First.Name, [
            DetectionScore.Mean([.. pair.Second.Tuned]), pair.Second.Memory,
                DetectionScore.Mean([.. pair.Second.Average]),
            DetectionScore.Mean([.. pair.Second.Transductive])]));
        rows = Categories.Count == 1 ? rows
            : rows.Concat(Rows("mean", [Tuned, Memory, Average, Mean(c => c.Transductive)]));
        return Show.Table.Draw(
            rows, $"MAEDAY and the embedding baseline on the same {Shots} normal pictures. The average takes "
                + "z-scores by the normal "
            + "pictures alone; 'scaled by the test' is what re-implementations do, and uses the test.", limit: 80,
            formats: new Dictionary<string, string>
            {
                ["ImageAUROC"] = "0.000", ["PixelAUROC"] = "0.000", ["AUPRO"] = "0.000", ["BestF1"] = "0.000",
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
            $"Two opinions on each test picture; Spearman's rank correlation {rank:0.00}. What one method misses, "
            + "the other may "
            + "see: the less they agree, the more an average can gain.").On(Trial.Data.Source);
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

    private static EnsembleCategory Judge(MaedayTrial trial, MaedayCategory category, TunedCategory tuned)
    {
        using var scope = NewDisposeScope();
        var support = trial.Support(category, tuned.Shots);
        using var features = LocalPatches.Fit(support);
        using var memory = PatchMemory.Fit(
            features, support, Math.Max(MaedayMethod.KernelSigma, PublishedSigma * support.shape[2] / PublishedSide));
        var (maps, own) = (memory.Maps(trial.Inputs(category)), NormalStatistics.Of(tuned.SupportMaps));
        var other = NormalStatistics.Of(memory.SupportMaps(support));
        var (memoryMaps, memoryScores) = (other.Standardise(maps), other.Standardise(MaedayMethod.Scores(maps)));
        var first = own.Standardise(tuned.Maps[0]);
        return new(
            tuned.Scores, DetectionScore.Of(category, maps),
            [.. tuned.Maps.Select(map => DetectionScore.Of(
                category, (own.Standardise(map) + memoryMaps) / 2,
                Halves(own.Standardise(MaedayMethod.Scores(map)), memoryScores)))],
            [.. tuned.Maps.Select(map => DetectionScore.Of(
                category, (Unit(map) + Unit(maps)) / 2,
                    Halves(Unit(MaedayMethod.Scores(map)), Unit(MaedayMethod.Scores(maps)))))],
            own.Standardise(MaedayMethod.Scores(tuned.Maps[0])), memoryScores,
            [.. new[] { first, memoryMaps, (first + memoryMaps) / 2 }.Select(map => map.DetachFromDisposeScope())]);
    }

    private static double[] Halves(double[] one, double[] other) => [.. one.Zip(other, (a, b) => (a + b) / 2)];

    private static double[] Unit(double[] scores)
    {
        var (low, high) = (scores.Min(), scores.Max());
        return [.. scores.Select(score => high > low ? (score - low) / (high - low) : 0)];
    }

    private static Tensor Unit(Tensor maps) => (maps - maps.min()) / (maps.max() - maps.min()).clamp_min(1e-12);

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
        bool[] truth = [.. masked.SelectMany(pair => pair.First.Truth())];
        return LineChart.Draw(
            [.. Names.Select((name, method) =>
            {
                var maps = cat([.. masked.Select(pair => pair.Second.Maps[method])]);
                var points = of(
                    maps.to(ScalarType.Float64).flatten().contiguous().data<double>().ToArray(), truth,
                        (int)maps.shape[1]);
                var shown = points.Where((_, i) => i % Math.Max(1, points.Length / CurvePoints) == 0).Append(
                    points[^1]).ToArray();
                return new Series(name, [.. shown.Select(p => p.X)], [.. shown.Select(p => p.Y)]);
            })],
            xLabel, yLabel, caption, diagonal: diagonal, yIncludes: [0, 1]).On(Trial.Data.Source);
    }

    private sealed record EnsembleRow(
        string Category, string Method, double ImageAUROC, double PixelAUROC, double AUPRO, double BestF1);
}
