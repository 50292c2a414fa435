using NotebookKit.Data;
using NotebookKit.Models.Bagan;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Benchmarks;

/// <summary>The adversarial training of the small mode: its steps, the frames of its film, and the looks by which it
/// chooses the step that is kept.</summary>
internal static class BaganStrips
{
    private const int Frames = 13;                                        // every 27 steps, and at the end

    public static void Print(BaganRecipe recipe)
    {
        using var study = new BaganStudy(
            recipe with { AutoencoderSteps = 50, ClassifierSteps = 50 }, seed: 17, minority: 2, story: false);
        var (generator, discriminator) = study.Initialised();
        using var game = new AdversarialGame(
            recipe, study.Data.Classes, Verdict.OneOutput, LabelSampler.Uniform(study.Data.Classes), generator,
            discriminator, study.Gaussians);
        var judge = study.Judge;                                          // trains its classifier now
        var batches = new BatchSequence(study.Data.Train, recipe.BatchSize, 17);
        var film = new FilmStrip(["2", "3", "4", "2, encoded"]);
        using var latents = study.Gaussians.Sample(tensor([2L, 3, 4, 2]));
        Strips.Print(
            ("step", recipe.AdversarialSteps, 100, k => game.Step(batches.At(k))),
            ("frame", Frames, 200, k =>
            {
                using var noGradients = no_grad();
                film.Add(k, BaganMethod.Unit(generator.call(latents)));
            }),
            ("look", 1 + (recipe.AdversarialSteps / recipe.LookEvery), 20, k =>
            {
                using var noGradients = no_grad();
                var labels = full(recipe.LookCount, 2L, ScalarType.Int64);
                judge.Look(BaganMethod.Unit(generator.call(study.Gaussians.Sample(labels))));
            }));
        generator.Dispose();
        discriminator.Dispose();
    }
}
