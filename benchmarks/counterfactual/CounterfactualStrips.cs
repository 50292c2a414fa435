using NotebookKit.Models.CounterfactualGan;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Benchmarks;

/// <summary>The game of the small mode: its steps, and the frames of its film.</summary>
internal static class CounterfactualStrips
{
    public static void Print(CounterfactualRecipe recipe, CounterfactualGame game)
    {
        using var images = rand(recipe.BatchSize, 1, 32, 32) * 2 - 1;
        using var labels = arange(recipe.BatchSize).remainder(2);
        using var pair = images.narrow(0, 0, 2);
        var film = new FilmStrip(["damaged, xh", "its |xh - x|", "undamaged, xh", "its |xh - x|"]);
        Strips.Print(
            ("step", recipe.Steps, 30, _ => { game.Step(images, labels); game.StepPlain(images, labels); }),
            ("frame", 1 + (recipe.Steps / recipe.FilmEvery), 100, k =>
            {
                var made = CounterfactualMethod.Counterfactuals(game.Generator, pair);
                var changes = (2 * CounterfactualMethod.Saliency(pair, made)).unsqueeze(1).expand_as(made);
                film.Add(k, stack([(made[0] + 1) / 2, changes[0], (made[1] + 1) / 2, changes[1]]));
            }));
    }
}
