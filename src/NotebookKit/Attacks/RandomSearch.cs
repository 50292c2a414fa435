using NotebookKit.Interactive;
using NotebookKit.Train;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Attacks;

/// <summary>
/// Black-box attack by random search over squares, after Andriushchenko et al. 2020 (Square Attack, section 3):
/// vertical
/// stripes first, then squares of +-eps that stay wherever they raise the loss, large ones early and small ones late.
/// It
/// asks for no gradient: where it beats <see cref="Pgd"/>, the gradients are masked.
/// </summary>
public static class RandomSearch
{
    // Shares of the budget after which the squares shrink to half their area, as in the paper's schedule for 10,000.
    private static readonly double[] Halvings = [0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8];

    /// <summary>Attacks each image with a number of queries.</summary>
    /// <param name="model">Classifier, [N, C, H, W] to logits [N, K].</param>
    /// <param name="images">[N, C, H, W], prepared as in training.</param>
    /// <param name="labels">[N], int64: the true classes.</param>
    /// <param name="loss">What to drive up.</param>
    /// <param name="options">Bound, range and seed; the steps of PGD are not used.</param>
    /// <param name="queries">Forward passes per image, 1 or more.</param>
    /// <returns>[N, C, H, W], within the bound and the range; the loss never falls below that of the first
    /// query.</returns>
    /// <exception cref="ArgumentException">The budget is below 1, or an image leaves the range.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted.</exception>
    public static Tensor Attack(
        Module<Tensor, Tensor> model, Tensor images, Tensor labels, AttackLoss loss, PgdOptions options,
            int queries = 500)
    {
        if (queries < 1)
        {
            throw new ArgumentException($"queries must be 1 or more, but is {queries}.");
        }

        var shape = images.Require("N C H W").shape;
        labels.Require($"{shape[0]}", "One true class per image.");
        using var scope = NewDisposeScope();
        using var mode = new InferenceMode(model);
        using var noGradients = no_grad();
        var placement = Placement.Of(model);
        using var generator = new Generator((ulong)options.Seed, placement.Device);
        var (from, classes) = (placement.Move(images), labels.to(placement.Device));
        Pgd.RequireRange(from, options);
        var best = Within(
            from, from + options.Epsilon * Signs([shape[0], shape[1], 1, shape[3]], from, generator), options);
        var highest = loss(model.call(best), classes);                                          // [N]
        for (var query = 1; query < queries; query++)
        {
            NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var square = Squares(shape, Side(query / (double)queries, shape), from, generator);  // [N, 1, H, W]
            var signs = Signs([shape[0], shape[1], 1, 1], from, generator);
            var tried = Within(from, where(square, from + options.Epsilon * signs, best), options);
            var losses = loss(model.call(tried), classes);
            var better = losses > highest;
            best.copy_(where(better.reshape(-1, 1, 1, 1), tried, best));
            highest.copy_(where(better, losses, highest));
        }

        return best.MoveToOuterDisposeScope();
    }

    private static long Side(double spent, long[] shape)
    {
        var share = 0.8 * Math.Pow(0.5, Halvings.Count(limit => spent > limit));
        return Math.Clamp((long)Math.Round(Math.Sqrt(share * shape[2] * shape[3])), 1, Math.Min(shape[2], shape[3]));
    }

    private static Tensor Squares(long[] shape, long side, Tensor like, Generator generator)
    {
        var (rows, columns) = (Inside(shape[0], shape[2]), Inside(shape[0], shape[3]));          // [N, H], [N, W]
        return rows.reshape(shape[0], 1, shape[2], 1).logical_and(columns.reshape(shape[0], 1, 1, shape[3]));

        Tensor Inside(long n, long length)
        {
            var start = (rand([n, 1], device: like.device, generator: generator) * (length - side + 1)).floor();
            var at = arange(length, device: like.device).to(ScalarType.Float32).unsqueeze(0);
            return at.ge(start).logical_and(at.lt(start + side));
        }
    }

    private static Tensor Signs(long[] shape, Tensor like, Generator generator) =>
        where(rand(shape, device: like.device, generator: generator) < 0.5, -1.0, 1.0).to(like.dtype);

    private static Tensor Within(Tensor from, Tensor x, PgdOptions options) => minimum(
        maximum(x, (from - options.Epsilon).clamp_min(options.Low)), (from + options.Epsilon).clamp_max(options.High));
}
