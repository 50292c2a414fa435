using NotebookKit.Models.Backbones;
using NotebookKit.Models.Maeday;
using NotebookKit.Show;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookKit.Benchmarks;

/// <summary>The pre-training of the small mode: its steps, and the frames of its film.</summary>
internal static class MaedayStrips
{
    public static void Print(MaedayRecipe recipe, MaskedAutoencoder network, OptimizerHelper optimizer)
    {
        using var batch = rand(recipe.BatchSize, 1, 32, 32);
        using var subjects = rand(3, 1, 32, 32);
        var film = new FilmStrip(["grid", "twill", "dots"]);
        Strips.Print(
            ("step", recipe.Steps, 100, k => MaedayPretraining.Step(network, optimizer, recipe, batch, k)),
            ("frame", 1 + (recipe.Steps / recipe.FilmEvery), 200, k =>
            {
                var (pixels, removed) = new AnomalyMapper(network, new(1)).Reconstruct(subjects, 0, seed: 0);
                film.Add(k, where(removed.unsqueeze(1) > 0, pixels, subjects).nan_to_num());
            }));
    }
}
