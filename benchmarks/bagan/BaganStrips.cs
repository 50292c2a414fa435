using NotebookKit.Data;
using NotebookKit.Metrics;
using NotebookKit.Models.Bagan;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Benchmarks;

/// <summary>The adversarial training of the small mode: its steps, the frames of its film, and the looks by which it
/// chooses the step that is kept.</summary>
internal static class BaganStrips
{
    private const int Frames = 13;                                        // at every look, and half-way between

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
        using var pictures = Pictures();
        var couples = new Ssim(recipe.SsimWindow);
        var looks = 1 + (recipe.AdversarialSteps / recipe.LookEvery);
        Console.WriteLine("Drawing is the frame; judging is the look, which the rows below it are parts of.");
        Strips.Print(
            ("step", recipe.AdversarialSteps, 100, k => game.Step(batches.At(k))),
            ("frame", Frames, 200, k =>
            {
                using var noGradients = no_grad();
                film.Add(k, BaganMethod.Unit(generator.call(latents)));
            }),
            ("look", looks, 40, _ => judge.Look(Pictures())),
            ("- generator", looks, 40, _ => Pictures()),
            ("- SSIM", looks, 40, _ => couples.OfCouples(pictures, 1)));
        generator.Dispose();
        discriminator.Dispose();

        Tensor Pictures()
        {
            using var noGradients = no_grad();
            return BaganMethod.Unit(generator.call(study.Gaussians.Sample(full(recipe.LookCount, 2L, ScalarType.Int64))));
        }
    }
}
