using NotebookKit.Train;
using static TorchSharp.torch;

namespace NotebookKit.Models.LabelErrors;

/// <summary>Every number of a run. A mode is nothing but a set of these values; the code path is the same in all
/// modes.</summary>
public sealed record LabelErrorsRecipe
{
    /// <summary>Name of the mode that the values come from: smoke, small or full.</summary>
    public required string Mode { get; init; }

    /// <summary>Where the networks compute.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>Seed of the first run; the others count up from it.</summary>
    public long Seed { get; init; } = 17;

    /// <summary>Independent runs (data, noise, start and order all drawn anew) behind the claims; 1 or more.</summary>
    public int Seeds
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentException(
            $"Seeds is {value}; it is a number of runs, 1 or more.");
    } = 1;

    /// <summary>True goes on from the checkpoints that an interrupted run left in its folder.</summary>
    public bool Resume { get; init; }

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

    /// <summary>Filters of the first convolution of the cross-validated net.</summary>
    public int Width { get; init; } = 16;

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

    /// <summary>Stability: epochs per model.</summary>
    public required int StabilityEpochs { get; init; }

    /// <summary>Stability: the part of one class that carries another label, in (0, 1).</summary>
    public double SystematicShare { get; init; } = 0.4;

    /// <summary>Stability: random removals behind a band.</summary>
    public int Removals { get; init; } = 10;

    /// <summary>Examples of the largest random set in the table of times.</summary>
    public int SpeedCount { get; init; } = 100_000;

    /// <summary>The reader's own labels (.npy or .csv); empty for the published ones.</summary>
    public string LabelsPath { get; init; } = "";

    /// <summary>The reader's own out-of-sample probabilities (.npy or .csv); empty for the published ones.</summary>
    public string PredProbsPath { get; init; } = "";

    /// <summary>Whether the run is about the reader's files.</summary>
    /// <exception cref="ArgumentException">Only one of the two paths is given.</exception>
    public bool HasOwnFiles => (LabelsPath.Length > 0) == (PredProbsPath.Length > 0)
        ? LabelsPath.Length > 0
        : throw new ArgumentException(
            $"labels is '{LabelsPath}' and pred_probs is '{PredProbsPath}'; give both files or neither.");

    /// <summary>A few steps of everything, for the tests.</summary>
    public static LabelErrorsRecipe Smoke { get; } = new()
    {
        Mode = "smoke", TrainCount = 400, TestCount = 200, Folds = 2, Epochs = 1, StabilityEpochs = 1, Widths = [4, 8],
        WeightDecays = [0], SpeedCount = 10_000,
    };

    /// <summary>About four minutes on two CPU cores; the claims are measured here.</summary>
    public static LabelErrorsRecipe Small { get; } = new()
    {
        Mode = "small", TrainCount = 4_000, TestCount = 2_000, Folds = 4, Epochs = 8, StabilityEpochs = 8,
            BatchSize = 64,
        LearningRate = 2e-3, Widths = [4, 8, 16], WeightDecays = [0, 5e-4],
    };

    /// <summary>Five folds over the 10,000 pictures at hand and wider models; epochs are this project's choice. On the
    /// GPU where there is one.</summary>
    public static LabelErrorsRecipe Full { get; } = new()
    {
        Mode = "full", Device = ComputeDevice.Fastest, TrainCount = 8_000, TestCount = 2_000, Folds = 5, Epochs = 200, StabilityEpochs = 200,
        Widths = [4, 8, 16, 32, 64], WeightDecays = [0, 5e-4],
    };

    /// <summary>The recipe of a mode.</summary>
    /// <param name="mode">smoke, small or full.</param>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public static LabelErrorsRecipe For(string mode) => mode switch
    {
        "smoke" => Smoke,
        "small" => Small,
        "full" => Full,
        _ => throw new ArgumentException($"No mode '{mode}' in {LabelErrorsPaper.Notebook}. It has: smoke, small, full."),
    };

    /// <summary>How one net is trained.</summary>
    /// <param name="seed">Seed of weights and order.</param>
    /// <param name="title">What the progress line says.</param>
    internal TrainOptions Training(long seed, string title) => new()
    {
        Epochs = Epochs, BatchSize = BatchSize, LearningRate = LearningRate, Seed = seed, Title = title,
        Objective = Objective.MultiClass, Resume = Resume,
    };
}
