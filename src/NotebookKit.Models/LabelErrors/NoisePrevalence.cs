namespace NotebookKit.Models.LabelErrors;

/// <summary>One model's accuracy on the two parts of a test set.</summary>
/// <param name="Name">The model.</param>
/// <param name="Clean">a: on the examples whose label is right, in [0, 1].</param>
/// <param name="Corrected">c: on the examples whose label was wrong, against the corrected labels.</param>
/// <param name="Original">o: on the same examples against their original, wrong labels.</param>
public sealed record ModelAccuracy(string Name, double Clean, double Corrected, double Original);

/// <summary>The prevalence of label errors at which two models have the same accuracy on corrected labels.</summary>
/// <param name="First">Index of the one model.</param>
/// <param name="Second">Index of the other.</param>
/// <param name="Prevalence">q*, in (0, 1).</param>
/// <param name="RemovedShare">Share of the right labels that has to be removed to reach q*; NaN where q* is below the
/// prevalence as it is.</param>
public sealed record ModelCrossing(int First, int Second, double Prevalence, double RemovedShare);

/// <summary>
/// What a benchmark would say if label errors were more prevalent (Northcutt, Athalye, Mueller 2021, section 5): right
/// labels are removed until a share q of the rest was wrong.
/// </summary>
public static class NoisePrevalence
{
    /// <summary>Expected accuracy against corrected labels: (1 - q) a + q c.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prevalence">q, in [0, 1].</param>
    public static double Corrected(ModelAccuracy model, double prevalence) =>
        ((1 - Share(prevalence)) * model.Clean) + (prevalence * model.Corrected);

    /// <summary>Expected accuracy against the original labels: (1 - q) a + q o.</summary>
    /// <inheritdoc cref="Corrected"/>
    public static double Original(ModelAccuracy model, double prevalence) =>
        ((1 - Share(prevalence)) * model.Clean) + (prevalence * model.Original);

    /// <summary>Share of the right labels to remove for a prevalence: 1 - |E| (1 - q) / (q |B|).</summary>
    /// <param name="errors">|E|, examples whose label was wrong, 1 or more.</param>
    /// <param name="clean">|B|, examples whose label is right, 1 or more.</param>
    /// <param name="prevalence">q, from |E| / (|E| + |B|) to 1.</param>
    /// <exception cref="ArgumentException">q is lower than the prevalence without any removal, or there are no
    /// examples.</exception>
    public static double RemovedShare(int errors, int clean, double prevalence)
    {
        if (errors < 1 || clean < 1) throw new ArgumentException(
            $"There are {errors} errors and {clean} right labels; at least 1 of each is needed.");
        var asItIs = errors / (double)(errors + clean);
        var removed = 1 - (errors * (1 - Share(prevalence)) / (prevalence * clean));
        if (prevalence < asItIs && removed < -1e-12)
            throw new ArgumentException(
                $"prevalence is {prevalence}, but {errors} of {errors + clean} examples are errors already; it lies " +
                $"in [{asItIs:F4}, 1].");
        return Math.Max(removed, 0);
    }

    /// <summary>q* = (a_i - a_j) / ((a_i - a_j) - (c_i - c_j)), or null where one model is at least as good on both
    /// parts.</summary>
    /// <param name="first">Model i.</param>
    /// <param name="second">Model j.</param>
    public static double? Crossing(ModelAccuracy first, ModelAccuracy second)
    {
        var (clean, corrected) = (first.Clean - second.Clean, first.Corrected - second.Corrected);
        return clean * corrected < 0 ? clean / (clean - corrected) : null;
    }

    /// <summary>All crossings of pairs of models.</summary>
    /// <param name="models">The models.</param>
    /// <param name="errors">|E|, 1 or more.</param>
    /// <param name="clean">|B|, 1 or more.</param>
    public static IReadOnlyList<ModelCrossing> Crossings(IReadOnlyList<ModelAccuracy> models, int errors, int clean)
    {
        var crossings = new List<ModelCrossing>();
        for (var i = 0; i < models.Count; i++)
        {
            for (var j = i + 1; j < models.Count; j++)
            {
                if (Crossing(models[i], models[j]) is not { } q) continue;
                var reachable = q >= errors / (double)(errors + clean);
                crossings.Add(new ModelCrossing(i, j, q, reachable ? RemovedShare(errors, clean, q) : double.NaN));
            }
        }

        return crossings;
    }

    private static double Share(double prevalence) => prevalence is >= 0 and <= 1
        ? prevalence
        : throw new ArgumentException($"prevalence is {prevalence}; it is a share in [0, 1].");
}
