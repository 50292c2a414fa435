using NotebookKit.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Bagan;

/// <summary>What the discriminator says of a picture.</summary>
public enum Verdict
{
    /// <summary>One softmax over n classes and "fake" (BAGAN).</summary>
    OneOutput,

    /// <summary>A softmax over n classes and, apart from it, real or fake (ACGAN).</summary>
    TwoHeads,

    /// <summary>A score per class: how real a picture is as one of that class (BAGAN-GP).</summary>
    Critic,
}

/// <summary>
/// Step 3: the networks, an Adam of its own for each, and one step of both. All generators of the comparison are
/// trained by this code; they differ in start, latent source and verdict.
/// </summary>
public sealed class AdversarialGame : IDisposable
{
    /// <summary>Critic steps to one generator step (Gulrajani et al. 2017, algorithm 1).</summary>
    public const int CriticSteps = 5;

    private readonly BaganGenerator generator;
    private readonly BaganTrunk discriminator;
    private readonly ILatentSource latents;
    private readonly LabelSampler labels;
    private readonly int classes;
    private readonly Verdict verdict;
    private readonly Device device;
    private readonly Adam generatorOptimizer;
    private readonly Adam discriminatorOptimizer;

    /// <summary>Makes the optimizers; the networks stay their owner's.</summary>
    /// <param name="recipe">Rates, and the device that networks, latents and batches lie on.</param>
    /// <param name="classes">Classes n that the discriminator tells apart.</param>
    /// <param name="verdict">What the discriminator says.</param>
    /// <param name="labels">Draws the labels of generated pictures.</param>
    /// <param name="generator">Latent vectors to pictures.</param>
    /// <param name="discriminator">Pictures to n + 1 outputs; n for a critic.</param>
    /// <param name="latents">Latent source; learned with the generator where it is a module.</param>
    public AdversarialGame(
        BaganRecipe recipe, int classes, Verdict verdict, LabelSampler labels, BaganGenerator generator,
        BaganTrunk discriminator, ILatentSource latents)
    {
        (this.classes, this.verdict, this.labels, device) = (classes, verdict, labels, recipe.Device);
        (this.generator, this.discriminator, this.latents) = (generator, discriminator, latents);
        var learned = latents as Module;
        generatorOptimizer = Adam([.. generator.parameters(), .. learned?.parameters() ?? []]);
        discriminatorOptimizer = Adam(discriminator.parameters());
        var networks = new Dictionary<string, Module> { ["generator"] = generator, ["discriminator"] = discriminator };
        if (learned is not null)
        {
            networks["latents"] = learned;
        }

        Networks = networks;

        Adam Adam(IEnumerable<Parameter> parameters) =>
            optim.Adam(parameters, recipe.AdversarialRate, recipe.Beta1, 0.999, recipe.Epsilon);
    }

    /// <summary>Every module that a step changes, by name.</summary>
    public IReadOnlyDictionary<string, Module> Networks { get; }

    /// <summary>Both optimizers, by name.</summary>
    public IReadOnlyDictionary<string, OptimizerHelper> Optimizers => new Dictionary<string, OptimizerHelper>
    {
        ["generator"] = generatorOptimizer, ["discriminator"] = discriminatorOptimizer,
    };

    /// <summary>Discriminator steps to one generator step: batches that <see cref="Step"/> needs.</summary>
    public int Batches => verdict == Verdict.Critic ? CriticSteps : 1;

    /// <summary>One discriminator step per batch, then one generator step.</summary>
    /// <param name="batches">Real pictures [B, C, H, W] in [0, 1] with their labels, <see cref="Batches"/> of
    /// them.</param>
    /// <returns>The last loss of the discriminator, and the generator's.</returns>
    public IReadOnlyList<Tensor> Step(params IReadOnlyList<Batch> batches)
    {
        var losses = batches.Select(batch => DiscriminatorStep(
            BaganMethod.Centred(batch.Images), Known(batch.Labels))).ToArray();
        return [losses[^1], GeneratorStep((int)batches[^1].Images.shape[0])];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        generatorOptimizer.Dispose();
        discriminatorOptimizer.Dispose();
    }

    /// <summary>One update of the discriminator; the generator stays as it is.</summary>
    /// <param name="real">[B, C, H, W] in [-1, 1].</param>
    /// <param name="realLabels">[B], as the discriminator numbers them.</param>
    /// <returns>The loss, 0-d.</returns>
    internal Tensor DiscriminatorStep(Tensor real, Tensor realLabels)
    {
        // A critic compares like with like: as many pictures of each class as there are real ones.
        var wanted = verdict == Verdict.Critic
            ? realLabels
            : labels.Draw(BaganMethod.FakesPerBatch((int)real.shape[0], classes), device);                  // [F]
        Tensor fake;
        using (no_grad())
        {
            fake = generator.call(latents.Sample(wanted));                                           // [F, C, H, W]
        }

        SetTrainable(discriminator, true);
        discriminatorOptimizer.zero_grad();              // also what a generator step might have left there
        var loss = verdict == Verdict.Critic
            ? CriticLoss(real, realLabels, fake)
            : VerdictLoss(real, realLabels, fake, wanted);
        loss.backward();
        discriminatorOptimizer.step();
        return loss;
    }

    private Tensor VerdictLoss(Tensor real, Tensor realLabels, Tensor fake, Tensor wanted)
    {
        var logits = discriminator.call(cat([real, fake]));                                          // [B + F, n + 1]
        var (ofReal, ofFake) = (logits.narrow(0, 0, real.shape[0]), logits.narrow(0, real.shape[0], fake.shape[0]));
        return verdict == Verdict.OneOutput
            ? BaganMethod.DiscriminatorLoss(ofReal, realLabels, ofFake)
            : BaganMethod.TwoHeadedLoss(ofReal, realLabels, real: true)
                + BaganMethod.TwoHeadedLoss(ofFake, wanted, real: false);
    }

    private Tensor CriticLoss(Tensor real, Tensor realLabels, Tensor fake)
    {
        var shift = randint(1, classes, realLabels.shape, dtype: ScalarType.Int64, device: real.device);
        var wrong = (realLabels + shift) % classes;                       // [B], every other class alike
        var scores = discriminator.call(cat([real, fake]));               // [2 B, n]
        var (ofReal, ofFake) = (scores.narrow(0, 0, real.shape[0]), scores.narrow(0, real.shape[0], fake.shape[0]));
        return BaganMethod.CriticLoss(
                BaganMethod.Score(ofReal, realLabels), BaganMethod.Score(ofFake, realLabels),
                BaganMethod.Score(ofReal, wrong))
            + BaganMethod.GradientPenalty(discriminator, real, fake, realLabels);
    }

    /// <summary>One update of the generator, and of learned latents; the discriminator stays as it is.</summary>
    /// <param name="batch">B, real pictures of the discriminator's batch: the generator's is as large as all of
    /// it.</param>
    /// <returns>The loss, 0-d.</returns>
    internal Tensor GeneratorStep(int batch)
    {
        var wanted = labels.Draw(batch + BaganMethod.FakesPerBatch(batch, classes), device);         // [F + B]
        SetTrainable(discriminator, false);              // gradients flow through it, none into it
        generatorOptimizer.zero_grad();
        var logits = discriminator.call(generator.call(latents.Sample(wanted)));
        var loss = verdict switch
        {
            Verdict.OneOutput => BaganMethod.GeneratorLoss(logits, wanted),
            Verdict.TwoHeads => BaganMethod.TwoHeadedLoss(logits, wanted, real: true),
            _ => -BaganMethod.Score(logits, wanted).mean(),
        };
        loss.backward();
        generatorOptimizer.step();
        return loss;
    }

    // A plain GAN knows one class only, which its discriminator calls 0.
    private Tensor Known(Tensor batchLabels) => classes == 1 ? zeros_like(batchLabels) : batchLabels;

    private static void SetTrainable(Module network, bool trainable)
    {
        foreach (var parameter in network.parameters())
        {
            parameter.requires_grad_(trainable);
        }
    }
}
