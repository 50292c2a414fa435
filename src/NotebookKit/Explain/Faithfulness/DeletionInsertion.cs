using NotebookKit.Interactive;
using NotebookKit.Train;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Explain.Faithfulness;

/// <summary>What takes the place of a removed pixel.</summary>
public enum Replacement
{
    /// <summary>The image's own mean colour.</summary>
    ImageMean,

    /// <summary>The blurred image (Gaussian, sigma 5, 11x11).</summary>
    Blur,
}

/// <summary>Deletion and insertion (Petsiuk et al. 2018): how fast the probability of the predicted class falls when the
/// pixels that a map calls important are removed, and rises when they are added to a blurred image.</summary>
/// <param name="model">Classifier, [N, C, H, W] to logits [N, K], or one logit [N] or [N, 1].</param>
/// <param name="images">[N, C, H, W], prepared as in training.</param>
/// <param name="steps">Steps of equal size; must divide the number of pixels. 32 steps of 32 pixels for 32x32.</param>
/// <exception cref="ShapeException">Images are no batch of images.</exception>
public sealed class DeletionInsertion(Module<Tensor, Tensor> model, Tensor images, int steps = 32)
{
    private const long ImagesPerPass = 512;
    private readonly Tensor images = images.Require("N C H W");

    /// <summary>Removes pixels in the given order.</summary>
    /// <param name="order">[N, H, W]: ranks of <see cref="PixelOrder"/>.</param>
    /// <param name="replacement">What a removed pixel becomes.</param>
    public FaithfulnessCurve Deletion(Tensor order, Replacement replacement = Replacement.ImageMean)
    {
        using var scope = NewDisposeScope();
        var removed = replacement == Replacement.Blur
            ? GaussianBlur.Apply(images)
            : images.mean([2, 3], keepdim: true).expand_as(images);
        return Curve(images, removed, order);
    }

    /// <summary>Adds pixels in the given order to the blurred image.</summary>
    /// <param name="order">[N, H, W]: ranks of <see cref="PixelOrder"/>.</param>
    public FaithfulnessCurve Insertion(Tensor order)
    {
        using var scope = NewDisposeScope();
        return Curve(GaussianBlur.Apply(images), images, order);
    }

    /// <summary>Deletion in random orders: the curve to stand beside every other; its AUC is the mean of the draws.</summary>
    /// <param name="seed">Seed of the first draw; each further draw takes the next number.</param>
    /// <param name="draws">Number of random orders.</param>
    /// <param name="replacement">What a removed pixel becomes.</param>
    public IReadOnlyList<FaithfulnessCurve> RandomDeletions(
        long seed, int draws = 5, Replacement replacement = Replacement.ImageMean) =>
        Random(seed, draws, order => Deletion(order, replacement));

    /// <summary>Insertion in random orders.</summary>
    /// <inheritdoc cref="RandomDeletions"/>
    public IReadOnlyList<FaithfulnessCurve> RandomInsertions(long seed, int draws = 5) => Random(seed, draws, Insertion);

    private List<FaithfulnessCurve> Random(long seed, int draws, Func<Tensor, FaithfulnessCurve> curve)
    {
        var curves = new List<FaithfulnessCurve>();
        for (var draw = 0; draw < draws; draw++)
        {
            using var order = PixelOrder.Random(images.shape[0], images.shape[2], images.shape[3], seed + draw);
            curves.Add(curve(order));
        }
        return curves;
    }

    private FaithfulnessCurve Curve(Tensor start, Tensor end, Tensor order)
    {
        var (n, h, w) = (images.shape[0], images.shape[2], images.shape[3]);
        order.Require($"{n} {h} {w}", "Give one order per image, from PixelOrder.");
        if (steps < 1 || h * w % steps != 0)
        {
            throw new ArgumentException($"steps must divide the {h * w} pixels of an image, but is {steps}.");
        }
        using var scope = NewDisposeScope();
        using var mode = new InferenceMode(model);
        using var noGradients = no_grad();
        var ranks = order.to(images.device).unsqueeze(1);                   // [N, 1, H, W]
        var classes = Passes(n, (first, count) => Scores.PredictedClass(Logits(images.narrow(0, first, count))));
        var values = new double[steps + 1][];
        for (var step = 0; step <= steps; step++)
        {
            NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
            using var stepScope = NewDisposeScope();
            var changed = ranks < step * (h * w / steps);
            var mixed = where(changed, end, start);                         // [N, C, H, W]
            var probability = Passes(n, (first, count) =>
                Scores.Probability(Logits(mixed.narrow(0, first, count)), classes.narrow(0, first, count)));
            values[step] = probability.to(ScalarType.Float64).cpu().data<double>().ToArray();
        }
        var areas = Enumerable.Range(0, (int)n).Select(i => TrapezoidArea(values, i));
        return new FaithfulnessCurve(
            [.. Enumerable.Range(0, steps + 1).Select(s => (double)s / steps)],
            [.. values.Select(v => v.DefaultIfEmpty(double.NaN).Average())],
            [.. areas]);
    }

    private Tensor Logits(Tensor part) => model.call(Placement.Of(model).Move(part));

    private double TrapezoidArea(double[][] values, int image) =>
        Enumerable.Range(0, steps).Sum(s => (values[s][image] + values[s + 1][image]) / 2) / steps;

    private static Tensor Passes(long n, Func<long, long, Tensor> pass)
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (long start = 0; start < n || start == 0; start += ImagesPerPass)
        {
            using var part = NewDisposeScope();
            parts.Add(pass(start, Math.Min(ImagesPerPass, n - start)).MoveToOuterDisposeScope());
        }
        return cat([.. parts]).MoveToOuterDisposeScope();
    }
}
