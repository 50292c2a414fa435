using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Show;
using NotebookKit.Train;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Models.Bagan;

/// <summary>What a film shows: the same latent vectors, decoded again and again.</summary>
/// <param name="Rows">What each row is.</param>
/// <param name="Latents">[rows, D]; the caller owns it.</param>
public sealed record FilmScript(IReadOnlyList<string> Rows, Tensor Latents);

/// <summary>
/// Step 3: plays the game batch by batch, looks at the generator on the way, keeps the best of its weights, and takes a
/// film.
/// </summary>
/// <param name="recipe">Batch, steps, rates, device.</param>
/// <param name="train">Pictures to imitate, on the recipe's device.</param>
/// <param name="classes">Classes n that the discriminator tells apart.</param>
/// <param name="verdict">What the discriminator says.</param>
/// <param name="look">Judges a generator's minority pictures [N, C, H, W] in [0, 1]: share of the right class, SSIM of
/// couples.</param>
/// <param name="minority">Class that the looks ask for.</param>
public sealed class AdversarialTraining(
    BaganRecipe recipe, ImageSet train, int classes, Verdict verdict, Func<Tensor, (double Accuracy, double Ssim)> look,
    int minority)
{
    private readonly LabelSampler labels = recipe.Rebalance
        ? new(LabelSampler.RebalanceRatios(Frequencies(train, classes)))
        : LabelSampler.Uniform(classes);

    /// <summary>Moves everything to the recipe's device and trains; the generator is given the weights of the chosen
    /// step.</summary>
    /// <param name="name">As tables show the result.</param>
    /// <param name="generator">Start of the generator; owned by the result.</param>
    /// <param name="discriminator">Start of the discriminator.</param>
    /// <param name="latents">Latent source; owned by the result.</param>
    /// <param name="ssimLimit">Largest SSIM of couples that counts as varied.</param>
    /// <param name="film">What a film strip shows; null for none.</param>
    /// <param name="options">Title, checkpoint, live chart, seed.</param>
    public ConditionalGan Train(
        string name, BaganGenerator generator, BaganTrunk discriminator, ILatentSource latents, double ssimLimit,
        FilmScript? film, StageOptions options)
    {
        generator.to(recipe.Device);
        discriminator.to(recipe.Device);
        (latents as nn.Module)?.to(recipe.Device);
        using var game = new AdversarialGame(
            recipe, classes, verdict, labels, generator, discriminator, latents);
        var selection = new GeneratorSelection(ssimLimit);
        var strip = new FilmStrip(film?.Rows ?? []);
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
                Observe(k, generator, latents, selection, strip, film?.Latents);
                return game.Step([.. Enumerable.Range(k * game.Batches, game.Batches).Select(batches.At)]);
            });
        NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();    // an interrupted training is not measured
        Observe(recipe.AdversarialSteps, generator, latents, selection, strip, film?.Latents);
        Restore(generator, selection.BestWeights());
        return new(name, generator, latents, history, selection, film is null ? null : strip);
    }

    /// <summary>Looks at the generator where the steps done ask for it; at each look, and half-way to the next one, it
    /// takes a frame.</summary>
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

        if (fixedLatents is not null && (done % recipe.LookEvery == 0 || done % recipe.LookEvery == recipe.LookEvery / 2
            || done == recipe.AdversarialSteps))
        {
            strip.Add(done, BaganMethod.Unit(generator.call(fixedLatents)));
        }
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
