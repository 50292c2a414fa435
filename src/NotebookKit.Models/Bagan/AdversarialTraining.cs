using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Show;
using NotebookKit.Train;
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
}

/// <summary>
/// Step 3: one discriminator step, then one generator step per batch, each network with an Adam of its own. All
/// generators of the comparison are trained by this code; they differ in start, latent source and verdict.
/// </summary>
/// <param name="recipe">Batch, steps, rates.</param>
/// <param name="train">Pictures to imitate.</param>
/// <param name="classes">Classes n that the discriminator tells apart.</param>
/// <param name="verdict">What the discriminator says.</param>
/// <param name="look">Judges a generator's minority pictures [N, C, H, W] in [0, 1]: share of the right class, SSIM of
/// couples.</param>
/// <param name="minority">Class that the looks ask for.</param>
public sealed class AdversarialTraining(
    BaganRecipe recipe, ImageSet train, int classes, Verdict verdict, Func<Tensor, (double Accuracy, double Ssim)> look,
    int minority)
{
    private const int Frames = 12;

    private readonly LabelSampler labels = recipe.Rebalance
        ? new(LabelSampler.RebalanceRatios(Frequencies(train, classes)))
        : LabelSampler.Uniform(classes);

    /// <summary>Trains; the generator is given the weights of the chosen step.</summary>
    /// <param name="name">As tables show the result.</param>
    /// <param name="generator">Start of the generator; owned by the result.</param>
    /// <param name="discriminator">Start of the discriminator.</param>
    /// <param name="latents">Latent source; owned by the result.</param>
    /// <param name="ssimLimit">Largest SSIM of couples that counts as varied.</param>
    /// <param name="film">Classes of a film strip; empty for none.</param>
    /// <param name="options">Title, checkpoint, live chart, seed.</param>
    public ConditionalGan Train(
        string name, BaganGenerator generator, BaganTrunk discriminator, ILatentSource latents, double ssimLimit,
        IReadOnlyList<int> film, StageOptions options)
    {
        var learned = latents as Module;
        using var generatorOptimizer = Adam([.. generator.parameters(), .. learned?.parameters() ?? []]);
        using var discriminatorOptimizer = Adam(discriminator.parameters());
        var networks = new Dictionary<string, Module> { ["generator"] = generator, ["discriminator"] = discriminator };
        if (learned is not null)
        {
            networks["latents"] = learned;
        }

        var selection = new GeneratorSelection(ssimLimit);
        var strip = new FilmStrip([.. film.Select(label => train.Classes[label])]);
        using var fixedLatents = FixedLatents(latents, film, options.Seed);
        var batches = new BatchSequence(train, recipe.BatchSize, options.Seed);
        var history = new StepTraining(
            networks,
            new Dictionary<string, OptimizerHelper>
            {
                ["generator"] = generatorOptimizer, ["discriminator"] = discriminatorOptimizer,
            },
            options.For(recipe.AdversarialSteps, ["discriminator", "generator"], recipe.Resume) with
            {
                KeepEvery = recipe.LookEvery,
                Also = new Dictionary<string, IResumable> { ["looks"] = selection, ["film"] = strip },
            })
            .Run(k =>
            {
                Observe(k, generator, latents, selection, strip, fixedLatents);
                var batch = batches.At(k);
                var real = BaganMethod.Centred(batch.Images);
                return
                [
                    DiscriminatorStep(
                        real, Known(batch.Labels), generator, discriminator, latents, discriminatorOptimizer),
                    GeneratorStep((int)real.shape[0], generator, discriminator, latents, generatorOptimizer),
                ];
            });
        NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();    // an interrupted training is not measured
        Observe(recipe.AdversarialSteps, generator, latents, selection, strip, fixedLatents);
        Restore(generator, selection.BestWeights());
        return new(name, generator, latents, history, selection, film.Count > 0 ? strip : null);
    }

    private Tensor DiscriminatorStep(
        Tensor real, Tensor realLabels, BaganGenerator generator, BaganTrunk discriminator, ILatentSource latents,
        OptimizerHelper optimizer)
    {
        var wanted = labels.Draw(BaganMethod.FakesPerBatch((int)real.shape[0], classes), real.device);      // [F]
        Tensor fake;
        using (no_grad())
        {
            fake = generator.call(latents.Sample(wanted));                                           // [F, C, H, W]
        }

        SetTrainable(discriminator, true);
        optimizer.zero_grad();                           // also what a generator step might have left there
        var logits = discriminator.call(cat([real, fake]));                                          // [B + F, n + 1]
        var (ofReal, ofFake) = (logits.narrow(0, 0, real.shape[0]), logits.narrow(0, real.shape[0], fake.shape[0]));
        var loss = verdict == Verdict.OneOutput
            ? BaganMethod.DiscriminatorLoss(ofReal, realLabels, ofFake)
            : BaganMethod.TwoHeadedLoss(ofReal, realLabels, real: true)
                + BaganMethod.TwoHeadedLoss(ofFake, wanted, real: false);
        loss.backward();
        optimizer.step();
        return loss;
    }

    private Tensor GeneratorStep(
        int batch, BaganGenerator generator, BaganTrunk discriminator, ILatentSource latents, OptimizerHelper optimizer)
    {
        var wanted = labels.Draw(batch + BaganMethod.FakesPerBatch(batch, classes));                 // [F + B]
        SetTrainable(discriminator, false);              // gradients flow through it, none into it
        optimizer.zero_grad();
        var logits = discriminator.call(generator.call(latents.Sample(wanted)));
        var loss = verdict == Verdict.OneOutput
            ? BaganMethod.GeneratorLoss(logits, wanted)
            : BaganMethod.TwoHeadedLoss(logits, wanted, real: true);
        loss.backward();
        optimizer.step();
        return loss;
    }

    /// <summary>Looks at the generator and takes a frame where the steps done ask for it.</summary>
    private void Observe(
        int done, BaganGenerator generator, ILatentSource latents, GeneratorSelection selection, FilmStrip strip,
        Tensor? fixedLatents)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        if (done % recipe.LookEvery == 0 || done == recipe.AdversarialSteps)
        {
            var (accuracy, ssim) = look(ConditionalGan.Draw(generator, latents, minority, recipe.LookCount));
            selection.Consider(new(done, accuracy, ssim), () => Weights(generator));
        }

        if (fixedLatents is not null && (done % Math.Max(1, recipe.AdversarialSteps / (Frames - 1)) == 0
            || done == recipe.AdversarialSteps))
        {
            strip.Add(done, BaganMethod.Unit(generator.call(fixedLatents)));
        }
    }

    // A plain GAN knows one class only, which its discriminator calls 0.
    private Tensor Known(Tensor batchLabels) => classes == train.Classes.Count ? batchLabels : zeros_like(batchLabels);

    private Adam Adam(IEnumerable<Parameter> parameters) =>
        optim.Adam(parameters, recipe.AdversarialRate, recipe.Beta1, 0.999);

    private static Tensor? FixedLatents(ILatentSource latents, IReadOnlyList<int> film, long seed)
    {
        if (film.Count == 0)
        {
            return null;
        }

        Seed.All(seed);
        using var wanted = tensor(film.Select(label => (long)label).ToArray());
        return latents.Sample(wanted).DetachFromDisposeScope();
    }

    private static double[] Frequencies(ImageSet set, int classes)
    {
        var all = set.ToLabels();
        return [.. Enumerable.Range(0, classes).Select(
            label => (double)all.Count(one => one == label) / all.Length)];
    }

    private static void SetTrainable(Module network, bool trainable)
    {
        foreach (var parameter in network.parameters())
        {
            parameter.requires_grad_(trainable);
        }
    }

    private static byte[] Weights(BaganGenerator generator)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        generator.save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static void Restore(BaganGenerator generator, byte[] weights)
    {
        using var reader = new BinaryReader(new MemoryStream(weights));
        generator.load(reader);
    }
}
