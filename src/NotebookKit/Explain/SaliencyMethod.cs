using NotebookKit.Interactive;
using NotebookKit.Train;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Explain;

/// <summary>Base of the class-activation methods: taps a layer, asks the derived class for the raw map, scales and resizes
/// it. The model runs in inference mode (dropout off, batch norm frozen) and is given back in the mode in which it came.</summary>
/// <param name="model">Classifier, [N, C, H, W] to logits [N, K], or one logit [N] or [N, 1].</param>
/// <param name="layer">Layer to explain, a part of the model whose output is [N, C, h, w]: the last ReLU before pooling.</param>
/// <param name="score">The scalar S per image; by default <see cref="Scores.ByOutputs"/>.</param>
public abstract class SaliencyMethod(Module<Tensor, Tensor> model, Module<Tensor, Tensor> layer, Score? score = null)
{
    private const int ImagesPerPass = 256;      // bounds memory; the result does not depend on it

    /// <summary>The method's name as its paper writes it.</summary>
    public abstract string Name { get; }

    /// <summary>The classifier.</summary>
    protected Module<Tensor, Tensor> Model { get; } = model;

    /// <summary>The scalar explained, one per image.</summary>
    protected Score Score { get; } = score ?? Scores.ByOutputs;

    /// <summary>Explains one class per image.</summary>
    /// <param name="images">[N, C, H, W], prepared as in training.</param>
    /// <param name="classes">[N], int64: the class to explain; by default the predicted one.</param>
    /// <returns>Maps on the model's device.</returns>
    /// <exception cref="ShapeException">Images, classes or the layer's output have another shape.</exception>
    /// <exception cref="InvalidOperationException">The layer did not run exactly once in a forward pass.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted.</exception>
    public SaliencyMaps Explain(Tensor images, Tensor? classes = null)
    {
        var n = images.Require("N C H W").shape[0];
        classes?.Require($"{n}", "One class per image.");
        using var scope = NewDisposeScope();
        using var mode = new InferenceMode(Model);
        var parts = new List<SaliencyMaps>();
        for (long start = 0; start < n || start == 0; start += ImagesPerPass)
        {
            NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(ImagesPerPass, n - start);
            parts.Add(ExplainPart(images.narrow(0, start, count), classes?.narrow(0, start, count)));
        }
        return new SaliencyMaps(
            cat([.. parts.Select(p => p.Maps)]).MoveToOuterDisposeScope(),
            cat([.. parts.Select(p => p.Raw)]).MoveToOuterDisposeScope(),
            cat([.. parts.Select(p => p.Empty)]).MoveToOuterDisposeScope(),
            cat([.. parts.Select(p => p.Classes)]).MoveToOuterDisposeScope());
    }

    /// <summary>The raw map of the method's paper.</summary>
    /// <param name="pass">What is known after one forward pass.</param>
    /// <returns>[N, h, w], 0 or more, not scaled.</returns>
    protected abstract Tensor RawMap(TappedPass pass);

    private SaliencyMaps ExplainPart(Tensor images, Tensor? classes)
    {
        using var scope = NewDisposeScope();
        var placement = Placement.Of(Model);
        images = placement.Move(images);
        var tap = new LayerTap(layer);
        Tensor logits;
        using (enable_grad())
        using (tap)
        {
            logits = Model.call(images);                                    // [N, K]
        }
        using var noGradients = no_grad();
        var chosen = classes?.to(placement.Device, copy: true) ?? Scores.PredictedClass(logits);     // [N]
        var activation = tap.Activation.Require("N C h w", "Explain a convolution layer or its ReLU.", "the layer's output");
        var pass = new TappedPass(images, activation.detach(), chosen, () =>
        {
            using var backward = enable_grad();
            return tap.GradientOf(Score(logits, chosen).sum());             // [N, C, h, w]
        });
        var raw = RawMap(pass);                                             // [N, h, w]
        var maps = raw.ScaleToUnit().ResizeTo(images.shape[2], images.shape[3]).clamp(0, 1);
        var empty = maps.amax([1, 2]) == 0;
        return new SaliencyMaps(maps.MoveToOuterDisposeScope(), raw.MoveToOuterDisposeScope(),
            empty.MoveToOuterDisposeScope(), chosen.MoveToOuterDisposeScope());
    }

    /// <summary>ReLU(sum_k a_k A_k): the map of all methods with one weight per channel.</summary>
    /// <param name="weights">a: [N, C].</param>
    /// <param name="activation">A: [N, C, h, w].</param>
    /// <returns>[N, h, w].</returns>
    protected static Tensor Weighted(Tensor weights, Tensor activation) =>
        (weights.unsqueeze(2).unsqueeze(3) * activation).sum(1).relu();
}
