using static TorchSharp.torch;

namespace NotebookKit.Show;

public sealed partial record RgbImage
{
    /// <summary>Makes a picture of an image tensor.</summary>
    /// <param name="image">[3, H, W] or [1, H, W] (grey), uint8 or float in [0, 1]; values outside take the
    /// end.</param>
    /// <returns>W x H; floats rounded to the nearest of 256 levels.</returns>
    /// <exception cref="ArgumentException">The shape or type is another, or a value is not finite.</exception>
    public static RgbImage FromTensor(Tensor image)
    {
        if (image.shape is not [1 or 3, var height, var width])
        {
            throw new ArgumentException(
                $"A picture needs [3, H, W] or [1, H, W], but image is [{string.Join(", ", image.shape)}].");
        }

        using var scope = NewDisposeScope();
        var bytes = image.dtype == ScalarType.Byte ? image : Levels(image.detach());
        var pixels = bytes.cpu().expand(3, height, width).permute(1, 2, 0).contiguous();  // [H, W, 3]
        return new((int)width, (int)height, pixels.data<byte>().ToArray());
    }

    private static Tensor Levels(Tensor image)
    {
        if (!image.is_floating_point())
        {
            throw new ArgumentException($"A picture needs float in [0, 1] or uint8, but image is {image.dtype}.");
        }

        return image.isfinite().all().item<bool>()
            ? image.to(ScalarType.Float32).mul(255).round().clamp(0, 255).to(ScalarType.Byte)
            : throw new ArgumentException("A picture needs finite values, but image holds NaN or infinity.");
    }
}
