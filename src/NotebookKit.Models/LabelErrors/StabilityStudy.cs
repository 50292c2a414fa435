using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Show;
using NotebookKit.Train;

namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// Part 3 of the experiment: models of several sizes learn from labels with a systematic mistake and are ranked on a
/// test set
/// with the same mistake, whose corrections are known (Northcutt, Athalye, Mueller 2021, section 5).
/// </summary>
/// <param name="Data">What it was measured on.</param>
/// <param name="Noise">The systematic mistake.</param>
/// <param name="Stability">The models on right and on wrong labels.</param>
/// <param name="Classes">Names of the classes.</param>
public sealed record StabilityStudy(
    DataUse Data, SystematicNoise Noise, BenchmarkStability Stability, IReadOnlyList<string> Classes)
{
    private const double Beyond = 0.1;              // of prevalence, past the crossing

    /// <summary>Trains the models of the recipe and measures them.</summary>
    /// <param name="data">Images with right labels.</param>
    /// <param name="recipe">Every number of the run.</param>
    /// <param name="seed">Seed of the training.</param>
    public static StabilityStudy Run(LabelErrorsData data, LabelErrorsRecipe recipe, long seed)
    {
        var noise = SystematicNoise.Inject(
            data.Train, data.Test, data.Mislabelled.From, data.Mislabelled.To, recipe.SystematicShare);
        using var train = LabelErrorsData.Relabel(data.Train, noise.TrainLabels);
        (int Width, double Decay)[] kinds = [.. recipe.Widths.SelectMany(w => recipe.WeightDecays.Select(d => (w, d)))];
        using var progress = Progress.Start(
            $"Models of {kinds.Length} kinds on {data.Source.Id}", kinds.Length, "model");
        var models = new List<(string Name, int[] Predictions)>();
        foreach (var (width, decay) in kinds)
        {
            var options = recipe.Training(seed, "") with
            {
                Epochs = recipe.StabilityEpochs,
                Optimizer = (parameters, rate) => TorchSharp.torch.optim.Adam(parameters, rate, weight_decay: decay),
            };
            using var model = TrainedModel.Fit(train, width, recipe.Device, options);
            models.Add((Name(width, decay), Predict(model, data.Test)));
            progress.Report(models.Count, models[^1].Name);
        }

        var corrected = LabelErrorsData.LabelsOf(data.Test);
        return new(
            data.Source, noise, BenchmarkStability.Of(noise.TestLabels, corrected, models), data.Test.Classes);
    }

    /// <summary>Index of the model with the highest accuracy against the original labels.</summary>
    public int Leader => Enumerable.Range(0, Stability.Models.Count)
        .MaxBy(m => NoisePrevalence.Original(Stability.Models[m], Stability.Prevalence));

    /// <summary>The first model to overtake the leader when errors become more prevalent; null where none
    /// does.</summary>
    public ModelCrossing? FirstCrossing => NoisePrevalence
        .Crossings(Stability.Models, Stability.Errors.Count, Stability.Clean.Count)
        .Where(c => (c.First == Leader || c.Second == Leader) && double.IsFinite(c.RemovedShare))
        .MinBy(c => c.Prevalence);

    /// <summary>Share of random removals in which that model is ahead of the leader a tenth of prevalence past the
    /// crossing; 0 where there is no crossing.</summary>
    /// <param name="removals">How many random removals.</param>
    /// <param name="seed">Seed of the removals.</param>
    public double ReversedShare(int removals, int seed) => FirstCrossing is not { } crossing ? 0
        : Stability.ReversedShare(
            Leader, crossing.First == Leader ? crossing.Second : crossing.First,
            Math.Min(1, crossing.Prevalence + Beyond), removals, seed);

    /// <summary>Accuracy of every model: on all original labels, on right ones, and on the wrong ones after their
    /// correction.</summary>
    public Figure Models() => Table.Draw(
        Stability.Models.Select((m, n) =>
        {
            var interval = Stability.Bootstrap(n);
            var ranks = Stability.RankChanges()[n];
            return new
            {
                Model = m.Name, Original = NoisePrevalence.Original(m, Stability.Prevalence),
                    RightLabels = m.Clean,
                WrongKept = m.Original, WrongCorrected = m.Corrected,
                Interval = $"{100 * interval.Low:0} to {100 * interval.High:0} %",
                RankBefore = ranks.OriginalRank, RankAfter = ranks.CorrectedRank,
            };
        }),
        $"{Stability.Models.Count} models on {Data.Id}: {Stability.Errors.Count} test images of " +
        $"{Classes[Noise.From]} are labelled " +
        $"{Classes[Noise.To]}.",
        formats: new Dictionary<string, string>
        {
            ["Original"] = "P2", ["RightLabels"] = "P2", ["WrongKept"] = "P1",
                ["WrongCorrected"] = "P1",
        })
        .WithNote(
            "Original: accuracy on all labels as they are. Interval: bootstrap of the accuracy on the corrected " +
            "labels.").On(Data);

    /// <summary>Corrected accuracy against the prevalence of errors, expectation and random removals.</summary>
    /// <param name="removals">Random removals behind each band.</param>
    /// <param name="seed">Seed of the removals.</param>
    public Figure Curves(int removals, int seed)
    {
        var q = Prevalences();
        var drawn = q.Select(p => Stability.RandomRemovals(p, removals, seed)).ToArray();
        return LineChart.Draw(
            [.. Shown.Select(m => new Series(
                Stability.Models[m].Name, q, [.. q.Select(p => NoisePrevalence.Corrected(Stability.Models[m], p))],
                Crosses(m) ? [.. drawn.Select(d => Column(d, m).Min())] : null,
                Crosses(m) ? [.. drawn.Select(d => Column(d, m).Max())] : null))],
            "prevalence q of wrong labels", "accuracy against corrected labels",
            "As right labels are removed, the order of the models changes.")
            .WithNote(
                $"Lines: expectation. Bands, for the two models that cross first: smallest and largest of {removals} " +
                $"random removals. {CrossingNote()}");
    }

    /// <summary>The rank-crossing plot: how many models each one beats, against the prevalence of errors.</summary>
    public Figure Ranks()
    {
        var q = Prevalences();
        return LineChart.Draw(
            [.. Shown.Select(m => new Series(Stability.Models[m].Name, q, [.. q.Select(p => (double)Beaten(m, p))]))],
            "prevalence q of wrong labels", "models beaten, on corrected labels",
            "Ranks cross: each line is one model, the top of the plot is rank 1.", yIncludes: [0])
            .WithNote(CrossingNote());
    }

    private int[] Shown => Stability.Models.Count <= Palette.SeriesCount
        ? [.. Enumerable.Range(0, Stability.Models.Count)]
        : [.. Enumerable.Range(0, Stability.Models.Count).Where(
            m => !Stability.Models[m].Name.Contains("decay", StringComparison.Ordinal))
            .Take(Palette.SeriesCount)];

    private string CrossingNote() => FirstCrossing is not { } crossing
        ? $"No model overtakes {Stability.Models[Leader].Name}."
        : $"{Stability.Models[crossing.First == Leader ? crossing.Second : crossing.First].Name} overtakes " +
          $"{Stability.Models[Leader].Name} at q* = {crossing.Prevalence:0.000}; as it is, q = " +
          $"{Stability.Prevalence:0.000}.";

    private bool Crosses(int model) =>
        FirstCrossing is { } crossing && (crossing.First == model || crossing.Second == model);

    private int Beaten(int model, double q) => Stability.Models.Count(other =>
        NoisePrevalence.Corrected(other, q) < NoisePrevalence.Corrected(Stability.Models[model], q));

    private double[] Prevalences() => [.. Enumerable.Range(0, 25)
        .Select(n => Stability.Prevalence + ((1 - Stability.Prevalence) * n / 24.0))];

    private static IEnumerable<double> Column(double[,] values, int column) =>
        Enumerable.Range(0, values.GetLength(0)).Select(r => values[r, column]);

    private static string Name(int width, double decay) => decay > 0 ? $"width {width}, decay" : $"width {width}";

    private static int[] Predict(LabelErrorsNetwork model, ImageSet set)
    {
        using var logits = Evaluation.Logits(model, set);
        using var best = logits.argmax(1);
        return Array.ConvertAll(best.data<long>().ToArray(), label => (int)label);
    }
}
