using NotebookKit.Train;
using static TorchSharp.torch;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>Every number of a run. A mode is nothing but a set of these values. What could not be read in the paper is
/// marked "chosen" in the notebook's table of settings; that is nearly all of it.</summary>
public sealed record CounterfactualRecipe
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

    /// <summary>"procedural", "cracks" (CrackForest, asphalt), a folder with one folder per class, or one with the
    /// folders images and masks.</summary>
    public string Data { get; init; } = "procedural";

    /// <summary>Width and height of the pictures that the networks see, divisible by 8; on a trunk by 32.</summary>
    public int Side { get; init; } = 32;

    /// <summary>Training pictures; what a folder holds beyond them is left out.</summary>
    public required int TrainCount { get; init; }

    /// <summary>Pictures that choose the threshold called "oracle".</summary>
    public required int ValidationCount { get; init; }

    /// <summary>Test pictures.</summary>
    public required int TestCount { get; init; }

    /// <summary>Steps of the game between G and D; C takes the same ones.</summary>
    public required int Steps { get; init; }

    /// <summary>Passes over the training pictures in place of <see cref="Steps"/>; null: the steps count.</summary>
    public int? Epochs { get; init; }

    /// <summary>Pictures per step, half of each class.</summary>
    public int BatchSize { get; init; } = 24;

    /// <summary>The optimizer's learning rate, of all networks or of the U-Nets alone.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>Learning rate of D and C; null takes <see cref="LearningRate"/>.</summary>
    public double? ClassifierLearningRate { get; init; }

    /// <summary>Decay of the weights; above 0 the optimizer is AdamW.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Steps in which the learning rates rise, before they fall to 0 along a cosine; 0 keeps them as they
    /// are.</summary>
    public int WarmUpSteps { get; init; }

    /// <summary>Whether training pictures are cropped, mirrored, and changed in brightness and contrast by up to
    /// 10 %.</summary>
    public bool Augments { get; init; }

    /// <summary>Adam's first beta.</summary>
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Which networks D, C and the encoder of G are.</summary>
    public CounterfactualBackend Backend { get; init; }

    /// <summary>File of ImageNet weights for the trunks, with torchvision's names; null draws them.</summary>
    public string? TrunkWeights { get; init; }

    /// <summary>Where the networks are and compute; pictures, figures and measures stay on the CPU.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>c, channels of the U-Net's first convolution.</summary>
    public int GeneratorWidth { get; init; } = 12;

    /// <summary>Channels of the first convolutions of D and C.</summary>
    public int ClassifierWidth { get; init; } = 24;

    /// <summary>Weights of the loss terms.</summary>
    public CounterfactualWeights Weights { get; init; } = new();

    /// <summary>c, cycles: 1, or 0 for the ablation.</summary>
    public int Cycles { get; init; } = 1;

    /// <summary>Steps between two frames of the film strip.</summary>
    public required int FilmEvery { get; init; }

    /// <summary>Identity weights of the ablation.</summary>
    public IReadOnlyList<double> IdentityWeights { get; init; } = [0, 1, 5, 20];

    /// <summary>Steps of each network of the ablation.</summary>
    public required int AblationSteps { get; init; }

    /// <summary>Steps of the supervised U-Net.</summary>
    public required int SupervisedSteps { get; init; }

    /// <summary>Steps of adversarial training (PGD-AT).</summary>
    public required int AdversarialSteps { get; init; }

    /// <summary>Bound of the attacks that PGD-AT trains on, on the [-1, 1] scale; null takes 0.08, on asphalt 0.02: its
    /// cracks are so faint that under 0.08 the classifier learns nothing (loss 0.693).</summary>
    public double? AdversarialEpsilon { get; init; }

    /// <summary>Bounds of the attacks, on the [-1, 1] scale: half of that on [0, 1]. The first is 0.</summary>
    public IReadOnlyList<double> Epsilons { get; init; } = [0, 0.02, 0.04, 0.06, 0.08, 0.12];

    /// <summary>Bound at which single attacks are looked at more closely.</summary>
    public double Epsilon { get; init; } = 0.06;

    /// <summary>Steps of PGD; the paper has 10.</summary>
    public int PgdSteps { get; init; } = 10;

    /// <summary>Test pictures attacked.</summary>
    public required int AttackCount { get; init; }

    /// <summary>Queries per picture of the black-box check.</summary>
    public required int Queries { get; init; }

    /// <summary>Pictures of the black-box check and of the attacks with 5 restarts.</summary>
    public required int QueryCount { get; init; }

    /// <summary>A few steps of everything, for the tests: every cell runs, every figure is there.</summary>
    public static CounterfactualRecipe Smoke { get; } = new()
    {
        Mode = "smoke", TrainCount = 96, ValidationCount = 24, TestCount = 40, Steps = 6, FilmEvery = 2,
        BatchSize = 8, GeneratorWidth = 4, ClassifierWidth = 8, IdentityWeights = [0, 5], AblationSteps = 2,
        SupervisedSteps = 4, AdversarialSteps = 3, Epsilons = [0, 0.06, 0.12], PgdSteps = 2, AttackCount = 40,
        Queries = 10, QueryCount = 16,
    };

    /// <summary>A few minutes on two CPU cores; the claims are measured here.</summary>
    public static CounterfactualRecipe Small { get; } = new()
    {
        Mode = "small", TrainCount = 1_500, ValidationCount = 200, TestCount = 300, Steps = 600, FilmEvery = 50,
        AblationSteps = 150, SupervisedSteps = 150, AdversarialSteps = 300, AttackCount = 300, Queries = 500,
        QueryCount = 100,
    };

    /// <summary>For a GPU and a local folder of photographs: ResNet-18 and a U-Net on it, on 224 x 224, 100 epochs
    /// (specification, section 3). Never run to its end for this kit.</summary>
    public static CounterfactualRecipe Full { get; } = new()
    {
        Mode = "full", Side = 224, TrainCount = 40_000, ValidationCount = 1_000, TestCount = 2_000, Steps = 125_000,
        Epochs = 100, FilmEvery = 2_000, BatchSize = 32, LearningRate = 2e-4, ClassifierLearningRate = 1e-4,
        WeightDecay = 1e-4, WarmUpSteps = 500, Augments = true, Backend = CounterfactualBackend.ResNet18,
        Device = ComputeDevice.Fastest,
        AblationSteps = 8_000, SupervisedSteps = 8_000, AdversarialSteps = 20_000, PgdSteps = 50, AttackCount = 2_000,
        Queries = 5_000, QueryCount = 500,
    };

    /// <summary>The recipe of a mode.</summary>
    /// <param name="mode">smoke, small or full.</param>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public static CounterfactualRecipe For(string mode) => mode switch
    {
        "smoke" => Smoke,
        "small" => Small,
        "full" => Full,
        _ => throw new ArgumentException($"No mode '{mode}' in 03-counterfactual-gan. It has: smoke, small, full."),
    };

    /// <summary>The same recipe with the back-end of a name.</summary>
    /// <param name="name">small, resnet18, resnet34, resnet50 or swin-t; empty keeps the mode's own.</param>
    /// <exception cref="ArgumentException">There is no such back-end.</exception>
    public CounterfactualRecipe WithBackend(string name) => name.Length == 0
        ? this
        : this with { Backend = CounterfactualBackends.Parse(name) };

    /// <summary><see cref="AdversarialEpsilon"/> as it is taken.</summary>
    internal double AdversarialBound => AdversarialEpsilon ?? (Data == CrackPatches.Name ? 0.02 : 0.08);

    /// <summary>Steps of the game on so many training pictures.</summary>
    internal int StepsOn(long pictures) => Epochs is { } epochs
        ? (int)Math.Max(1, epochs * pictures / BatchSize)
        : Steps;
}
