using NotebookKit.Show;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>The figures of the notebook, from measured data.</summary>
internal static class LayerAdaptiveFigures
{
    private static readonly PruningScheme[] Lines =
    [
        PruningScheme.ProgramWorst, PruningScheme.ProgramMean, PruningScheme.Lamp, PruningScheme.Global,
            PruningScheme.Erk,
        PruningScheme.Uniform,
    ];

    public static Figure Curves(LayerCurves curves, CurveKind kind)
    {
        var chosen = Spread(curves.Count, Palette.SeriesCount);
        var x = Enumerable.Range(0, curves.Intervals + 1).Select(d => (double)d / curves.Intervals).ToArray();
        return LineChart.Draw(
            [.. chosen.Select(l => new Series($"{curves.Names[l]} ({curves.Sizes[l]:N0})", x, curves.Of(kind)[l]))],
            "share of the layer's weights pruned", "distortion of the output, squared logits",
            $"Each layer pruned alone, {(kind == CurveKind.Worst ? "worst picture" : "mean over the pictures")}: layers differ by " +
            $"orders of magnitude ({chosen.Length} of {curves.Count} layers).",
            yAxis: AxisKind.Log);
    }

    public static Figure WorstAgainstMean(LayerCurves curves)
    {
        var layer = curves.Count / 2;
        var x = Enumerable.Range(0, curves.Intervals + 1).Select(d => (double)d / curves.Intervals).ToArray();
        return LineChart.Draw(
            [new("worst", x, curves.Worst[layer]), new("mean", x, curves.Mean[layer])],
            "share of the layer's weights pruned", "distortion of the output, squared logits",
            $"One layer, {curves.Names[layer]}: the output hardly moves at first, then quickly.");
    }

    public static Figure Additivity(LayerAdaptiveMeasurement measured)
    {
        var samples = measured.Additivity.OrderBy(s => s.Sum).ToArray();
        double[] sums = [.. samples.Select(s => s.Sum)];
        return LineChart.Draw(
            [new("measured together", sums, [.. samples.Select(s => s.Joint)]), new("if additive", sums, sums)],
            "sum of the layers' own distortions", "joint distortion",
            $"Additivity: {samples.Length} random allocations of at most 60 % sparsity, rank correlation " +
            $"{measured.Spearman:0.000}.",
            AxisKind.Log, AxisKind.Log);
    }

    public static Figure Allocations(IReadOnlyList<SchemeResult> results, LayerCurves curves)
    {
        var chosen = Spread(curves.Count, 8);
        var cells = new double[results.Count, chosen.Length];
        for (var s = 0; s < results.Count; s++)
        {
            for (var l = 0; l < chosen.Length; l++)
            {
                cells[s, l] = results[s].Densities[chosen[l]];
            }
        }

        return HeatMap.Draw(
            cells, [.. results.Select(r => r.Scheme.Title())], [.. chosen.Select(l => curves.Names[l])],
            $"Share of each layer that stays at S = {results[0].Target}.", "P0");
    }

    public static Figure SchemeTable(IReadOnlyList<SchemeResult> results) => Table.Draw(
        results.Select(r => new
        {
            Scheme = r.Scheme.Title(), r.Sparsity, r.FlopsLeft, JointMean = r.Joint.Mean, JointWorst = r.Joint.Worst,
                r.OneShot,
            r.Retrained,
        }),
        $"All schemes at S = {results[0].Target}: what is left, how far the output moved, test accuracy.",
        formats: new Dictionary<string, string>
        {
            ["Sparsity"] = "P1", ["FlopsLeft"] = "P1", ["OneShot"] = "P1", ["Retrained"] = "P1",
        });

    public static Figure Accuracy(IReadOnlyList<LayerAdaptiveMeasurement> seeds, bool retrained)
    {
        var series = Lines.Select(scheme =>
        {
            var groups = seeds.SelectMany(m => m.OneShot)
                .Where(r => r.Scheme == scheme && (!retrained || !double.IsNaN(r.Retrained))).GroupBy(
                    r => r.Target).ToArray();
            return new Series(
                scheme.Title(), [.. groups.Select(g => g.Key)],
                [.. groups.Select(g => g.Average(r => retrained ? r.Retrained : r.OneShot))]);
        }).ToArray();
        return LineChart.Draw(
            series, "sparsity S", "test accuracy",
            retrained ? "The same after a little training on."
                : "Pruned in one shot, not trained on: which scheme breaks last?");
    }

    public static Figure Rounds(IReadOnlyList<PruningRound> rounds) => LineChart.Draw(
        [.. rounds.GroupBy(r => r.Scheme).Select(g => new Series(
            g.Key.Title(), [.. g.Select(r => r.Sparsity)], [.. g.Select(r => r.Accuracy)]))],
        "sparsity", "test accuracy after training on",
        $"Iterative pruning, {rounds.Max(r => r.Round)} rounds with fresh curves: each round prunes and trains on.");

    public static Figure RoundTable(IReadOnlyList<PruningRound> rounds) => Table.Draw(
        rounds.Select(r => new
        {
            Scheme = r.Scheme.Title(), r.Round, r.Sparsity, r.FlopsLeft, BeforeTraining = r.Before,
                AfterTraining = r.Accuracy,
            MasksOnlyGrow = r.Round == 1 || rounds.Single(e => e.Scheme == r.Scheme && e.Round == r.Round - 1).Pruned
                .Zip(r.Pruned).All(pair => pair.First <= pair.Second),
        }),
        "Each round; in no layer a pruned weight comes back.",
        formats: new Dictionary<string, string>
        {
            ["Sparsity"] = "P1", ["FlopsLeft"] = "P1", ["BeforeTraining"] = "P1", ["AfterTraining"] = "P1",
        });

    public static Figure Pareto(
        IEnumerable<SchemeResult> oneShot, IEnumerable<PruningRound> rounds, string caption, bool published)
    {
        PruningScheme[] shown =
            [PruningScheme.ProgramWorst, PruningScheme.ProgramMean, PruningScheme.Lamp, PruningScheme.Uniform];
        IEnumerable<ParetoPoint> points = oneShot.Where(r => shown.Contains(r.Scheme))
            .Select(r => new ParetoPoint(r.Scheme.Title(), r.FlopsLeft, r.OneShot, $"S = {r.Sparsity:0.00}"))
            .Concat(rounds.Where(r => r.Scheme == PruningScheme.ProgramWorst)
                .Select(r => new ParetoPoint("program, iterative", r.FlopsLeft, r.Accuracy, $"round {r.Round}")));
        return ParetoChart.Draw(
            [.. points, .. published ? Published() : []], "share of FLOPs left", "test accuracy", caption,
                AxisKind.Log);

        static IEnumerable<ParetoPoint> Published() => LayerAdaptivePaper.Results.Where(r => r.Data == "CIFAR-10")
            .Select(r =>
                new ParetoPoint("paper (CIFAR-10)", r.FlopsLeft, r.Accuracy, $"{r.Model}, S = {r.Sparsity}", true));
    }

    // So many places of a row, first and last among them.
    private static int[] Spread(int count, int most) => count <= most
        ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, most).Select(i => i * (count - 1) / (most - 1))];
}
