using NotebookKit.Data;
using NotebookKit.Train;
using static TorchSharp.torch;

namespace NotebookKit.Models.Bagan;

/// <summary>
/// Every number of a run. A mode is nothing but a set of these values; the code path is the same in all modes. Section
/// numbers are those of the paper where it states a value; values marked "official" are from the authors' program.
/// </summary>
public sealed record BaganRecipe
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

    /// <summary>True goes on from the checkpoints that an interrupted run left in its folder: bit for bit on the CPU;
    /// the draws of another device are not kept.</summary>
    public bool Resume { get; init; }

    /// <summary>Where networks, pictures and draws are.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>Name of the built-in digits.</summary>
    public const string Procedural = "procedural";

    /// <summary>"procedural", "mnist", "cifar10", "fashion-mnist", the folder of GTSRB as published, or any folder with
    /// one folder per class.</summary>
    public string Data { get; init; } = Procedural;

    /// <summary>Classes that are cut, each in a study of its own (the paper: every class in turn).</summary>
    public required IReadOnlyList<int> Minorities { get; init; }

    /// <summary>Training pictures per class before the cut (procedural data).</summary>
    public required int TrainPerClass { get; init; }

    /// <summary>Test pictures per class (procedural data).</summary>
    public required int TestPerClass { get; init; }

    /// <summary>Pictures that the minority class keeps (procedural data).</summary>
    public int Kept { get; init; } = 12;

    /// <summary>Per cent of the minority class that are cut, in tenths; the class keeps the rest of as many pictures as
    /// the largest other class has (MNIST, CIFAR-10; the paper: 40, 60, 80, 90, 95 and 97.5).</summary>
    public double Dropped
    {
        get;
        init => field = value is >= 0 and < 100 && Math.Abs(10 * value - Math.Round(10 * value)) < 1e-9
            ? value
            : throw new ArgumentException(
                $"dropped is {value}; it must be 0 or more and less than 100 per cent, with one decimal at most.");
    } = 95;

    /// <summary>The same as what is kept, per mille.</summary>
    internal int KeptPerMille => 1_000 - (int)Math.Round(10 * Dropped);

    /// <summary>Standard deviation of the pixel noise on the scale [-1, 1] (procedural data).</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>Sizes of the networks; the channels are those of the data.</summary>
    public required BaganArchitecture Architecture { get; init; }

    /// <summary>Steps of the autoencoder.</summary>
    public required int AutoencoderSteps { get; init; }

    /// <summary>Adam's learning rate for the autoencoder (official: 5e-5).</summary>
    public required double AutoencoderRate { get; init; }

    /// <summary>Adversarial steps, of the discriminator and of the generator each.</summary>
    public required int AdversarialSteps { get; init; }

    /// <summary>Adam's learning rate for generator and discriminator (official: 5e-5).</summary>
    public required double AdversarialRate { get; init; }

    /// <summary>Adam's beta 1 in all generative trainings (official); beta 2 is 0.999.</summary>
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's epsilon in all generative trainings (official: 1e-7, the default of the original
    /// framework).</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Real pictures per generative step (official: 128).</summary>
    public required int BatchSize { get; init; }

    /// <summary>True draws more labels of rare classes (official option "rebalance"); false draws all alike.</summary>
    public bool Rebalance { get; init; }

    /// <summary>True adds BAGAN-GP, the successor, to the story's comparison.</summary>
    public bool GradientPenalty { get; init; }

    /// <summary>Steps between two looks at the generated pictures' quality.</summary>
    public required int LookEvery { get; init; }

    /// <summary>Pictures generated for each look.</summary>
    public required int LookCount { get; init; }

    /// <summary>True takes ResNet-18 as classifier, as the paper does; false a network of two convolutions.</summary>
    public bool ResNetClassifier { get; init; }

    /// <summary>Steps of a classifier.</summary>
    public required int ClassifierSteps { get; init; }

    /// <summary>Adam's learning rate for a classifier.</summary>
    public double ClassifierRate { get; init; } = 1e-3;

    /// <summary>Pictures per step of a classifier.</summary>
    public int ClassifierBatchSize { get; init; } = 64;

    /// <summary>Side of the SSIM window, pixels (11 in Wang et al. 2004; 7 for the small pictures).</summary>
    public int SsimWindow { get; init; } = 7;

    /// <summary>
    /// How much more alike than the real ones the generated pictures of the chosen step may be, in SSIM.
    /// </summary>
    public double SsimMargin { get; init; } = 0.3;

    /// <summary>A few steps of everything, for the tests: every cell runs, every figure is there.</summary>
    public static BaganRecipe Smoke { get; } = new()
    {
        Mode = "smoke", Minorities = [2], TrainPerClass = 20, TestPerClass = 8, Kept = 6,
        Architecture = BaganArchitecture.Small, AutoencoderSteps = 20, AutoencoderRate = 1e-3, AdversarialSteps = 10,
        AdversarialRate = 1e-4, BatchSize = 32, LookEvery = 5, LookCount = 20, ClassifierSteps = 20,
    };

    /// <summary>A few minutes on two CPU cores; the claims are measured here (specification, section 5).</summary>
    public static BaganRecipe Small { get; } = new()
    {
        Mode = "small", Minorities = [2, 5], TrainPerClass = 200, TestPerClass = 60,
        Architecture = BaganArchitecture.Small, AutoencoderSteps = 1_000, AutoencoderRate = 1e-3,
        AdversarialSteps = 300, AdversarialRate = 1e-4, BatchSize = 32, LookEvery = 50, LookCount = 200,
        ClassifierSteps = 900,
    };

    /// <summary>The official networks and rates on MNIST: 150 epochs each of autoencoder and GAN for every class in
    /// turn, ResNet-18 as classifier; on a GPU where libtorch has one.</summary>
    public static BaganRecipe Full { get; } = new()
    {
        Mode = "full", Device = ComputeDevice.Fastest, Data = Mnist.Id,
        Minorities = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], TrainPerClass = 0, TestPerClass = 0,
        Architecture = BaganArchitecture.Official(28, 1), AutoencoderSteps = 65_000, AutoencoderRate = 5e-5,
        AdversarialSteps = 65_000, AdversarialRate = 5e-5, Epsilon = 1e-7, BatchSize = 128, LookEvery = 4_300,
        LookCount = 500, ResNetClassifier = true, ClassifierSteps = 5_000, SsimWindow = 11,
    };

    /// <summary>The recipe of a mode.</summary>
    /// <param name="mode">smoke, small or full.</param>
    /// <param name="data">procedural, mnist, cifar10, fashion-mnist, or a folder, whose smallest class is then the
    /// minority (of GTSRB in full mode each of the smallest in turn). The full mode takes MNIST for procedural.</param>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    /// <exception cref="DataException">There is no such folder, or it has not what is needed.</exception>
    public static BaganRecipe For(string mode, string data = Procedural)
    {
        var recipe = mode switch
        {
            "smoke" => Smoke,
            "small" => Small,
            "full" => Full,
            _ => throw new ArgumentException($"No mode '{mode}' in 02-bagan. It has: smoke, small, full."),
        };
        return data switch
        {
            Procedural => recipe,
            Mnist.Id => OnPictures(28),
            Cifar10.Id when mode == "full" => OnPictures(32) with
            {
                // 100 epochs of 45,000 to 50,000 photographs, as the authors told a user
                AutoencoderSteps = 36_000, AdversarialSteps = 36_000, LookEvery = 3_600,
            },
            Cifar10.Id => OnPictures(32),
            FashionMnist.Id => OnPictures(28) with { Minorities = mode == "full" ? [1, 2] : [1] },
            _ when Gtsrb.IsAt(data) => OnSigns(Gtsrb.Counts(data)),
            _ => OnPictures(mode == "full" ? 64 : 32) with { Minorities = [OwnPictures.SmallestClass(data)] },
        };

        // In full mode 150 epochs, as on MNIST, a look every ten, and each of the rarest classes in turn.
        BaganRecipe OnSigns(int[] counts)
        {
            int[] rarest = [.. counts.Index().Where(one => one.Item == counts.Min()).Select(one => one.Index)];
            var epoch = Math.Max(1, counts.Sum() / recipe.BatchSize);                    // steps
            return mode == "full"
                ? OnPictures(64) with
                {
                    Minorities = rarest, AutoencoderSteps = 150 * epoch, AdversarialSteps = 150 * epoch,
                    LookEvery = 10 * epoch,
                }
                : OnPictures(32) with { Minorities = [rarest[0]] };
        }

        // Real pictures have more pixels: in small mode networks of an eighth of the maps, and shorter classifiers.
        BaganRecipe OnPictures(int size) => recipe with
        {
            Data = data, SsimWindow = 11, ClassifierSteps = mode == "small" ? 200 : recipe.ClassifierSteps,
            Architecture = BaganArchitecture.Official(
                size, 1, divideMaps: mode switch { "smoke" => 16, "small" => 8, _ => 1 }),
        };
    }
}
