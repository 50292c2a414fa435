using static TorchSharp.torch;

namespace NotebookKit.Models.Backbones;

/// <summary>A picture as rows of patch pixels, and back. Inside a patch: row, column, channel (channel fastest), as the
/// published MAE has it.</summary>
public static class Patches
{
    /// <summary>Cuts pictures into patches.</summary>
    /// <param name="images">[N, C, H, H], H a multiple of <paramref name="patch"/>.</param>
    /// <param name="patch">Side p of a patch in pixels.</param>
    /// <returns>[N, L, p x p x C].</returns>
    /// <exception cref="ShapeException">Another shape.</exception>
    public static Tensor Split(Tensor images, long patch)
    {
        images.Require("N C H H");
        var (count, channels, side) = (images.shape[0], images.shape[1], images.shape[2]);
        if (side % patch != 0)
        {
            throw new ShapeException(
                $"The pictures' side must be a multiple of the patch, but they are {side} and {patch}.");
        }

        var grid = side / patch;
        return images.reshape(count, channels, grid, patch, grid, patch)
            .permute(0, 2, 4, 3, 5, 1)                                    // [N, grid, grid, p, p, C]
            .reshape(count, grid * grid, patch * patch * channels);
    }

    /// <summary>Puts patches together.</summary>
    /// <param name="tokens">[N, L, p x p x C], L a square.</param>
    /// <param name="patch">Side p of a patch in pixels.</param>
    /// <param name="channels">C.</param>
    /// <returns>[N, C, H, H].</returns>
    /// <exception cref="ShapeException">Another shape.</exception>
    public static Tensor Join(Tensor tokens, long patch, long channels)
    {
        tokens.Require($"N L {patch * patch * channels}");
        var (count, grid) = (tokens.shape[0], (long)Math.Round(Math.Sqrt(tokens.shape[1])));
        if (grid * grid != tokens.shape[1])
        {
            throw new ShapeException($"tokens must hold a square number of patches, but hold {tokens.shape[1]}.");
        }

        return tokens.reshape(count, grid, grid, patch, patch, channels)
            .permute(0, 5, 1, 3, 2, 4)                                    // [N, C, grid, p, grid, p]
            .reshape(count, channels, grid * patch, grid * patch);
    }
}
