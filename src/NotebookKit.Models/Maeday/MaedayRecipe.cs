using NotebookKit.Models.Backbones;
using NotebookKit.Train;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>What moves the low-rank weights.</summary>
public enum FewShotOptimizer
{
    /// <summary>AdamW: what a tiny network needs to move at all.</summary>
    AdamW,

    /// <summary>SGD with momentum 0.9 and weight decay 0.05, the defaults of a re-implementation.</summary>
    Sgd,
}

/// <summary>Every number of a run. A mode is nothing but a set of these values.</summary>
public sealed record MaedayRecipe
{
    /// <summary>Name of the mode that the values come from: smoke, small or full.</summary>
    public required string Mode { get; init; }

    /// <summary>Seed of the first run; the others count up from it.</summary>
    public long Seed { get; init; } = 17;

    /// <summary>Independent runs (pre-training, data and masks all drawn anew) behind the claims; 1 or more.</summary>
    public int Seeds
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentException($"seeds is {value}; it must be 1 or more.");
    } = 1;

    /// <summary>True goes on from the checkpoint that an interrupted run left in its folder.</summary>
    public bool Resume { get; init; }

    /// <summary>"procedural", "tiles" (magnetic tiles), or a folder in the layout of MVTec.</summary>
    public string Data { get; init; } = "procedural";

    /// <summary>What the network learns from: "textures" (procedural), "cifar10", a folder of pictures, or a checkpoint
    /// file (.pth, .safetensors). "auto" takes textures for procedural data and CIFAR-10 elsewhere, if it is at
    /// hand.</summary>
    public string Pretraining { get; init; } = "auto";

    /// <summary>Encoder; its channels are set by the data.</summary>
    public VitShape Encoder { get; init; } = new(48, 3, 4) { Side = 32, Patch = 4, Channels = 1 };

    /// <summary>Width, blocks and heads of the decoder.</summary>
    public (long Width, int Depth, long Heads) Decoder { get; init; } = (32, 1, 4);

    /// <summary>Where everything is computed; what is drawn is drawn on the CPU, so that every device sees the same
    /// weights, masks and crops.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>Weights of torchvision's wide_resnet50_2 (.pth, .safetensors) for the embedding method; empty takes
    /// principal components of small patches.</summary>
    public string Embedding { get; init; } = "";

    /// <summary>Side of pictures from files: the encoder's, or more by whole half windows, whose maps are averaged.
    /// Twice the encoder's is 2x2 tiles and those between them.</summary>
    public int PhotographSide { get; init; } = 64;

    /// <summary>Share of the patches that is removed, in training and in scoring.</summary>
    public double MaskRatio { get; init; } = 0.75;

    /// <summary>Pre-training steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Pictures per pre-training step.</summary>
    public int BatchSize { get; init; } = 48;

    /// <summary>AdamW's learning rate, reached after the warm-up; then half a cosine down to 0.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Weight decay of matrices; biases, norms and tokens have none.</summary>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Steps over which the learning rate rises.</summary>
    public int WarmupSteps { get; init; } = 50;

    /// <summary>Steps between two frames of the film strip.</summary>
    public required int FilmEvery { get; init; }

    /// <summary>Test pictures of each category, at most.</summary>
    public required int TestCount { get; init; }

    /// <summary>N, masks behind a map.</summary>
    public required int Masks { get; init; }

    /// <summary>How the masks of one picture hang together.</summary>
    public MaskDesign Design { get; init; } = MaskDesign.Uniform;

    /// <summary>Draws of the masks behind every zero-shot figure.</summary>
    public required int MaskSeeds { get; init; }

    /// <summary>Numbers of masks of the sweep.</summary>
    public required IReadOnlyList<int> SweepMasks { get; init; }

    /// <summary>Mask ratios of the sweep.</summary>
    public required IReadOnlyList<double> SweepRatios { get; init; }

    /// <summary>k, numbers of support pictures that are tried; the last one is the headline.</summary>
    public IReadOnlyList<int> Shots { get; init; } = [1, 4];

    /// <summary>Draws of the k support pictures, 1 or more; the figures are means over them.</summary>
    public int SupportDraws
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentException($"SupportDraws is {value}; it must be 1 or more.");
    } = 1;

    /// <summary>r of the low-rank adaptation; alpha is r.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>Steps of the few-shot tuning.</summary>
    public required int FewShotSteps { get; init; }

    /// <summary>Crops per step of the few-shot tuning.</summary>
    public int FewShotBatch { get; init; } = 32;

    /// <summary>How crops of the support are made.</summary>
    public SupportCropping FewShotCrops { get; init; } = SupportCropping.Windows;

    /// <summary>What moves the low-rank weights.</summary>
    public FewShotOptimizer FewShotOptimizer { get; init; } = FewShotOptimizer.AdamW;

    /// <summary>Learning rate of the few-shot tuning.</summary>
    public double FewShotLearningRate { get; init; } = 5e-3;

    /// <summary>A few steps of everything, for the tests: every cell runs, every figure is there.</summary>
    public static MaedayRecipe Smoke { get; } = new()
    {
        Mode = "smoke", Steps = 6, FilmEvery = 2, BatchSize = 8, TestCount = 12, Masks = 4, MaskSeeds = 2,
        SweepMasks = [1, 2, 4], SweepRatios = [0.5, 0.75], FewShotSteps = 3, FewShotBatch = 4, Rank = 2,
    };

    /// <summary>A few minutes on two CPU cores; the claims are measured here.</summary>
    public static MaedayRecipe Small { get; } = new()
    {
        Mode = "small", Steps = 1_400, FilmEvery = 140, TestCount = 60, Masks = 12, MaskSeeds = 3,
        SweepMasks = [1, 2, 4, 8, 16, 32], SweepRatios = [0.25, 0.5, 0.75, 0.9], FewShotSteps = 300,
    };

    /// <summary>The paper's setting: ViT-B/16 from a checkpoint file, MVTec from a folder, on a GPU where there is one.
    /// Without a checkpoint a ViT-Tiny is trained on a folder of pictures.</summary>
    public static MaedayRecipe Full { get; } = new()
    {
        Mode = "full", Encoder = VitShape.Tiny, Decoder = (128, 4, 4), PhotographSide = 224, Steps = 80_000,
        FilmEvery = 8_000, BatchSize = 256, LearningRate = 1.5e-4, WarmupSteps = 8_000, TestCount = 2_000, Masks = 32,
        MaskSeeds = 3, SweepMasks = [1, 2, 4, 8, 16, 32], SweepRatios = [0.25, 0.5, 0.75, 0.9], Shots = [1, 2, 4],
        SupportDraws = 3, FewShotCrops = SupportCropping.Resized, Rank = 32, FewShotSteps = 50,
        FewShotOptimizer = FewShotOptimizer.Sgd, FewShotLearningRate = 1e-2, Device = ComputeDevice.Fastest,
    };

    /// <summary>The recipe of a mode.</summary>
    /// <param name="mode">smoke, small or full.</param>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public static MaedayRecipe For(string mode) => mode switch
    {
        "smoke" => Smoke,
        "small" => Small,
        "full" => Full,
        _ => throw new ArgumentException($"No mode '{mode}' in {MaedayPaper.Notebook}. It has: smoke, small, full."),
    };

    /// <summary>What the weights of a seed depend on, as part of a file name.</summary>
    /// <param name="seed">The seed.</param>
    internal string CheckpointName(long seed) =>
        $"{Mode}-{FileName(Data)}-{FileName(Pretraining)}-{seed}"
        + (PhotographSide == For(Mode).PhotographSide ? "" : $"-{PhotographSide}");

    private static string FileName(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    /// <summary>The masks of a map.</summary>
    internal MaskPlan Plan => new(Masks, MaskRatio, Design);
}
