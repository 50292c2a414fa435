using NotebookKit.Data;
using NotebookKit.Models.CounterfactualGan;
using NotebookKit.Show;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.CounterfactualGan;

/// <summary>Pictures of full mode's size: what is drawn of them must fit a figure even where they are noise.</summary>
public sealed class LargePictureTests
{
    private const int Side = 224;

    [Fact]
    public void Figures_OfNoiseOf224Pixels_AreDrawnSmaller()
    {
        using var data = new CounterfactualData(Noise(20, 1), Noise(4, 2), Noise(16, 3));
        var recipe = CounterfactualRecipe.Smoke with { Side = Side, BatchSize = 2, Steps = 2, FilmEvery = 1 };
        using var training = CounterfactualTraining.Run(data, recipe, seed: 1);

        var saliency = CounterfactualSaliency.Measure(training, data, extent: SaliencyExtent.Counterfactual);

        Figure[] figures = [data.Samples(), training.FilmStrip(), saliency.Damaged(), saliency.Undamaged()];
        Assert.All(figures, figure => Assert.NotEmpty(figure.ToBundle().Text));
        var picture = CounterfactualData.Picture(CounterfactualData.Prepare(data.Test, [0])[0]);
        Assert.Equal((56, 56), (picture.Width, picture.Height));
    }

    private static ImageSet Noise(int count, long seed)
    {
        using var generator = new Generator((ulong)seed);
        using var scope = NewDisposeScope();
        var masks = zeros(count, Side, Side, ScalarType.Bool);
        masks.narrow(1, 50, 60).fill_(true);
        var labels = arange(count) % 2;
        return new(
            randint(0, 256, [count, 3, Side, Side], dtype: ScalarType.Byte, generator: generator), labels,
            ["whole", "damaged"], new DataUse("noise", "", "", StandIn: true),
            new Dictionary<string, Tensor>
            {
                [CounterfactualData.Damage] = masks.logical_and(labels.eq(1).reshape(-1, 1, 1)),
            });
    }
}
