namespace NotebookKit.Models.LabelErrors;

/// <summary>Every number of a run. A mode is nothing but a set of these values; the code path is the same in all
/// modes.</summary>
public sealed record LabelErrorsRecipe
{
    /// <summary>Name of the mode that the values come from: smoke, small or full.</summary>
    public required string Mode { get; init; }

    /// <summary>Seed of the first run; the others count up from it.</summary>
    public long Seed { get; init; } = 17;

    /// <summary>Independent runs (data, noise, start and order all drawn anew) behind the claims; 1 or more.</summary>
    public int Seeds
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentException(
            $"Seeds is {value}; it is a number of runs, 1 or more.");
    } = 1;

    /// <summary>Training images, before the folds are dealt.</summary>
    public required int TrainCount { get; init; }

    /// <summary>Test images with clean labels.</summary>
    public required int TestCount { get; init; }

    /// <summary>Share of training labels that is flipped, in [0, 1).</summary>
    public double NoiseShare { get; init; } = 0.12;

    /// <summary>Share of the flips that goes to the confusable partner, in [0, 1].</summary>
    public double PartnerShare { get; init; } = 0.5;

    /// <summary>Folds of the cross-validation; each row is predicted by a net that never saw it.</summary>
    public required int Folds { get; init; }

    /// <summary>Epochs per fold.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images per optimizer step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The filter whose claims are asserted.</summary>
    public LabelFilter Filter { get; init; } = LabelFilter.PruneByNoiseRate;

    /// <summary>Stability: widths of the first convolution, smallest model first.</summary>
    public required IReadOnlyList<int> Widths { get; init; }

    /// <summary>Stability: each width is trained with each of these weight decays.</summary>
    public required IReadOnlyList<double> WeightDecays { get; init; }

    /// <summary>Stability: random removals behind a band.</summary>
    public int Removals { get; init; } = 10;

    /// <summary>A few steps of everything, for the tests.</summary>
    public static LabelErrorsRecipe Smoke { get; } = new()
    {
        Mode = "smoke", TrainCount = 400, TestCount = 200, Folds = 2, Epochs = 1, Widths = [4, 8], WeightDecays = [0],
    };

    /// <summary>About four minutes on two CPU cores; the claims are measured here.</summary>
    public static LabelErrorsRecipe Small { get; } = new()
    {
        Mode = "small", TrainCount = 4_000, TestCount = 2_000, Folds = 4, Epochs = 6, Widths = [4, 8, 16], WeightDecays = [0, 5e-4],
    };

    /// <summary>Five folds over a whole training set and wider models; epochs are this project's choice. Wants a
    /// GPU.</summary>
    public static LabelErrorsRecipe Full { get; } = new()
    {
        Mode = "full", TrainCount = 50_000, TestCount = 10_000, Folds = 5, Epochs = 200, Widths = [4, 8, 16, 32, 64], WeightDecays = [0, 5e-4],
    };

    /// <summary>The recipe of a mode.</summary>
    /// <param name="mode">smoke, small or full.</param>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public static LabelErrorsRecipe For(string mode) => mode switch
    {
        "smoke" => Smoke,
        "small" => Small,
        "full" => Full,
        _ => throw new ArgumentException($"No mode '{mode}' in 07-label-errors. It has: smoke, small, full."),
    };
}
