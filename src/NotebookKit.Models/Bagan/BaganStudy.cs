using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Metrics;
using NotebookKit.Show;
using NotebookKit.Train;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Bagan;

/// <summary>
/// One seed and one minority class: data, the three steps, the generators that BAGAN is compared with, their quality
/// and what they do for a classifier. Each part is made when it is first asked for, once.
/// </summary>
/// <param name="recipe">Every number of the run.</param>
/// <param name="seed">Seed of the study.</param>
/// <param name="minority">Class to cut.</param>
/// <param name="story">True for the study that the notebook tells: with live charts and all generators of the
/// comparison; false makes only what the claims need.</param>
public sealed class BaganStudy(BaganRecipe recipe, long seed, int minority, bool story) : IDisposable
{
    /// <summary>Name of the decoder with class Gaussians, before any adversarial step.</summary>
    public const string InitialName = "steps 1 + 2 only";

    /// <summary>Row of the classifier on the imbalanced pictures as they are.</summary>
    public const string Plain = "plain";

    /// <summary>Row of the classifier whose added minority pictures are mirrored copies.</summary>
    public const string Mirror = "mirrored copies";

    /// <summary>Row of the classifier that sees every picture of every class mirrored half of the time, as mirroring is
    /// usually done.</summary>
    public const string MirrorAll = "every picture mirrored half of the time";

    /// <summary>Row of the classifier whose minority pictures are repeated.</summary>
    public const string Copies = "oversampled copies";

    private readonly List<IDisposable> owned = [];
    private readonly List<ConditionalGan> trained = [];
    private BaganData? data;
    private BaganRecipe? fitted;
    private Module<Tensor, Tensor>? reference;
    private BaganJudge? judge;
    private BaganAutoencoder? autoencoder;
    private BaganAutoencoder? supervised;
    private ClassGaussians? gaussians;
    private IReadOnlyList<GeneratorQuality>? quality;
    private IReadOnlyList<BalancedAccuracy>? balanced;

    /// <summary>Seed of the study.</summary>
    public long Seed => seed;

    /// <summary>The data, on the recipe's device.</summary>
    public BaganData Data => data ??= Own(BaganData.Load(recipe, seed, minority).To(recipe.Device));

    /// <summary>The recipe with networks for the data's channels.</summary>
    private BaganRecipe Recipe => fitted ??= recipe with
    {
        Architecture = recipe.Architecture with { Channels = Data.Channels },
    };

    /// <summary>Judges pictures with a classifier trained on the data before the cut.</summary>
    public BaganJudge Judge
    {
        get
        {
            reference ??= Own(BaganClassification.Train(
                Data.Undropped, Recipe, seed, checkpoint: Checkpoint("reference classifier")));
            return judge ??= new(reference, Data, new Ssim(Recipe.SsimWindow));
        }
    }

    /// <summary>Step 1.</summary>
    public BaganAutoencoder Autoencoder => autoencoder ??= Own(BaganAutoencoder.Train(
        Data.Train, Recipe, Stage("autoencoder", BaganAutoencoder.LossChart)));

    /// <summary>Step 2: the Gaussians of the encoded training pictures.</summary>
    public ClassGaussians Gaussians => gaussians ??= Own(Fit(Autoencoder));

    /// <summary>Steps 1 and 2 only: the decoder fed by the class Gaussians.</summary>
    public ConditionalGan Initial => new(InitialName, Autoencoder.Decoder, Gaussians);

    /// <summary>All three steps.</summary>
    public ConditionalGan Bagan => Trained("BAGAN", () =>
    {
        var (generator, discriminator) = Initialised();
        return (generator, discriminator, Gaussians, Verdict.OneOutput, Data.Classes);
    }, () => Autoencoder);

    /// <summary>BAGAN-GP (Huang and Jafari 2021): a supervised autoencoder, a score per class, a gradient
    /// penalty.</summary>
    public ConditionalGan BaganGp => Trained("BAGAN-GP", () =>
    {
        supervised ??= Own(BaganAutoencoder.Train(
            Data.Train, Recipe, Stage("supervised autoencoder", BaganAutoencoder.LossChart), supervised: true));
        var (generator, discriminator) = Initialised(supervised, Data.Classes);
        return (generator, discriminator, Own(Fit(supervised)), Verdict.Critic, Data.Classes);
    }, () => supervised!);

    /// <summary>ACGAN: the same networks from random weights, a learned class vector, two heads.</summary>
    public ConditionalGan Acgan => Trained("ACGAN", () => Random(Verdict.TwoHeads));

    /// <summary>BAGAN's single output without the autoencoder: which of the two makes the difference?</summary>
    public ConditionalGan SingleOutput => Trained("one output, no autoencoder", () => Random(Verdict.OneOutput));

    /// <summary>A GAN of the minority class alone.</summary>
    public ConditionalGan SimpleGan => Trained("GAN of the minority", () => (
        new BaganGenerator(Recipe.Architecture), new BaganTrunk(Recipe.Architecture, 2),
        new PlainNoise(Recipe.Architecture.Latent), Verdict.OneOutput, 1));

    /// <summary>The generators that are compared, in the order of the tables.</summary>
    public IReadOnlyList<ConditionalGan> Generators =>
        !story ? [Initial, Bagan, Acgan]
        : recipe.GradientPenalty ? [Initial, Bagan, BaganGp, Acgan, SingleOutput, SimpleGan]
        : [Initial, Bagan, Acgan, SingleOutput, SimpleGan];

    /// <summary>Quality of the minority pictures of every generator.</summary>
    public IReadOnlyList<GeneratorQuality> Quality =>
        quality ??= [.. Generators.Select(gan => Judge.Measure(gan, seed))];

    /// <summary>Test accuracy of a classifier for each way of balancing.</summary>
    public IReadOnlyList<BalancedAccuracy> Balanced => balanced ??= Classify();

    /// <summary>
    /// Generator and discriminator of step 3: the decoder's weights, the encoder's convolutions, and a random head.
    /// </summary>
    public (BaganGenerator Generator, BaganTrunk Discriminator) Initialised() =>
        Initialised(Autoencoder, Data.Classes + 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        trained.ForEach(gan => gan.Dispose());
        owned.ForEach(one => one.Dispose());
    }

    private (BaganGenerator Generator, BaganTrunk Discriminator) Initialised(BaganAutoencoder from, int outputs)
    {
        Train.Seed.All(seed);
        var generator = new BaganGenerator(Recipe.Architecture);
        generator.load_state_dict(from.Decoder.state_dict());
        var discriminator = new BaganTrunk(Recipe.Architecture, outputs);
        discriminator.Convolutions.load_state_dict(from.Encoder.Convolutions.state_dict());
        return (generator, discriminator);
    }

    private ClassGaussians Fit(BaganAutoencoder encoder)
    {
        using var latents = encoder.Encode(Data.Train);
        return ClassGaussians.Fit(latents, Data.Train.ToLabels(), Data.Classes);
    }

    private ConditionalGan Trained(
        string name, Func<(BaganGenerator, BaganTrunk, ILatentSource, Verdict, int)> start,
        Func<BaganAutoencoder>? film = null)
    {
        if (trained.Find(gan => gan.Name == name) is { } done)
        {
            return done;
        }

        Train.Seed.All(seed);
        var (generator, discriminator, latents, verdict, classes) = start();
        using var released = discriminator;
        using var minorityOnly = classes == 1 ? OfMinority() : null;
        var training = new AdversarialTraining(
            Recipe, minorityOnly ?? Data.Train, classes, verdict, Judge.Look, minority);
        using var fixedLatents = film is null ? null : FixedLatents(latents, film());
        var gan = training.Train(
            name, generator, discriminator, latents, Judge.RealSsim + Recipe.SsimMargin,
            fixedLatents is null ? null : new(FilmRows(), fixedLatents),
            Stage(name, history => ConditionalGan.LossChart(name, history), film is null ? "" : AfterAutoencoder));
        trained.Add(gan);
        return gan;
    }

    private IReadOnlyList<string> FilmRows() =>
    [
        .. Data.Shown().Select(label => Data.Train.Classes[label]), $"{Data.Train.Classes[minority]}, encoded",
    ];

    // A draw of each shown class, and the code of a picture of the minority: the encoder is not used after step 2, so
    // that this row may drift from the picture.
    private Tensor FixedLatents(ILatentSource latents, BaganAutoencoder encoder)
    {
        using var scope = NewDisposeScope();
        Train.Seed.All(seed);
        var drawn = latents.Sample(
            tensor(Data.Shown().Select(label => (long)label).ToArray(), device: recipe.Device));
        using var one = Data.Train.Select([Array.IndexOf(Data.Train.ToLabels(), minority)]);
        return cat([drawn, encoder.Encode(one)]).DetachFromDisposeScope();            // [shown + 1, D]
    }

    private (BaganGenerator, BaganTrunk, ILatentSource, Verdict, int) Random(Verdict verdict) => (
        new BaganGenerator(Recipe.Architecture), new BaganTrunk(Recipe.Architecture, Data.Classes + 1),
        new EmbeddedNoise(Data.Classes, Recipe.Architecture.Latent), verdict, Data.Classes);

    private BalancedAccuracy[] Classify()
    {
        var generators = Generators;
        using var progress = Progress.Start("Classifiers", generators.Count + 4, "classifier");
        var rows = new List<BalancedAccuracy>();
        Add(Plain, Data.Train);
        using (var copies = Oversampled(mirrored: false))
        using (var mirrored = Oversampled(mirrored: true))
        {
            Add(Copies, copies);
            Add(Mirror, mirrored);
        }

        Add(MirrorAll, Data.Train, mirror: true);
        foreach (var gan in generators)
        {
            using var pictures = gan.Pictures(minority, Missing, seed + 1_000);
            using var balancedSet = Data.Train.With(pictures, minority, $"balanced by {gan.Name}");
            Add(gan.Name, balancedSet, after: $"{AfterAutoencoder}, {recipe.AdversarialSteps} of the game");
        }

        return [.. rows];

        void Add(string balancing, ImageSet train, bool mirror = false, string after = "")
        {
            rows.Add(BaganClassification.Measure(
                balancing, train, Data, Recipe, seed, mirror, Checkpoint($"classifier, {balancing}{after}")));
            progress.Report(rows.Count, balancing);
        }
    }

    private int Missing => Data.Counts.Max() - Data.Counts[minority];

    private ImageSet Oversampled(bool mirrored)
    {
        using var scope = NewDisposeScope();
        var real = Data.Train.Images[Data.Train.Labels.eq(minority)];                    // [M, C, H, W]
        var index = arange(Missing, device: real.device) % real.shape[0];
        return Data.Train.With(
            (mirrored ? real.flip(3) : real)[index], minority,
            mirrored ? "balanced by mirroring" : "balanced by copies");
    }

    private ImageSet OfMinority()
    {
        var labels = Data.Train.ToLabels();
        return Data.Train.Select(
            [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == minority).Select(i => (long)i)]);
    }

    // What a training starts from is part of what its weights depend on.
    private string AfterAutoencoder => $", after {recipe.AutoencoderSteps}";

    private StageOptions Stage(string name, Func<StepHistory, Figure> chart, string after = "")
    {
        var of = $"{name}, minority {Data.Train.Classes[minority]}, seed {seed}";
        return new(of, seed, Checkpoint(name + after), story ? new LiveFigure<StepHistory>(chart).Show : null);
    }

    // Names what the weights depend on, so that no other training takes them up.
    private string? Checkpoint(string name)
    {
        var source = recipe.Data switch
        {
            BaganRecipe.Procedural => FormattableString.Invariant($"{recipe.Kept}-{recipe.Noise}"),
            Mnist.Id or Cifar10.Id => FormattableString.Invariant($"{recipe.Data}-{recipe.Dropped}"),
            _ => Path.GetFileName(Path.TrimEndingDirectorySeparator(recipe.Data)),
        };
        return RunContext.Current.OutputDirectory is { } folder
            ? Path.Combine(folder, FileName($"{recipe.Mode}-{source}-{minority}-{seed}-{name}") + ".checkpoint")
            : null;
    }

    private static string FileName(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    private T Own<T>(T value)
        where T : IDisposable
    {
        owned.Add(value);
        return value;
    }
}
