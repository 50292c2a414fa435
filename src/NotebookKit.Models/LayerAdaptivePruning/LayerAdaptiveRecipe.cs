using NotebookKit.Train;
using static TorchSharp.torch;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>Every number of a run. A mode is nothing but a set of these values; the code path is the same in all
/// modes.</summary>
public sealed record LayerAdaptiveRecipe
{
    /// <summary>Name of the mode that the values come from: smoke, small or full.</summary>
    public required string Mode { get; init; }

    /// <summary>"procedural": generated shapes and the small network; "cifar10": the real test set and the published
    /// ResNet-32.</summary>
    public string Data
    {
        get;
        init => field = value is "procedural" or "cifar10"
            ? value
            : throw new ArgumentException($"data must be 'procedural' or 'cifar10', but is '{value}'.");
    } = "procedural";

    /// <summary>Where the network computes.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>Seed of the first run; the others count up from it.</summary>
    public long Seed { get; init; } = 17;

    /// <summary>Independent runs behind the claims; 1 or more.</summary>
    public int Seeds
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentException($"seeds is {value}; it must be 1 or more.");
    } = 1;

    /// <summary>Training pictures of the stand-in.</summary>
    public required int TrainCount { get; init; }

    /// <summary>Test pictures.</summary>
    public required int TestCount { get; init; }

    /// <summary>Test pictures of what is only looked at - a round before it is trained on, allocations without
    /// data -, the first of the test set; null for all. Everything else is measured on all.</summary>
    public int? QuickTest { get; init; }

    /// <summary>Epochs of the dense network on the stand-in.</summary>
    public required int Epochs { get; init; }

    /// <summary>Pictures per step (section 4.1 of the paper: 100).</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>Adam's learning rate of the dense network.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>AdamW's learning rate when a pruned network is trained on (paper: 3e-4).</summary>
    public required double RetrainRate { get; init; }

    /// <summary>Calibration pictures (paper: 1,024).</summary>
    public required int Calibration { get; init; }

    /// <summary>D, intervals of the grid (paper: 100).</summary>
    public required int Intervals { get; init; }

    /// <summary>Sparsities of the one-shot curves.</summary>
    public required IReadOnlyList<double> Sparsities { get; init; }

    /// <summary>Sparsities at which the pruned network is trained on, too.</summary>
    public required IReadOnlyList<double> Retrained { get; init; }

    /// <summary>Steps of training after one-shot pruning.</summary>
    public required int RetrainSteps { get; init; }

    /// <summary>a: share of the remaining weights that a round prunes (paper: 0.2).</summary>
    public required double RoundAmount { get; init; }

    /// <summary>Rounds of the iterative schedule (paper: 20).</summary>
    public required int Rounds { get; init; }

    /// <summary>Steps of training after each round (paper: 80,000 for ResNet-32).</summary>
    public required int RoundSteps { get; init; }

    /// <summary>Schemes of the iterative schedule.</summary>
    public IReadOnlyList<PruningScheme> IterativeSchemes { get; init; } =
        [PruningScheme.ProgramWorst, PruningScheme.Lamp, PruningScheme.Uniform];

    /// <summary>Random allocations of the additivity check.</summary>
    public required int AdditivitySamples { get; init; }

    /// <summary>S_t = 1 - (1 - a)^t (section 3.6 of the paper's code).</summary>
    /// <param name="round">t, from 1.</param>
    public double RoundSparsity(int round) => 1 - Math.Pow(1 - RoundAmount, round);

    /// <summary>A few steps of everything, for the tests.</summary>
    public static LayerAdaptiveRecipe Smoke { get; } = new()
    {
        Mode = "smoke", TrainCount = 600, TestCount = 200, Epochs = 2, RetrainRate = 1e-3, Calibration = 16,
        Intervals = 20, Sparsities = [0.3, 0.6, 0.8, 0.9], Retrained = [0.6, 0.9], RetrainSteps = 3,
        RoundAmount = 0.4, Rounds = 2, RoundSteps = 3, AdditivitySamples = 6,
    };

    /// <summary>A few minutes on two CPU cores; the claims are measured here.</summary>
    public static LayerAdaptiveRecipe Small { get; } = new()
    {
        Mode = "small", TrainCount = 5_000, TestCount = 1_000, Epochs = 6, RetrainRate = 1e-3, Calibration = 128,
        Intervals = 25, Sparsities = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], Retrained = [0.6, 0.9],
        RetrainSteps = 20, RoundAmount = 0.4, Rounds = 5, RoundSteps = 25, AdditivitySamples = 30,
    };

    /// <summary>The paper's setting; on the GPU where there is one.</summary>
    public static LayerAdaptiveRecipe Full { get; } = new()
    {
        Mode = "full", Device = ComputeDevice.Fastest, TrainCount = 50_000, TestCount = 10_000, Epochs = 100, RetrainRate = 3e-4, Calibration = 1_024,
        Intervals = 100, Sparsities = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95], Retrained = [0.6, 0.8, 0.9, 0.95],
        RetrainSteps = 80_000, RoundAmount = 0.2, Rounds = 20, RoundSteps = 80_000, AdditivitySamples = 100,
    };

    /// <summary>The recipe of a mode on some data.</summary>
    /// <param name="mode">smoke, small or full.</param>
    /// <param name="data">procedural or cifar10; in small mode the real network takes fewer points, as it costs 25
    /// times as much per picture.</param>
    /// <exception cref="ArgumentException">There is no such mode or data.</exception>
    public static LayerAdaptiveRecipe For(string mode, string data = "procedural")
    {
        var recipe = (mode switch
        {
            "smoke" => Smoke,
            "small" => Small,
            "full" => Full,
            _ => throw new ArgumentException(
                $"No mode '{mode}' in {LayerAdaptivePaper.Notebook}. It has: smoke, small, full."),
        }) with { Data = data };
        return (mode, data) switch
        {
            ("smoke", "cifar10") =>
                recipe with { TestCount = 64, Calibration = 4, Intervals = 4, Sparsities = [0.3, 0.6] },
            ("small", "cifar10") => recipe with
            {
                TestCount = 10_000, QuickTest = 1_000, Calibration = 64, Intervals = 20,
                Sparsities = [0.3, 0.4, 0.5, 0.6, 0.7], Retrained = [], RetrainRate = 3e-4, RoundAmount = 0.2,
                Rounds = 4, RoundSteps = 40, AdditivitySamples = 10,
                IterativeSchemes = [PruningScheme.ProgramWorst, PruningScheme.Lamp],
            },
            _ => recipe,
        };
    }
}
