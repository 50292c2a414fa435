using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>How pixels in [0, 1] become what the network sees: (pixel - mean) / deviation, per channel. Errors are
/// measured on the network's scale; where the deviations differ, the channels weigh differently.</summary>
/// <param name="Means">One per channel, or one for all.</param>
/// <param name="Deviations">As many.</param>
public sealed record PixelScale(IReadOnlyList<double> Means, IReadOnlyList<double> Deviations)
{
    /// <summary>Procedural textures: about [-1.25, 1.25].</summary>
    public static PixelScale Textures { get; } = new([0.5], [Data.Procedural.ProceduralTextures.Deviation]);

    /// <summary>Photographs, the same for all channels: [-2, 2].</summary>
    public static PixelScale Photographs { get; } = new([0.5], [0.25]);

    /// <summary>That of the published checkpoints (ImageNet).</summary>
    public static PixelScale ImageNet { get; } = new([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    /// <summary>Pixels as the network sees them.</summary>
    /// <param name="pixels">[N, C, H, W], uint8, or float in [0, 1].</param>
    /// <returns>[N, C, H, W], float32.</returns>
    public Tensor Apply(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var unit = pixels.dtype == ScalarType.Byte ? pixels.to(ScalarType.Float32) / 255 : pixels;
        return ((unit - Row(Means, unit.device)) / Row(Deviations, unit.device)).MoveToOuterDisposeScope();
    }

    /// <summary>What the network sees as pixels.</summary>
    /// <param name="seen">[..., C, H, W], float32.</param>
    /// <returns>The same shape, in [0, 1] where it was a picture.</returns>
    public Tensor Invert(Tensor seen)
    {
        using var scope = NewDisposeScope();
        return ((seen * Row(Deviations, seen.device)) + Row(Means, seen.device)).MoveToOuterDisposeScope();
    }

    private static Tensor Row(IReadOnlyList<double> values, Device device) =>
        tensor(values.Select(value => (float)value).ToArray(), [values.Count, 1, 1]).to(device);
}
