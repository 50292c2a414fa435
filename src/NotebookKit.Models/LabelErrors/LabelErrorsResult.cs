using System.Text.Json.Nodes;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Runs;
using NotebookKit.Show;

namespace NotebookKit.Models.LabelErrors;

/// <summary>What the notebook ends with: the claims, what differs from the paper, the environment.</summary>
/// <param name="Recipe">Every number of the run.</param>
/// <param name="Seeds">The seeds that ran.</param>
/// <param name="Study">The set under study.</param>
/// <param name="Tables">The recounted tables; null where the votes are not at hand or the files are the
/// reader's.</param>
/// <param name="Judges">The second judge; null where it is not at hand.</param>
/// <param name="Noise">Per data set, one study per seed.</param>
/// <param name="Stability">One study per seed.</param>
/// <param name="Wall">Wall time of the experiment.</param>
public sealed record LabelErrorsResult(
    LabelErrorsRecipe Recipe, IReadOnlyList<long> Seeds, LabelStudy Study, CrowdTables? Tables, HumanJudges? Judges,
    IReadOnlyList<IReadOnlyList<NoiseStudy>> Noise, IReadOnlyList<StabilityStudy> Stability, TimeSpan Wall)
{
    private const string Abstract = "abstract";
    private const string Votes = "vote files";
    private const string Own = "this kit's addition";

    /// <summary>The claims; empty for the reader's own files. In smoke mode only what needs no training is
    /// asserted.</summary>
    public IReadOnlyList<Claim> Claims { get; } =
        [.. OfVotes(Tables), .. OfJudges(Judges), .. Noise.SelectMany(s => OfNoise(s, Recipe)),
            .. OfStability(Stability, Recipe)];

    /// <summary>The table "paper | here | interval | holds".</summary>
    public Figure ClaimTable() => Show.ClaimTable.Draw(
        Claims, $"The claims, mode {Recipe.Mode}, {(Seeds.Count == 1 ? "seed" : "seeds")} {string.Join(", ", Seeds)}.",
        $"./nk run 07-label-errors -p mode={Recipe.Mode} -p seeds={Recipe.Seeds} -p seed={Recipe.Seed}");

    /// <summary>What differs from the paper, and why.</summary>
    public Figure Differences() => Table.Draw(
        LabelErrorsPaper.Differences.Select(d => new { d.What, Paper = d.InPaper, d.Here, d.Why }),
        "What differs from the paper and from the reference software.");

    /// <summary>Seeds, data and environment, as text to copy.</summary>
    public Figure Footer() => Show.Footer.Draw(Environment, Recipe.Mode, Seeds, Data, Wall.TotalSeconds);

    /// <summary>Writes metrics.json into the folder of the run; does nothing outside a run.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void WriteMetrics()
    {
        var run = RunContext.Current;
        if (run.OutputDirectory is { } folder)
        {
            RunMetrics.Of(run.NotebookName!, Recipe.Mode, Parameters(), Seeds, Claims, Wall, Environment, Data).Write(
                folder);
        }
    }

    private DataUse[] Data =>
        [.. Noise.Select(s => s[0].Data).Append(Study.Data).Concat(Claims.Select(c => c.Data)).Distinct()];

    private RunEnvironment Environment { get; } = RunEnvironment.Capture();

    private JsonObject Parameters() => new()
    {
        ["mode"] = Recipe.Mode,
        ["seeds"] = Recipe.Seeds,
        ["seed"] = Recipe.Seed,
        ["labels"] = Recipe.LabelsPath,
        ["pred_probs"] = Recipe.PredProbsPath,
    };

    /// <summary>Exact: these are counts over published files, the same for every seed and mode.</summary>
    private static IEnumerable<Claim> OfVotes(CrowdTables? tables)
    {
        if (tables is null) yield break;
        foreach (var list in tables.Lists)
        {
            var bound = list.Set == "mnist" ? "0.87..0.87" : "1..1";
            yield return new(
                $"{list.Set}: share of the published candidates found again", $"{list.Published:N0} candidates", Votes,
                [list.Common / (double)list.Published], bound, asserted: true, tables.Data);
        }

        yield return new(
            "candidates that people confirm, mean over four of the ten sets", "51 %", Abstract, [tables.MeanConfirmed],
                null,
            asserted: false, tables.Data);
    }

    private static IEnumerable<Claim> OfJudges(HumanJudges? judges)
    {
        if (judges is null) yield break;
        yield return new(
            "flagged CIFAR-10 images that CIFAR-10H doubts too, over the share of all images that it doubts", null, Own,
            [judges.Flagged.DoubtedShare / judges.Flagged.DoubtedOfAll], ">= 5", asserted: true, judges.Data);
    }

    /// <summary>On Fashion-MNIST the net is weaker; what hangs on its strength is shown there, not asserted.</summary>
    private static IEnumerable<Claim> OfNoise(IReadOnlyList<NoiseStudy> studies, LabelErrorsRecipe recipe)
    {
        var (data, small) = (studies[0].Data, recipe.Mode == "small");
        yield return Of("injected flips: precision over the base rate", s => s.Detection.Lift, ">= 3", small);
        yield return Of("injected flips: recall", s => s.Detection.Recall, ">= 0.6", small);
        yield return Of("noise matrix, mean absolute error", s => s.NoiseMatrixError, "<= 0.03", small && data.StandIn);
        yield return Of(
            "accuracy gained by training without the flagged images", s => s.FilteredAccuracy - s.NoisyAccuracy,
            ">= 0.01", small && data.StandIn);

        Claim Of(string name, Func<NoiseStudy, double> of, string bound, bool asserted) =>
            new($"{name} ({data.Id})", null, Own, [.. studies.Select(of)], bound, asserted, data);
    }

    private static IEnumerable<Claim> OfStability(IReadOnlyList<StabilityStudy> studies, LabelErrorsRecipe recipe)
    {
        if (studies.Count == 0) yield break;
        var data = studies[0].Data;
        var widest = studies[0].Stability.Models.Count - recipe.WeightDecays.Count;         // first of them
        yield return Of(
            "one of the widest models leads on the original labels (1 = yes)", s => s.Leader >= widest ? 1 : 0, ">= 1");
        yield return Of(
            "prevalence q* at which it is first overtaken", s => s.FirstCrossing?.Prevalence ?? 1, "<= 0.5");
        yield return Of(
            "random removals with the order reversed at q* + 0.1", s => s.ReversedShare(recipe.Removals, 17), ">= 0.8");

        Claim Of(string name, Func<StabilityStudy, double> of, string bound) =>
            new(name, null, null, [.. studies.Select(of)], bound, asserted: recipe.Mode == "small", data);
    }
}
