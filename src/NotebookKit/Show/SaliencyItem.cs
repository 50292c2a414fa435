using static TorchSharp.torch;

namespace NotebookKit.Show;

/// <summary>A picture with the map that explains it.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Map">[H, W] of the picture's size, 0 or more: where the evidence lies.</param>
/// <param name="Title">One line below, for example the class and its probability.</param>
/// <param name="Group">Items of one group stand together under its name; empty for none.</param>
public sealed record SaliencyItem(RgbImage Image, float[,] Map, string Title, string Group = "")
{
    /// <summary>Takes picture and map from tensors.</summary>
    /// <param name="image">[3, H, W] or [1, H, W], float in [0, 1] or uint8.</param>
    /// <param name="map">[H, W], float.</param>
    /// <param name="title">One line below.</param>
    /// <param name="group">Name of the group; empty for none.</param>
    /// <returns>The item, independent of the tensors.</returns>
    /// <exception cref="ArgumentException">The map is not [H, W], or the image is no picture.</exception>
    public static SaliencyItem FromTensors(Tensor image, Tensor map, string title, string group = "")
    {
        if (map.shape is not [var height, var width])
        {
            throw new ArgumentException(
                $"The map of '{title}' must be [H, W], but it is [{string.Join(", ", map.shape)}].");
        }

        using var scope = NewDisposeScope();
        var values = map.detach().cpu().to(ScalarType.Float32).contiguous().data<float>().ToArray();
        var copy = new float[height, width];
        Buffer.BlockCopy(values, 0, copy, 0, sizeof(float) * values.Length);
        return new(RgbImage.FromTensor(image), copy, title, group);
    }
}
