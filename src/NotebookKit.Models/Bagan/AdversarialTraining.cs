using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Show;
using NotebookKit.Train;
using static TorchSharp.torch;

namespace NotebookKit.Models.Bagan;

/// <summary>
/// Step 3: plays the game batch by batch, looks at the generator on the way, keeps the best of its weights, and takes a
/// film.
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
        using var game = new AdversarialGame(
            recipe, classes, verdict, labels, generator, discriminator, latents);
        var selection = new GeneratorSelection(ssimLimit);
        var strip = new FilmStrip([.. film.Select(label => train.Classes[label])]);
        using var fixedLatents = FixedLatents(latents, film, options.Seed);
        var batches = new BatchSequence(train, recipe.BatchSize, options.Seed);
        var history = new StepTraining(
            game.Networks, game.Optimizers,
            options.For(recipe.AdversarialSteps, ["discriminator", "generator"], recipe.Resume) with
            {
                KeepEvery = recipe.LookEvery,
                Also = new Dictionary<string, IResumable> { ["looks"] = selection, ["film"] = strip },
            })
            .Run(k =>
            {
                Observe(k, generator, latents, selection, strip, fixedLatents);
                return game.Step([.. Enumerable.Range(k * game.Batches, game.Batches).Select(batches.At)]);
            });
        NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();    // an interrupted training is not measured
        Observe(recipe.AdversarialSteps, generator, latents, selection, strip, fixedLatents);
        Restore(generator, selection.BestWeights());
        return new(name, generator, latents, history, selection, film.Count > 0 ? strip : null);
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
