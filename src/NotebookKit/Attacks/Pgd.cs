using NotebookKit.Interactive;
using NotebookKit.Train;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Attacks;

/// <summary>
/// Projected gradient descent in the L-infinity ball, untargeted (Madry et al. 2018, section 2.1): T times
/// x &lt;- clip to the box and the range (x + alpha sign grad_x loss).
/// </summary>
public static class Pgd
{
    private const int ImagesPerPass = 256;                                // bounds memory

    /// <summary>Attacks each image. The model runs in inference mode; its weights get no gradient.</summary>
    /// <param name="model">Classifier, [N, C, H, W] to logits [N, K].</param>
    /// <param name="images">x0: [N, C, H, W], prepared as in training.</param>
    /// <param name="labels">[N], int64: the true classes.</param>
    /// <param name="loss">What to drive up: <see cref="AttackLosses"/>.</param>
    /// <param name="options">Bound, steps and starts.</param>
    /// <returns>[N, C, H, W]: within <see cref="PgdOptions.Epsilon"/> of the images, and within the range wherever they
    /// are.</returns>
    /// <exception cref="ShapeException">Images or labels have another shape.</exception>
    /// <exception cref="ArgumentException">An image leaves the range of the options.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted.</exception>
    public static Tensor Attack(
        Module<Tensor, Tensor> model, Tensor images, Tensor labels, AttackLoss loss, PgdOptions options)
    {
        var n = images.Require("N C H W").shape[0];
        labels.Require($"{n}", "One true class per image.");
        using var scope = NewDisposeScope();
        using var mode = new InferenceMode(model);
        var placement = Placement.Of(model);
        using var generator = new Generator((ulong)options.Seed, placement.Device);
        var (from, classes) = (placement.Move(images), labels.to(placement.Device));
        RequireRange(from, options);
        var worst = from.clone();
        var highest = full([n], double.NegativeInfinity, from.dtype, from.device);              // [N]
        var restarts = options.RandomStart ? options.Restarts : 1;        // without a draw all would be the same
        for (var restart = 0; restart < restarts; restart++)
        {
            using var inner = NewDisposeScope();
            var start = options.RandomStart
                ? from + (rand(from.shape, from.dtype, from.device, generator: generator) * 2 - 1) * options.Epsilon
                : from;
            for (long at = 0; at < n; at += ImagesPerPass)
            {
                NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
                var count = Math.Min(ImagesPerPass, n - at);
                Keep(
                    worst.narrow(0, at, count), highest.narrow(0, at, count),
                    Ascend(
                        model, from.narrow(0, at, count), start.narrow(0, at, count), classes.narrow(0, at, count),
                            loss,
                        options));
            }
        }

        return worst.MoveToOuterDisposeScope();
    }

    private static (Tensor Images, Tensor Losses) Ascend(
        Module<Tensor, Tensor> model, Tensor from, Tensor start, Tensor labels, AttackLoss loss, PgdOptions options)
    {
        var alpha = options.StepSize ?? options.Epsilon / 4;
        var (low, high) = (
            (from - options.Epsilon).clamp_min(options.Low), (from + options.Epsilon).clamp_max(options.High));
        var x = minimum(maximum(start.detach(), low), high);
        for (var step = 0; step < options.Steps; step++)
        {
            using var scope = NewDisposeScope();
            var leaf = x.detach().requires_grad_();
            Tensor gradient;
            using (enable_grad())
            {
                gradient = autograd.grad([loss(model.call(leaf), labels).sum()], [leaf])[0];
            }

            x = minimum(maximum(leaf.detach() + alpha * gradient.sign(), low), high).MoveToOuterDisposeScope();
        }

        using var noGradients = no_grad();
        return (x, loss(model.call(x), labels));
    }

    // Restarts: per image the attack with the highest loss.
    private static void Keep(Tensor worst, Tensor highest, (Tensor Images, Tensor Losses) attack)
    {
        using var noGradients = no_grad();
        var better = attack.Losses > highest;                                                   // [N]
        worst.copy_(where(better.reshape(-1, 1, 1, 1), attack.Images, worst));
        highest.copy_(where(better, attack.Losses, highest));
    }

    internal static void RequireRange(Tensor images, PgdOptions options)
    {
        if (images.numel() == 0)
        {
            return;
        }

        var (least, greatest) = (images.min().ToDouble(), images.max().ToDouble());
        if (!(least >= options.Low - 1e-6 && greatest <= options.High + 1e-6))
        {
            throw new ArgumentException(
                $"The images must lie in [{options.Low}, {options.High}], but run from {least} to {greatest}. "
                + "Give the range that the model was trained on as Low and High.");
        }
    }
}
