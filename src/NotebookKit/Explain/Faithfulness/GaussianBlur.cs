using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Explain.Faithfulness;

/// <summary>Gaussian blur with mirrored borders (the edge pixel is not repeated), channel by channel.</summary>
public static class GaussianBlur
{
    /// <summary>Blurs images.</summary>
    /// <param name="images">[N, C, H, W]; H and W above half the kernel.</param>
    /// <param name="sigma">Standard deviation, pixels.</param>
    /// <param name="size">Side of the kernel, pixels; odd.</param>
    /// <returns>[N, C, H, W]; a solid colour stays as it is.</returns>
    public static Tensor Apply(Tensor images, double sigma = 5, int size = 11)
    {
        images.Require("N C H W");
        if (sigma <= 0 || size < 1 || size % 2 == 0)
        {
            throw new ArgumentException($"A blur needs sigma above 0 and an odd size, but sigma is {sigma} and size {size}.");
        }
        var radius = size / 2;
        if (Math.Min(images.shape[2], images.shape[3]) <= radius)
        {
            throw new ShapeException(
                $"A blur of size {size} mirrors {radius} pixels and so needs larger images, but these are {Shapes.Text(images.shape)}.");
        }
        using var scope = NewDisposeScope();
        var weights = Enumerable.Range(-radius, size).Select(t => Math.Exp(-t * t / (2 * sigma * sigma))).ToArray();
        var sum = weights.Sum();
        var channels = images.shape[1];
        var line = tensor(weights.Select(w => w / sum).ToArray()).to(images.dtype, images.device);      // [size]
        var padded = F.pad(images, (radius, radius, radius, radius), PaddingModes.Reflect);
        var across = line.reshape(1, 1, 1, size).repeat(channels, 1, 1, 1);
        var down = line.reshape(1, 1, size, 1).repeat(channels, 1, 1, 1);
        var blurred = F.conv2d(F.conv2d(padded, across, groups: channels), down, groups: channels);
        return blurred.MoveToOuterDisposeScope();
    }
}
