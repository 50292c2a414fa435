using NotebookKit.Train;
using static TorchSharp.torch;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>
/// Every number of a run. A mode is nothing but a set of these values; the code path is the same in all modes.
/// </summary>
public sealed record CifakeRecipe
{
    /// <summary>Name of the mode that the values come from: smoke, small or full.</summary>
    public required string Mode { get; init; }

    /// <summary>Seed of the first run; the others count up from it.</summary>
    public long Seed { get; init; } = 17;

    /// <summary>Independent runs (data, start and order all drawn anew) behind the claims; 1 or more.</summary>
    public int Seeds
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentException($"seeds is {value}; it must be 1 or more.");
    } = 1;

    /// <summary>True goes on from the checkpoint that an interrupted run left in its folder.</summary>
    public bool Resume { get; init; }

    /// <summary>"procedural", or the folder of CIFAKE with train/ and test/ inside.</summary>
    public string Data { get; init; } = "procedural";

    /// <summary>Training pictures, before the validation split (the paper: 100,000).</summary>
    public required int TrainCount { get; init; }

    /// <summary>Test pictures (the paper: 20,000).</summary>
    public required int TestCount { get; init; }

    /// <summary>Amplitude of the checkerboard flaw in units of the pixel range [0, 1].</summary>
    public double Residue { get; init; } = 0.09;

    /// <summary>True gives the checkerboard one phase in all pictures: an exercise on why it must vary.</summary>
    public bool FixedPhase { get; init; }

    /// <summary>Largest number of epochs for the winner.</summary>
    public required int Epochs { get; init; }

    /// <summary>Epochs without a better validation loss before training stops.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Pictures per optimizer step.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Share of the training pictures held out for validation.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Stage A: convolution filters tried.</summary>
    public required IReadOnlyList<int> Filters { get; init; }

    /// <summary>Stage A: numbers of convolution layers tried.</summary>
    public required IReadOnlyList<int> Convolutions { get; init; }

    /// <summary>Stage B: widths of the dense layers tried.</summary>
    public required IReadOnlyList<int> DenseWidths { get; init; }

    /// <summary>Stage B: numbers of dense layers tried.</summary>
    public required IReadOnlyList<int> DenseLayers { get; init; }

    /// <summary>Largest number of epochs for each network of the search.</summary>
    public required int SearchEpochs { get; init; }

    /// <summary>Pictures explained for the saliency figures; the lift uses correctly detected fakes up to this many.</summary>
    public required int ExplainCount { get; init; }

    /// <summary>Pictures in the deletion and insertion curves (33 forward passes each, times the orderings).</summary>
    public required int DeletionCount { get; init; }

    /// <summary>Networks with random weights in the sanity check.</summary>
    public required int Reinitialisations { get; init; }

    /// <summary>Real photographs used when CIFAR-10 is at hand (half stay real, half are forged).</summary>
    public required int RealCount { get; init; }

    /// <summary>Where the networks compute.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>The paper's winner: two convolutions of 32 filters and one dense layer of 64.</summary>
    public CifakeTopology Winner { get; init; } = new(Filters: 32, Convolutions: 2, DenseWidth: 64, DenseLayers: 1);

    /// <summary>A few steps of everything, for the tests: every cell runs, every figure is there.</summary>
    public static CifakeRecipe Smoke { get; } = new()
    {
        Mode = "smoke", TrainCount = 320, TestCount = 160, Epochs = 2, SearchEpochs = 1,
        Filters = [4, 8], Convolutions = [1, 2], DenseWidths = [16], DenseLayers = [1],
        ExplainCount = 64, DeletionCount = 16, Reinitialisations = 2, RealCount = 256,
    };

    /// <summary>
    /// A few minutes on two CPU cores; the claims are measured here. Ten epochs, because after six the slowest of three
    /// seeds still stood at 0.93 (mean 0.957, interval 0.908 to 1): a matter of patience, not of the method.
    /// </summary>
    public static CifakeRecipe Small { get; } = new()
    {
        Mode = "small", TrainCount = 4_000, TestCount = 2_000, Epochs = 10, SearchEpochs = 4,
        Filters = [8, 16, 32], Convolutions = [1, 2, 3], DenseWidths = [16, 64], DenseLayers = [1, 2],
        ExplainCount = 1_000, DeletionCount = 300, Reinitialisations = 20, RealCount = 8_000,
    };

    /// <summary>The paper's setting: CIFAKE, all 36 topologies, 25 epochs with early stopping; on the GPU where there is
    /// one.</summary>
    public static CifakeRecipe Full { get; } = new()
    {
        Mode = "full", Device = ComputeDevice.Fastest, TrainCount = 100_000, TestCount = 20_000, Epochs = 25, SearchEpochs = 25,
        Filters = [16, 32, 64, 128], Convolutions = [1, 2, 3],
        DenseWidths = [32, 64, 128, 256, 512, 1024, 2048, 4096], DenseLayers = [1, 2, 3],
        ExplainCount = 10_000, DeletionCount = 2_000, Reinitialisations = 20, RealCount = 20_000,
    };

    /// <summary>The recipe of a mode.</summary>
    /// <param name="mode">smoke, small or full.</param>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public static CifakeRecipe For(string mode) => mode switch
    {
        "smoke" => Smoke,
        "small" => Small,
        "full" => Full,
        _ => throw new ArgumentException($"No mode '{mode}' in 01-cifake-gradcam. It has: smoke, small, full."),
    };
}
