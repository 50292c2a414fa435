using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>Fits the embedding method on the pictures that MAEDAY was tuned on, and averages the two.</summary>
internal static class EnsembleJudge
{
    private const double PublishedSigma = 4;                              // of the memory's maps, on 224 pixels
    private const double PublishedSide = 224;
    private const double Least = 1e-12;                                   // of a range that divides

    /// <summary>Judges a category by both methods and their average.</summary>
    /// <param name="trial">Surfaces and network.</param>
    /// <param name="category">The test pictures.</param>
    /// <param name="tuned">What MAEDAY says of them, for each draw of the support.</param>
    /// <param name="wide">The features that the memory compares; null takes those of small patches.</param>
    public static EnsembleCategory Judge(
        MaedayTrial trial, MaedayCategory category, TunedCategory tuned, WideResNetFeatures? wide)
    {
        EnsembleCategory[] draws = [.. tuned.Draws.Select(
            (draw, i) => One(trial, category, tuned.Shots, i, draw, wide))];
        foreach (var map in draws.Skip(1).SelectMany(draw => draw.Maps))
        {
            map.Dispose();                                                // figures show the first draw
        }

        return draws[0] with
        {
            Tuned = [.. draws.SelectMany(draw => draw.Tuned)], Memory = [.. draws.SelectMany(draw => draw.Memory)],
            Average = [.. draws.SelectMany(draw => draw.Average)],
            Transductive = [.. draws.SelectMany(draw => draw.Transductive)],
        };
    }

    private static EnsembleCategory One(
        MaedayTrial trial, MaedayCategory category, int shots, int draw, TunedDraw tuned, WideResNetFeatures? wide)
    {
        using var scope = NewDisposeScope();
        var support = trial.Support(category, shots, draw);
        using var patches = wide is null ? LocalPatches.Fit(support) : null;
        using var memory = PatchMemory.Fit(
            wide ?? (ILocalFeatures)patches!, support,
            Math.Max(MaedayMethod.KernelSigma, PublishedSigma * support.shape[2] / PublishedSide));
        var (maps, own) = (memory.Maps(trial.Inputs(category)).cpu(), NormalStatistics.Of(tuned.SupportMaps));
        var other = NormalStatistics.Of(memory.SupportMaps(support).cpu());
        var (memoryMaps, memoryScores) = (other.Standardise(maps), other.Standardise(MaedayMethod.Scores(maps)));
        var first = own.Standardise(tuned.Maps[0]);
        return new(
            tuned.Scores, [DetectionScore.Of(category, maps)],
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

    private static Tensor Unit(Tensor maps) => (maps - maps.min()) / (maps.max() - maps.min()).clamp_min(Least);
}
