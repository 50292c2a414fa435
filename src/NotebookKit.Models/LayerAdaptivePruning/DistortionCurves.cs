using NotebookKit.Interactive;
using NotebookKit.Memory;
using NotebookKit.Train;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>
/// Measures the rate-distortion curves of a network (section 3.2 of the paper): each layer alone is pruned to
/// each grid point, and the output on the calibration images is compared with that of the network as it is.
/// </summary>
/// <remarks>Only the layers from the pruned one on are computed; what goes into it is kept from one whole pass. Images
/// are taken in small groups, so that kept activations stay few and in the processor's cache.</remarks>
public static class DistortionCurves
{
    /// <summary>Images that run together: few enough for their activations to stay in cache.</summary>
    public const int ImagesPerPass = 64;

    /// <summary>Measures all layers.</summary>
    /// <param name="model">Network in any mode; measured in evaluation mode, [n, ...] to logits [n, K].</param>
    /// <param name="layers">Layers to prune, as <see cref="PrunableLayer.Of"/> gives them.</param>
    /// <param name="images">[n, ...], calibration images as the network takes them, fixed and not augmented.</param>
    /// <param name="intervals">D, 1 to 255.</param>
    /// <param name="alive">[L], bool masks of the weights still alive; null means all are.</param>
    /// <param name="imagesPerPass">Images that run together; changes the time, and values in their last digits.</param>
    /// <param name="channelsLast">True lays images out with their channels innermost, which the layers then keep:
    /// quicker operators, other roundings. Not for networks that <c>view</c> their activations.</param>
    /// <param name="showProgress">False where the caller shows a progress of its own.</param>
    /// <returns>Curves; delta(0) is 0 by definition.</returns>
    /// <exception cref="ArgumentException">No image, a grid out of range, or an output that is not finite.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted the run.</exception>
    public static LayerCurves Measure(
        Module<Tensor, Tensor> model, IReadOnlyList<PrunableLayer> layers, Tensor images, int intervals = 100,
        IReadOnlyList<Tensor>? alive = null, int imagesPerPass = ImagesPerPass, bool channelsLast = false,
        bool showProgress = true)
    {
        PruningInput.CheckIntervals(intervals);
        if (images.ndim < 2 || images.shape[0] == 0)
        {
            throw new ArgumentException(
                $"Calibration needs a batch of at least one image, [n, ...], but got {Shapes.Text(images.shape)}.");
        }

        using var mode = new InferenceMode(model);
        using var noGradients = no_grad();
        using var measurement = new Measurement(model, layers, alive, intervals);
        var total = images.shape[0] * layers.Count;
        using var progress = showProgress ? Progress.Start("Distortion curves", total, "image x layer") : null;
        for (var first = 0L; first < images.shape[0]; first += imagesPerPass)
        {
            using var scope = NewDisposeScope();
            var group = images.narrow(0, first, Math.Min(imagesPerPass, images.shape[0] - first));
            group = channelsLast && group.ndim == 4 ? group.ToChannelsLast() : group;
            measurement.Add(group, layer => progress?.Report((first * layers.Count) + (layer * group.shape[0])));
        }

        progress?.Report(total);
        return measurement.ToCurves(images.shape[0]);
    }

    /// <summary>Distortion of the output when several layers are pruned at once.</summary>
    /// <param name="model">Network in any mode.</param>
    /// <param name="layers">Layers to prune; their weights are put back afterwards.</param>
    /// <param name="pruned">[L], weights that each layer loses.</param>
    /// <param name="images">[n, ...].</param>
    public static OutputDistortion Joint(
        Module<Tensor, Tensor> model, IReadOnlyList<PrunableLayer> layers, IReadOnlyList<long> pruned, Tensor images)
    {
        using var scope = NewDisposeScope();
        using var mode = new InferenceMode(model);
        using var noGradients = no_grad();
        var reference = Logits(model, images);
        using var weights = new TrialWeights(layers, alive: null);
        for (var layer = 0; layer < layers.Count; layer++)
        {
            weights.Prune(layer, pruned[layer]);
        }

        return OutputDistortion.Between(reference, Logits(model, images));
    }

    private static Tensor Logits(Module<Tensor, Tensor> model, Tensor images) =>
        cat([.. Enumerable.Range(0, (int)((images.shape[0] + ImagesPerPass - 1) / ImagesPerPass)).Select(i =>
            model.call(
                images.narrow(0, i * ImagesPerPass, Math.Min(ImagesPerPass, images.shape[0] - (i * ImagesPerPass)))))]);

    /// <summary>Sums over groups of images.</summary>
    private sealed class Measurement : IDisposable
    {
        private readonly IReadOnlyList<PrunableLayer> layers;
        private readonly int intervals;
        private readonly PrefixReplay replay;
        private readonly TrialWeights weights;
        private readonly double[][] worst;
        private readonly double[][] sum;
        private readonly bool[] copies;
        private bool first = true;

        public Measurement(
            Module<Tensor, Tensor> model, IReadOnlyList<PrunableLayer> layers, IReadOnlyList<Tensor>? alive,
                int intervals)
        {
            (this.layers, this.intervals) = (layers, intervals);
            (worst, sum, copies) = (Zeros(), Zeros(), new bool[layers.Count]);
            weights = new TrialWeights(layers, alive);
            replay = new PrefixReplay(model);

            double[][] Zeros() => [.. layers.Select(_ => new double[intervals + 1])];
        }

        public void Add(Tensor images, Action<int> report)
        {
            Check(replay.Record(images));
            for (var layer = 0; layer < layers.Count; layer++)
            {
                NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
                report(layer);
                if (replay.Ran(layers[layer].Module))
                {
                    AddLayer(layer, images);
                }
            }

            first = false;
        }

        public LayerCurves ToCurves(long images) => new(
            [.. layers.Select(layer => layer.Name)], [.. layers.Select(layer => layer.Count)], worst,
            [.. sum.Select(curve => curve.Select(value => value / images).ToArray())]);

        public void Dispose()
        {
            replay.Dispose();
            weights.Dispose();
        }

        private void AddLayer(int layer, Tensor images)
        {
            using var scope = NewDisposeScope();
            var values = new (double Worst, double Sum)[intervals + 1];
            replay.StartAt(layers[layer].Module, copies[layer]);
            var reference = replay.Run(images);                            // [n, K], rounded as the pruned ones will be
            for (var (d, before) = (1, 0L); d <= intervals; d++)
            {
                var pruned = LayerCurves.PrunedAt(layers[layer].Count, d, intervals);
                values[d] = pruned == before ? values[d - 1] : Point(pruned);
                before = pruned;
            }

            weights.Restore(layer);
            if (first && !copies[layer] && !Same())
            {
                copies[layer] = true;                                      // the network writes into its activations
                replay.Record(images);
                AddLayer(layer, images);
                return;
            }

            for (var d = 1; d <= intervals; d++)
            {
                worst[layer][d] = Math.Max(worst[layer][d], values[d].Worst);
                sum[layer][d] += values[d].Sum;
            }

            (double, double) Point(long pruned)
            {
                using var inner = NewDisposeScope();
                weights.Prune(layer, pruned);
                var each = OutputDistortion.PerImage(reference, replay.Run(images));
                return (each.max().ToDouble(), each.sum().ToDouble());
            }

            bool Same()
            {
                using var inner = NewDisposeScope();
                return replay.Run(images).eq(reference).all().ToBoolean();
            }
        }

        private static void Check(Tensor output)
        {
            output.Require("n K", "The network must give logits.");
            if (!output.isfinite().all().ToBoolean())
            {
                throw new ArgumentException(
                    "The network's output must be finite on the calibration images, but is not. Check its weights and " +
                    "how the images are normalised.");
            }
        }
    }
}
