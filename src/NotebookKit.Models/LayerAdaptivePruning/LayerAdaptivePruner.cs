using NotebookKit.Sparsity;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>
/// Prunes any network with convolutions or linear layers, each layer by its own share, so that the network's
/// output moves as little as possible: <c>LayerAdaptivePruner.Fit(model, calibration).Allocate(sparsity:
/// 0.9).Apply()</c>.
/// </summary>
public static class LayerAdaptivePruner
{
    /// <summary>Measures the distortion curves of a network.</summary>
    /// <param name="model">The network, [n, ...] to logits [n, K]; left as it is.</param>
    /// <param name="calibration">[n, ...], images as the network takes them; 256 to 1,024 of the training set.</param>
    /// <param name="options">Grid and masks; null for the paper's.</param>
    /// <exception cref="ArgumentException">No layer to prune, no image, or an output that is not finite.</exception>
    public static FittedPruner Fit(Module<Tensor, Tensor> model, Tensor calibration, PrunerOptions? options = null)
    {
        options ??= new();
        var layers = PrunableLayer.Of(model);
        using var scope = NewDisposeScope();
        var alive = options.Masks is { } masks ? layers.Select(layer => Alive(layer, masks)).ToArray() : null;
        var curves = DistortionCurves.Measure(
            model, layers, calibration, options.Intervals, alive, options.ImagesPerPass, options.ChannelsLast,
            options.ShowProgress);
        long[] image = [1, .. calibration.shape[1..]];
        return new(model, layers, curves, SparseCost.Of(model, layers, image), options.Masks);
    }

    /// <summary>The variant without data: the calibration images are noise from N(0, 1).</summary>
    /// <param name="model">The network.</param>
    /// <param name="imageShape">Shape of one image, [C, H, W].</param>
    /// <param name="images">n, number of noise images.</param>
    /// <param name="seed">Names the noise.</param>
    /// <param name="options">Grid and masks; null for the paper's.</param>
    public static FittedPruner FitWithoutData(
        Module<Tensor, Tensor> model, long[] imageShape, int images = 256, long seed = 0, PrunerOptions? options = null)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator().manual_seed(seed);
        var placement = model.parameters().First();
        var noise = randn([images, .. imageShape], generator: generator).to(placement.dtype, placement.device);
        return Fit(model, noise, options);
    }

    /// <summary>bool mask of a layer's weights that are not pruned yet.</summary>
    internal static Tensor Alive(PrunableLayer layer, PruningMasks masks) => masks.Names.Contains(layer.WeightName)
        ? masks[layer.WeightName].ne(0)
        : ones(layer.Weight.shape, ScalarType.Bool, layer.Weight.device);
}

/// <summary>How curves are measured.</summary>
public sealed record PrunerOptions
{
    /// <summary>D, intervals of the grid, 1 to 255; the paper has 100.</summary>
    public int Intervals { get; init; } = 100;

    /// <summary>Masks of an earlier round: what they prune stays pruned; null for none.</summary>
    public PruningMasks? Masks { get; init; }

    /// <summary>As in <see cref="DistortionCurves.Measure"/>.</summary>
    public int ImagesPerPass { get; init; } = DistortionCurves.ImagesPerPass;

    /// <summary>As in <see cref="DistortionCurves.Measure"/>.</summary>
    public bool ChannelsLast { get; init; }

    /// <summary>False where the caller shows a progress of its own.</summary>
    public bool ShowProgress { get; init; } = true;
}
