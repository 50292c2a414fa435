using NotebookKit.Interactive;
using NotebookKit.Models.Backbones;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>Which pixels' errors count.</summary>
public enum ErrorRegion
{
    /// <summary>Those of removed patches: what the network was trained to predict.</summary>
    Removed,

    /// <summary>All, the default of one re-implementation.</summary>
    All,
}

/// <summary>Anomaly maps of many pictures: the error of a masked autoencoder, averaged over N masks.</summary>
/// <param name="network">The masked autoencoder; its weights are not changed.</param>
/// <param name="plan">The masks.</param>
/// <param name="region">Which errors count.</param>
public sealed class AnomalyMapper(
    MaskedAutoencoder network, MaskPlan plan, ErrorRegion region = ErrorRegion.Removed)
{
    private const long PixelsPerPass = 1 << 18;                           // bounds the memory
    private const long PixelsPerDevicePass = 1 << 22;                     // what keeps a GPU busy

    /// <summary>The maps after all N masks.</summary>
    /// <param name="images">[N, C, H, H], normalised as in training; H may exceed the network's side.</param>
    /// <param name="seed">Names the masks.</param>
    /// <returns>[N, H, H], the caller's.</returns>
    /// <exception cref="ShapeException">Another shape.</exception>
    public Tensor Maps(Tensor images, long seed) => MapsAfter(images, seed, [plan.Count])[0];

    /// <summary>The maps after some numbers of masks: the first ones of the plan.</summary>
    /// <param name="images">As <see cref="Maps"/>.</param>
    /// <param name="seed">Names the masks.</param>
    /// <param name="counts">Rising numbers of masks, at most the plan's.</param>
    /// <returns>One [N, H, H] per number, the caller's.</returns>
    /// <exception cref="ShapeException">Another shape.</exception>
    public IReadOnlyList<Tensor> MapsAfter(Tensor images, long seed, IReadOnlyList<int> counts)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var windows = new SlidingWindows(images.shape[2], network.Encoder.Side);
        var cut = windows.Cut(images.Require($"N {network.Encoder.Channels} H H"));
        var sums = new ErrorSums(zeros(
            cut.shape[0], cut.shape[2], cut.shape[3], dtype: cut.dtype, device: cut.device), region);
        var made = new List<Tensor>();
        for (var index = 0; index < plan.Count && made.Count < counts.Count; index++)
        {
            NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
            Add(sums, cut, index, seed);
            if (counts[made.Count] == index + 1)
            {
                made.Add(windows.Join(sums.Map()).MoveToOuterDisposeScope());
            }
        }

        return made;
    }

    /// <summary>The mean error of each place over the masks that hide it, and its deviation between them: how far the
    /// masks agree.</summary>
    /// <param name="images">As <see cref="Maps"/>.</param>
    /// <param name="seed">Names the masks.</param>
    /// <returns>[N, H, H] each, smoothed, on the CPU; the deviation is 0 where fewer than two masks hide a place. The
    /// caller's.</returns>
    /// <exception cref="ShapeException">Another shape.</exception>
    public (Tensor Mean, Tensor Deviation) MeanAndDeviation(Tensor images, long seed)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var windows = new SlidingWindows(images.shape[2], network.Encoder.Side);
        var cut = windows.Cut(images.Require($"N {network.Encoder.Channels} H H"));
        var passes = Enumerable.Range(0, plan.Count).Select(index => Reconstruct(cut, index, seed)).ToArray();
        var errors = stack([.. passes.Select(pass => MaedayMethod.Errors(cut, pass.Pixels))]);    // [masks, n, h, h]
        var removed = stack([.. passes.Select(pass => pass.Removed)]);
        var count = removed.sum([0]).clamp_min(1);
        var mean = (errors * removed).sum([0]) / count;
        var deviation = (((errors - mean).square() * removed).sum([0]) / count).sqrt();
        return (Finish(mean), Finish(deviation));

        Tensor Finish(Tensor maps) => windows.Join(MaedayMethod.Smooth(maps)).cpu().MoveToOuterDisposeScope();
    }

    /// <summary>One mask's reconstruction of pictures of the network's side.</summary>
    /// <param name="images">[N, C, side, side].</param>
    /// <param name="index">Number of the mask.</param>
    /// <param name="seed">Names the masks.</param>
    /// <returns>The decoder's pixels [N, C, side, side] and the removed pixels [N, side, side]; the caller's.</returns>
    public (Tensor Pixels, Tensor Removed) Reconstruct(Tensor images, int index, long seed)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var noise = plan.Noise(index, images.shape[0], network.Encoder.Patches, seed);
        var (pixels, removed) = Pass(images, noise);
        return (pixels.MoveToOuterDisposeScope(), removed.MoveToOuterDisposeScope());
    }

    private void Add(ErrorSums sums, Tensor cut, int index, long seed)
    {
        using var noise = plan.Noise(index, cut.shape[0], network.Encoder.Patches, seed);
        var pixels = cut.device_type == TorchSharp.DeviceType.CPU ? PixelsPerPass : PixelsPerDevicePass;
        var perPass = Math.Max(1, pixels / (cut.shape[2] * cut.shape[3]));
        for (long at = 0; at < cut.shape[0]; at += perPass)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(perPass, cut.shape[0] - at);
            var images = cut.narrow(0, at, count);
            var (made, removed) = Pass(images, noise.narrow(0, at, count));
            sums.Add(at, MaedayMethod.Errors(images, made), removed);
        }
    }

    private (Tensor Pixels, Tensor Removed) Pass(Tensor images, Tensor noise)
    {
        var shape = network.Encoder;
        var mask = PatchMask.FromNoise(noise.to(images.device), plan.Ratio);
        var tokens = network.call(images, mask);                          // [N, L, p p C]
        return (Patches.Join(tokens, shape.Patch, shape.Channels), MaedayMethod.RemovedPixels(
            mask.Removed, shape.Patch));
    }
}

/// <summary>Errors summed over masks; the smoothing is linear and so comes once, at the end.</summary>
/// <param name="errors">[N, H, W], zeros.</param>
/// <param name="region">Which errors count.</param>
internal sealed class ErrorSums(Tensor errors, ErrorRegion region)
{
    private readonly Tensor weights = zeros_like(errors);

    /// <summary>Adds one mask's errors of the pictures from a place on.</summary>
    /// <param name="at">Place of the first picture.</param>
    /// <param name="error">[n, H, W].</param>
    /// <param name="removed">[n, H, W], 1 on removed patches.</param>
    public void Add(long at, Tensor error, Tensor removed)
    {
        var weight = region == ErrorRegion.Removed ? removed : ones_like(removed);
        errors.narrow(0, at, error.shape[0]).add_(error * weight);
        weights.narrow(0, at, error.shape[0]).add_(weight);
    }

    /// <summary>[N, H, W]: the mean over the masks.</summary>
    public Tensor Map() => MaedayMethod.RemovedMap(errors, weights);
}
