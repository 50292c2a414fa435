using System.Text.Json.Nodes;
using NotebookKit.Data;
using NotebookKit.Metrics;
using NotebookKit.Runs;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>What the notebook ends with: the claims over the seeds, and what they were measured with.</summary>
internal static class CounterfactualResult
{
    private const string Abstract = "abstract, in words";

    /// <summary>The result of a run. Claims are asserted for the standard game only: in small mode on procedural
    /// concrete (specification, section 5), in full mode on photographs (section 3, acceptance).</summary>
    /// <param name="recipe">Every number of the run.</param>
    /// <param name="measurements">One per seed.</param>
    /// <param name="supervisedIou">Overlap of the U-Net that is told the masks, first seed; NaN without masks.</param>
    /// <param name="data">What the measurements were made on.</param>
    /// <param name="wall">Wall time of the experiment.</param>
    public static PaperResult Of(
        CounterfactualRecipe recipe, IReadOnlyList<CounterfactualMeasurement> measurements, double supervisedIou,
        DataUse data, TimeSpan wall) => new(
            CounterfactualPaper.Notebook, recipe.Mode, Parameters(recipe), [.. measurements.Select(m => m.Seed)],
            [.. ClaimsOf(recipe, measurements, supervisedIou, data)],
            [.. CounterfactualPaper.Differences, FirstErrorsDifference(measurements)], [data], wall)
        {
            Note = "The paper's tables could not be re-read, so its column holds words only." + Undefined(measurements),
            Environment = RunEnvironment.Capture(recipe.Device.ToString()),
        };

    // With the measured spread of both forms: the one that the plan has, and the one that is asserted.
    private static Difference FirstErrorsDifference(IReadOnlyList<CounterfactualMeasurement> measurements)
    {
        return new(
            "Where fakeness must find errors",
            "not stated; planned here: the smallest bound of the grid with 3 % errors",
            "the smallest bound in steps of 0.005 is asserted; that of the grid is shown beside it",
            "on procedural concrete the errors rise from 2 % to a third between two bounds of the grid, so its first bound "
            + "is one where they are not rare. AUROC on the grid: " + Spread(m => m.ErrorAurocOnGrid)
            + "; in steps of 0.005: " + Spread(m => m.ErrorAuroc));

        string Spread(Func<CounterfactualMeasurement, double> of)
        {
            var (mean, low, high) = Interval.OverSeeds([.. measurements.Select(of)]);
            return $"{mean:0.00}{(low is null ? "" : $", interval {low:0.00} to {high:0.00}")} "
                + $"({string.Join(", ", measurements.Select(m => $"seed {m.Seed}: {of(m):0.00}"))})";
        }
    }

    // A measure that does not exist for a seed is said, not left out.
    private static string Undefined(IReadOnlyList<CounterfactualMeasurement> measurements)
    {
        long[] seeds = [.. measurements.Where(m => double.IsNaN(m.ErrorAuroc)).Select(m => m.Seed)];
        return seeds.Length == 0
            ? ""
            : $" The AUROC of fakeness for errors is undefined for {(seeds.Length == 1 ? "seed" : "seeds")} "
            + $"{string.Join(", ", seeds)}: no bound turns {FirstErrors.Least:P0} of the predictions, or it turns all.";
    }

    private static JsonObject Parameters(CounterfactualRecipe recipe) => new()
    {
        ["mode"] = recipe.Mode, ["seeds"] = recipe.Seeds, ["seed"] = recipe.Seed, ["data"] = recipe.Data,
        ["cycles"] = recipe.Cycles, ["identityWeight"] = recipe.Weights.Identity,
        ["backend"] = recipe.Backend == CounterfactualRecipe.For(recipe.Mode).Backend ? "" : recipe.Backend.Name(),
        ["trunkWeights"] = recipe.TrunkWeights ?? "",
    };

    private static IEnumerable<Claim> ClaimsOf(
        CounterfactualRecipe recipe, IReadOnlyList<CounterfactualMeasurement> measurements, double supervisedIou,
        DataUse data)
    {
        // The bounds are for the standard game; an exercise that changes it is shown, not judged.
        var standard = recipe.Cycles == 1 && recipe.Weights == new CounterfactualWeights();
        var full = recipe.Mode == "full";
        var asserted = standard && (full ? !data.StandIn : recipe.Mode == "small" && recipe.Data == "procedural");
        var masks = measurements.All(m => double.IsFinite(m.Iou));
        if (masks)
        {
            yield return Of("IoU of the counterfactual difference", "competitive", m => m.Iou, ">= 0.5");
            yield return Of(
                "IoU divided by Grad-CAM's", "much sharper", m => m.Iou / m.GradCamIou, ">= 3", inFull: ">= 2");
            yield return Of("pixel AUROC", null, m => m.PixelAuroc, ">= 0.95");
            yield return Of("IoU of Grad-CAM", null, m => m.GradCamIou);
            yield return Of("IoU of Grad-CAM on a finer layer", null, m => m.FineGradCamIou);
            yield return Of("IoU without any mask (Otsu)", null, m => m.OtsuIou);
            yield return new("IoU of a U-Net told the masks", null, null, [supervisedIou], null, false, data);
        }

        yield return Of("flip rate", null, m => m.FlipRate, ">= 0.9", inFull: ">= 0.9");
        yield return Of("accuracy of the hybrid D", "like a plain baseline", m => m.Accuracy, ">= 0.97");
        yield return Of("accuracy, D minus C", null, m => m.Accuracy - m.PlainAccuracy, "-0.02..0.02");
        if (full)
        {
            yield return Of("F1 of the hybrid D", "like a plain baseline", m => m.F1);
            yield return Of("F1, D minus C", "like a plain baseline", m => m.F1 - m.PlainF1, inFull: "-0.02..0.02");
        }

        yield return Of("accuracy of G's head", "like a plain baseline", m => m.HeadAccuracy);
        yield return Of(
            $"fakeness at eps {recipe.Epsilon} minus clean", "measures uncertainty", m => m.FakenessRise, ">= 0.1");
        yield return Of(
            "AUROC of fakeness for errors, smallest eps with 3 % in steps of 0.005", "measures uncertainty",
            m => m.ErrorAuroc, ">= 0.65");
        yield return Of(
            "the same, smallest eps of the grid (as first planned)", "measures uncertainty", m => m.ErrorAurocOnGrid,
            ">= 0.65", planned: true);
        yield return Of("mean F1 under PGD, D (A2) minus C", "more robust", m => m.Gain, ">= -0.05");
        yield return Of("mean F1 under PGD, C with PGD-AT minus C", null, m => m.HardenedGain);

        Claim Of(
            string name, string? paper, Func<CounterfactualMeasurement, double> of, string? small = null,
            string? inFull = null, bool planned = false)
        {
            var bound = full ? inFull : small;
            return new(
                name, paper, paper is null ? null : Abstract, [.. measurements.Select(of)],
                bound is null ? null : ClaimBound.Parse(bound), asserted && bound is not null && !planned, data);
        }
    }
}
