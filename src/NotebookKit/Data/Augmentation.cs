using static TorchSharp.torch;

namespace NotebookKit.Data;

/// <summary>What stands where a shifted picture shows no pixel of its own.</summary>
public enum CropBorder
{
    /// <summary>Zero.</summary>
    Zero,

    /// <summary>The picture mirrored at its edge, which is not repeated.</summary>
    Reflect,
}

/// <summary>Which draw of an <see cref="Augmentation"/>: the same key always gives the same pictures, so that a resumed
/// training sees what it would have seen.</summary>
/// <param name="Seed">Seed of the training.</param>
/// <param name="Epoch">Epoch from 0.</param>
/// <param name="Batch">Batch of the epoch from 0.</param>
public readonly record struct AugmentationKey(long Seed, int Epoch, int Batch)
{
    // Apart from the streams of the shuffling, which are the epochs themselves.
    internal SeededRandom Random => new(Seed, ((Epoch + 1L) << 32) | (uint)Batch);
}

/// <summary>
/// Random changes of training pictures, drawn for each picture by itself and done on the whole batch at once:
/// <c>Augmentation.None.Crop(4).Flip().Cutout(8)</c>. Steps follow each other as written; neighbouring crops and flips
/// are one gather.
/// </summary>
public sealed record Augmentation
{
    private readonly IReadOnlyList<AugmentationStep> steps;

    private Augmentation(IReadOnlyList<AugmentationStep> steps) => this.steps = steps;

    /// <summary>No change.</summary>
    public static Augmentation None { get; } = new([]);

    /// <summary>Then mirrors left and right.</summary>
    /// <param name="probability">Share of the pictures mirrored, in [0, 1].</param>
    /// <exception cref="DataException">Outside [0, 1].</exception>
    public Augmentation Flip(double probability = 0.5) => With(new FlipStep(
        Require(probability, probability is >= 0 and <= 1, "probability", "in [0, 1]")));

    /// <summary>Then shifts by up to <paramref name="padding"/> pixels in each direction, all shifts equally likely: a
    /// crop of the padded picture at a random place (He et al. 2016, section 4.2, has 4 pixels of zeros).</summary>
    /// <param name="padding">Pixels, 1 or more; for a mirrored border less than the picture's sides.</param>
    /// <param name="border">What stands beyond the picture's edge.</param>
    /// <exception cref="DataException">Less than 1.</exception>
    public Augmentation Crop(int padding, CropBorder border = CropBorder.Zero) => With(new CropStep(
        Require(padding, padding >= 1, "padding", "1 or more"), border));

    /// <summary>Then sets a square to zero, whose centre is any pixel (DeVries and Taylor 2017, section 3): at an edge
    /// only a part of it shows.</summary>
    /// <param name="side">Side of the square in pixels, 1 or more.</param>
    /// <exception cref="DataException">Less than 1.</exception>
    public Augmentation Cutout(int side) => With(new CutoutStep(Require(side, side >= 1, "side", "1 or more")));

    /// <summary>Then changes brightness, contrast and saturation, in this order, each by a factor drawn evenly from
    /// [1 - strength, 1 + strength] and clamped to [0, 1] after it: products with black, with the picture's mean grey,
    /// and with its own grey picture. Needs floats in [0, 1].</summary>
    /// <param name="brightness">Strength in [0, 1]; 0 leaves it out.</param>
    /// <param name="contrast">Strength in [0, 1]; 0 leaves it out.</param>
    /// <param name="saturation">Strength in [0, 1]; 0 leaves it out; else pictures must have 3 channels.</param>
    /// <exception cref="DataException">A strength outside [0, 1].</exception>
    public Augmentation Colour(double brightness, double contrast, double saturation) => With(new ColourStep(
        Require(brightness, brightness is >= 0 and <= 1, "brightness", "in [0, 1]"),
        Require(contrast, contrast is >= 0 and <= 1, "contrast", "in [0, 1]"),
        Require(saturation, saturation is >= 0 and <= 1, "saturation", "in [0, 1]")));

    /// <summary>Changes a batch.</summary>
    /// <param name="images">[B, C, H, W], in [0, 1]; it stays as it is.</param>
    /// <param name="key">Which draw.</param>
    /// <returns>A new tensor of the same shape and type, of the caller's dispose scope.</returns>
    /// <exception cref="ShapeException">Another shape, or one that a step cannot work on.</exception>
    public Tensor Apply(Tensor images, AugmentationKey key)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        return Run(images, null, key).Images.MoveToOuterDisposeScope();
    }

    /// <summary>Changes a batch; masks follow where pixels move (flip, crop), and stay otherwise.</summary>
    /// <param name="images">As in <see cref="Apply(Tensor, AugmentationKey)"/>.</param>
    /// <param name="masks">[B, H, W], any type; beyond a border of zeros a mask is zero.</param>
    /// <param name="key">Which draw.</param>
    /// <returns>Two new tensors, of the caller's dispose scope.</returns>
    /// <exception cref="ShapeException">Another shape, or one that a step cannot work on.</exception>
    public (Tensor Images, Tensor Masks) Apply(Tensor images, Tensor masks, AugmentationKey key)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        images.Require("B C H W");
        masks.Require($"{images.shape[0]} {images.shape[2]} {images.shape[3]}");
        var work = Run(images, masks.unsqueeze(1), key);
        return (work.Images.MoveToOuterDisposeScope(), work.Masks!.squeeze(1).MoveToOuterDisposeScope());
    }

    private AugmentationWork Run(Tensor images, Tensor? masks, AugmentationKey key)
    {
        images.Require("B C H W");
        var work = new AugmentationWork(images, masks);
        var random = key.Random;
        foreach (var step in steps)
        {
            step.Do(work, random);
        }

        work.Finish();
        return work;
    }

    private Augmentation With(AugmentationStep step) => new([.. steps, step]);

    private static T Require<T>(T value, bool holds, string name, string what) =>
        holds ? value : throw new DataException($"{name} must be {what}, but is {value}.");
}
