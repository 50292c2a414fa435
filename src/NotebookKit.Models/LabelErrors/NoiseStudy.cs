using NotebookKit.Data;
using NotebookKit.Show;
using NotebookKit.Train;
using TorchSharp;

namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// Part 2 of the experiment: noise of a known kind is injected into clean labels, out-of-sample probabilities come from
/// cross-validated training on the noisy labels, and what the filter finds is compared with what was injected.
/// </summary>
public sealed record NoiseStudy
{
    /// <summary>What it was measured on.</summary>
    public required DataUse Data { get; init; }

    /// <summary>Noisy labels, probabilities, and the truth as verdicts: a flipped label counts as an error.</summary>
    public required LabelledSet Set { get; init; }

    /// <summary>What was injected.</summary>
    public required NoisyLabels Noise { get; init; }

    /// <summary>What the filter found.</summary>
    public required LabelErrorFindings Findings { get; init; }

    /// <summary>How well it found the flips.</summary>
    public required Detection Detection { get; init; }

    /// <summary>Noise rates estimated from the calibrated joint.</summary>
    public required LatentEstimate Estimate { get; init; }

    /// <summary>Accuracy on clean test labels of a net trained on all noisy labels, in [0, 1].</summary>
    public required double NoisyAccuracy { get; init; }

    /// <summary>The same of a net trained without the flagged images.</summary>
    public required double FilteredAccuracy { get; init; }

    /// <summary>The same of a net trained on the clean labels: what perfect filtering with relabelling would
    /// give.</summary>
    public required double CleanAccuracy { get; init; }

    /// <summary>Mean absolute error of the estimated noise matrix.</summary>
    public double NoiseMatrixError => LabelErrorsMethod.NoiseMatrixError(Estimate.NoiseMatrix, Noise.NoiseMatrix);

    /// <summary>Injects noise, cross-validates, filters, and trains again without the flagged images.</summary>
    /// <param name="data">Images with right labels.</param>
    /// <param name="recipe">Every number of the run.</param>
    /// <param name="seed">Seed of noise, folds and training.</param>
    /// <param name="checkpoints">Folder of the cross-validation's checkpoints; null for none.</param>
    public static NoiseStudy Run(LabelErrorsData data, LabelErrorsRecipe recipe, long seed, string? checkpoints = null)
    {
        var truth = LabelErrorsData.LabelsOf(data.Train);
        var classes = data.Train.Classes.Count;
        var noise = LabelNoise.Inject(
            truth, classes, recipe.NoiseShare, data.Partners, recipe.PartnerShare, (int)seed);
        using var noisy = LabelErrorsData.Relabel(data.Train, noise.GivenLabels);
        var outOfSample = CrossValidation.Run(
            noisy, () => new LabelErrorsNetwork(noisy.Images.shape[1], recipe.Width, classes).to(recipe.Device),
            new CrossValidationOptions
            {
                Folds = recipe.Folds, CheckpointFolder = checkpoints,
                Training = recipe.Training(seed, $"Cross-validation on {data.Source.Id}"),
            });
        var found = LabelErrors.Find(
            noise.GivenLabels, outOfSample.PredProbs, classes, new LabelErrorOptions { Filter = recipe.Filter });
        var kept = found.ToMask();
        using var filtered = noisy.Select(
            [.. Enumerable.Range(0, kept.Length).Where(i => !kept[i]).Select(i => (long)i)]);
        return new NoiseStudy
        {
            Data = data.Source,
            Set = new LabelledSet
            {
                Name = data.Source.Id, GivenLabels = noise.GivenLabels, Values = outOfSample.PredProbs,
                    Classes = classes,
                ClassNames = data.Train.Classes, Votes = Truth(truth, noise, data.Train.Classes, outOfSample.PredProbs),
            },
            Noise = noise,
            Findings = found,
            Detection = LabelErrorsMethod.Detect(found.Indices, noise.Flipped),
            Estimate = LatentEstimate.Of(found.Calibrated, noise.GivenLabels),
            NoisyAccuracy = Accuracy(noisy, data.Test, recipe, seed, "Training on the noisy labels"),
            FilteredAccuracy = Accuracy(filtered, data.Test, recipe, seed, "Training without the flagged images"),
            CleanAccuracy = Accuracy(data.Train, data.Test, recipe, seed, "Training on the clean labels"),
        };
    }

    /// <summary>What was injected, what was found, and what training without it gains.</summary>
    public Figure Summary() => Table.Draw(
        new[]
        {
            new Row("labels flipped", $"{Noise.FlippedShare:P1} of {Findings.Examples:N0}"),
            new Row("given label predicted, cross-validated", $"{Findings.Accuracy:P1}"),
            new Row("flagged", $"{Findings.Indices.Length:N0}"),
            new Row("precision", $"{Detection.Precision:P1} = {Detection.Lift:0.0} x the base rate"),
            new Row("recall", $"{Detection.Recall:P1}"),
            new Row("noise matrix, mean absolute error", $"{NoiseMatrixError:0.0000}"),
            new Row("clean test accuracy, trained on all noisy labels", $"{NoisyAccuracy:P2}"),
            new Row("the same without the flagged images", $"{FilteredAccuracy:P2}"),
            new Row("the same on the clean labels", $"{CleanAccuracy:P2}"),
        },
        $"Injected noise, found again: {Data.Id}.").On(Data);

    /// <summary>Noise rates, estimated less injected.</summary>
    public Figure RateErrors()
    {
        var classes = Set.Classes;
        var difference = new double[classes, classes];
        for (var j = 0; j < classes; j++)
        {
            for (var k = 0; k < classes; k++) difference[j, k] = Estimate.NoiseMatrix[j, k] - Noise.NoiseMatrix[j, k];
        }

        return HeatMap.Draw(
            difference, [.. Set.ClassNames], [.. Set.ClassNames],
            $"Noise rates P(given | true) of {Data.Id}: estimated less injected. Orange is overestimated.",
            "0.00", "given", "true", signed: true);
    }

    private sealed record Row(string Quantity, string Value);

    private static double Accuracy(ImageSet train, ImageSet test, LabelErrorsRecipe recipe, long seed, string title)
    {
        using var model = TrainedModel.Fit(train, recipe.Width, recipe.Device, recipe.Training(seed, title));
        return Evaluation.Measure(model, test, Objective.MultiClass).Accuracy;
    }

    /// <summary>The truth in the form of votes: five for the given label where it is right, five against it where it
    /// was
    /// flipped. Every example is judged.</summary>
    private static CrowdVote[] Truth(
        int[] truth, NoisyLabels noise, IReadOnlyList<string> names, double[] predProbs)
    {
        var votes = new CrowdVote[truth.Length];
        for (var i = 0; i < votes.Length; i++)
        {
            var given = noise.GivenLabels[i];
            var row = predProbs.AsSpan(i * names.Count, names.Count);
            var guess = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<double>(row);
            var answer = !noise.Flipped[i] ? "given" : guess == truth[i] ? "guessed" : "neither";
            votes[i] = new CrowdVote(
                i, given, guess, names[given], names[guess],
                new Dictionary<string, int> { ["given"] = 0, ["guessed"] = 0, ["neither"] = 0, [answer] = 5 });
        }

        return votes;
    }
}
