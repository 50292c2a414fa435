using NotebookKit.Interactive;
using NotebookKit.Models.Backbones;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>One seed's surfaces and network, and the maps that they give.</summary>
/// <param name="recipe">Every number of the run.</param>
/// <param name="data">The surfaces.</param>
/// <param name="pretraining">The network.</param>
/// <param name="seed">Names draws of masks and support.</param>
public sealed class MaedayTrial(MaedayRecipe recipe, MaedayData data, MaedayPretraining pretraining, long seed)
{
    private const long SeedsApart = 1_000;                                // more draws than a recipe has

    /// <summary>Every number of the run; of the k those for which every category has normal pictures.</summary>
    public MaedayRecipe Recipe { get; } = recipe with
    {
        // The first one stays, so that a category with too few says so.
        Shots = [.. recipe.Shots.Where((k, i) => i == 0 || k <= data.FewestNormal)],
    };

    /// <summary>The k that are left out, since a category has not so many normal pictures.</summary>
    public IReadOnlyList<int> ShotsLeftOut { get; } = [.. recipe.Shots.Skip(1).Where(k => k > data.FewestNormal)];

    /// <summary>The surfaces.</summary>
    public MaedayData Data { get; } = data;

    /// <summary>The network.</summary>
    public MaedayPretraining Pretraining { get; } = pretraining;

    /// <summary>Names draws of masks and support.</summary>
    public long Seed { get; } = seed;

    /// <summary>Test pictures as the network sees them, on the recipe's device; the caller's.</summary>
    /// <returns>[N, C, H, H].</returns>
    public Tensor Inputs(MaedayCategory category) => Seen(category.Test.Images);

    /// <summary>k support pictures as the network sees them, on the recipe's device; the caller's.</summary>
    /// <param name="category">Whose pictures.</param>
    /// <param name="shots">k.</param>
    /// <param name="draw">Number of the draw.</param>
    /// <returns>[k, C, H, H].</returns>
    /// <exception cref="NotebookKit.Data.DataException">The category has fewer.</exception>
    public Tensor Support(MaedayCategory category, int shots, int draw = 0)
    {
        using var scope = NewDisposeScope();
        return Seen(category.Draw(shots, SupportSeed(draw))).MoveToOuterDisposeScope();
    }

    /// <summary>Maps of a category's test pictures, on the CPU; the caller's.</summary>
    /// <param name="category">The pictures.</param>
    /// <param name="draw">Number of the draw of masks.</param>
    /// <param name="plan">The masks; null takes the recipe's.</param>
    /// <param name="region">Which errors count.</param>
    /// <param name="network">Null takes the pre-trained one, with what is attached to it.</param>
    /// <returns>[N, H, H].</returns>
    public Tensor Maps(
        MaedayCategory category, int draw, MaskPlan? plan = null, ErrorRegion region = ErrorRegion.Removed,
        MaskedAutoencoder? network = null)
    {
        using var scope = NewDisposeScope();
        return new AnomalyMapper(network ?? Pretraining.Network, plan ?? Recipe.Plan, region)
            .Maps(Inputs(category), MaskSeed(draw)).cpu().MoveToOuterDisposeScope();
    }

    /// <summary>Scores of a category, one for each draw of masks.</summary>
    /// <inheritdoc cref="Maps"/>
    public IReadOnlyList<DetectionScore> Scores(
        MaedayCategory category, MaskPlan? plan = null, ErrorRegion region = ErrorRegion.Removed,
        MaskedAutoencoder? network = null) => [.. Enumerable.Range(0, Recipe.MaskSeeds).Select(draw =>
        {
            using var scope = NewDisposeScope();
            return DetectionScore.Of(category, Maps(category, draw, plan, region, network));
        })];

    /// <summary>Mean over categories and draws of masks.</summary>
    /// <inheritdoc cref="Maps"/>
    public DetectionScore MeanScore(
        MaskPlan? plan = null, ErrorRegion region = ErrorRegion.Removed, MaskedAutoencoder? network = null) =>
        DetectionScore.Mean([.. Data.Categories.SelectMany(
            category => Scores(category, plan, region, network))]);

    /// <summary>Where a tuning keeps its state: a name of what its weights depend on, so that no other takes it up;
    /// null outside a run.</summary>
    /// <param name="category">The pictures.</param>
    /// <param name="shots">k.</param>
    /// <param name="draw">Number of the draw of the support.</param>
    internal string? Checkpoint(MaedayCategory category, int shots, int draw) =>
        RunContext.Current.OutputDirectory is { } folder
            ? Path.Combine(
                folder, $"lora-{Recipe.CheckpointName(Seed)}-{category.Name}-{shots}"
                + (draw == 0 ? "" : $"-draw{draw + 1}") + ".checkpoint")
            : null;

    /// <summary>The seed of a draw of masks.</summary>
    internal long MaskSeed(int draw) => (Seed * SeedsApart) + draw;

    /// <summary>The seed of a draw of support pictures; the first one's is the trial's.</summary>
    internal long SupportSeed(int draw) => draw == 0 ? Seed : MaskSeed(draw);

    private Tensor Seen(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        return Pretraining.Scale.Apply(pixels.to(Recipe.Device)).MoveToOuterDisposeScope();
    }
}
