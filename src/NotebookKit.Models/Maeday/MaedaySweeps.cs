using NotebookKit.Interactive;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>What the number of masks and the mask ratio do to the zero-shot scores.</summary>
/// <param name="Trial">Surfaces and network.</param>
/// <param name="Masks">Per number of masks, the mean over the categories for each draw of masks.</param>
/// <param name="Stratified">The same with stratified masks.</param>
/// <param name="Ratios">Per mask ratio, the same with the recipe's number of masks.</param>
public sealed record MaedaySweeps(
    MaedayTrial Trial, IReadOnlyList<IReadOnlyList<DetectionScore>> Masks,
    IReadOnlyList<IReadOnlyList<DetectionScore>> Stratified, IReadOnlyList<IReadOnlyList<DetectionScore>> Ratios)
{
    /// <summary>Measures both sweeps.</summary>
    /// <param name="trial">Surfaces and network.</param>
    public static MaedaySweeps Measure(MaedayTrial trial)
    {
        var recipe = trial.Recipe;
        var draws = Enumerable.Range(0, recipe.MaskSeeds).ToArray();
        using var progress = Progress.Start("Sweeps", draws.Length * (2 + recipe.SweepRatios.Count));
        var done = 0;
        var uniform = draws.Select(draw => OverMasks(draw, MaskDesign.Uniform)).ToArray();
        var stratified = draws.Select(draw => OverMasks(draw, MaskDesign.Stratified)).ToArray();
        var ratios = recipe.SweepRatios.Select(ratio => draws.Select(draw => Counted(() => Mean(
            category => trial.Maps(category, draw, recipe.Plan with { Ratio = ratio }))[0])).ToArray()).ToArray();
        return new(trial, Turned(uniform), Turned(stratified), ratios);

        DetectionScore[] OverMasks(int draw, MaskDesign design) => Counted(() =>
        {
            var plan = new MaskPlan(recipe.SweepMasks[^1], recipe.MaskRatio, design);
            var mapper = new AnomalyMapper(trial.Pretraining.Network, plan);
            var perCategory = trial.Data.Categories.Select(category =>
            {
                using var scope = NewDisposeScope();
                return mapper.MapsAfter(trial.Inputs(category), trial.MaskSeed(draw), recipe.SweepMasks)
                    .Select(maps => DetectionScore.Of(category, maps)).ToArray();
            }).ToArray();
            return recipe.SweepMasks.Select(
                (_, n) => DetectionScore.Mean([.. perCategory.Select(c => c[n])])).ToArray();
        });

        DetectionScore[] Mean(Func<MaedayCategory, Tensor> maps) =>
            [DetectionScore.Mean([.. trial.Data.Categories.Select(
            category =>
            {
                using var scope = NewDisposeScope();
                return DetectionScore.Of(category, maps(category));
            })])];

        T Counted<T>(Func<T> work)
        {
            var result = work();
            progress.Report(++done);
            return result;
        }

        DetectionScore[][] Turned(DetectionScore[][] perDraw) =>
            [.. recipe.SweepMasks.Select((_, n) => perDraw.Select(scores => scores[n]).ToArray())];
    }

    /// <summary>Scores against the number of masks.</summary>
    public Figure MasksChart()
    {
        double[] x = [.. Trial.Recipe.SweepMasks.Select(n => (double)n)];
        return LineChart.Draw(
            [
                Band("pixels, uniform", x, Masks, s => s.PixelAuroc),
                    Band("pixels, stratified", x, Stratified, s => s.PixelAuroc),
                Band("pictures, uniform", x, Masks, s => s.ImageAuroc),
                Band("pictures, stratified", x, Stratified, s => s.ImageAuroc),
            ],
            "number of masks N", "AUROC, mean of the categories",
            $"Averaging over masks. Bands: smallest and largest of {Trial.Recipe.MaskSeeds} draws of the masks.",
                AxisKind.Log)
            .On(Trial.Data.Source);
    }

    /// <summary>Scores against the mask ratio.</summary>
    public Figure RatioChart()
    {
        double[] x = [.. Trial.Recipe.SweepRatios];
        return LineChart.Draw(
            [Band("pixels", x, Ratios, s => s.PixelAuroc), Band("pictures", x, Ratios, s => s.ImageAuroc)],
            "share of the patches removed", "AUROC, mean of the categories",
            $"The mask ratio in scoring, {Trial.Recipe.Masks} masks; the network was trained at "
            + $"{Trial.Recipe.MaskRatio}. Bands: "
            + $"smallest and largest of {Trial.Recipe.MaskSeeds} draws.").On(Trial.Data.Source);
    }

    private static Series Band(
        string name, double[] x, IReadOnlyList<IReadOnlyList<DetectionScore>> scores, Func<DetectionScore,
            double> of) => new(
            name, x, [.. scores.Select(draws => draws.Average(of))], [.. scores.Select(draws => draws.Min(of))],
            [.. scores.Select(draws => draws.Max(of))]);
}
