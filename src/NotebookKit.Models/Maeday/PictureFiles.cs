using System.Security.Cryptography;
using NotebookKit.Data;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Maeday;

/// <summary>Photographs from files as the paper takes them: the whole picture, resized to a square.</summary>
internal static class PictureFiles
{
    private const int Most = 20_000;                                      // pictures of a folder that are kept in memory

    /// <summary>Decodes a JPEG or PNG file by its ending.</summary>
    /// <exception cref="DataException">The file is damaged.</exception>
    public static Picture Decode(byte[] content, string name) =>
        name.EndsWith(".png", StringComparison.OrdinalIgnoreCase)
            ? PngDecoder.Decode(content, name)
            : Jpeg.Decode(content, name);

    /// <summary>A picture resized by area means: no pixel is skipped.</summary>
    /// <param name="picture">Any size; an alpha channel is left out.</param>
    /// <param name="side">Side of the square.</param>
    /// <returns>[1 or 3, side, side], uint8.</returns>
    public static Tensor Resize(Picture picture, long side)
    {
        using var scope = NewDisposeScope();
        return F.adaptive_avg_pool2d(Planes(picture).unsqueeze(0), [side, side])[0]
            .round().clamp(0, 255).to(ScalarType.Byte).MoveToOuterDisposeScope();
    }

    /// <summary>A mask checked against its picture and resized by the nearest pixel, threshold one half.</summary>
    /// <returns>[side, side], bool.</returns>
    /// <exception cref="DataException">The sizes differ.</exception>
    public static Tensor ResizeMask(Picture mask, string name, Picture picture, long side)
    {
        if ((mask.Width, mask.Height) != (picture.Width, picture.Height))
        {
            throw new DataException(
                $"{name} must have the size of its picture, {picture.Width}x{picture.Height}, but is "
                + $"{mask.Width}x{mask.Height}. Export the mask again without scaling.");
        }

        using var scope = NewDisposeScope();
        var plane = Planes(mask).narrow(0, 0, 1).unsqueeze(0);
        return (F.interpolate(plane, [side, side], mode: InterpolationMode.Nearest)[0, 0] >= 127.5)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The JPEG and PNG files of a folder, by name.</summary>
    public static string[] In(string folder) => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateFiles(folder)
            .Where(path => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG")
            .Order(StringComparer.Ordinal)];

    /// <summary>Pictures to learn from: a folder and the folders in it, no labels.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="side">Side that every picture is resized to.</param>
    /// <param name="channels">1: grey; 3: colour, grey pictures in every channel.</param>
    /// <exception cref="DataException">There is no such folder, no picture, or one is damaged.</exception>
    public static ImageSet Load(string folder, int side, int channels)
    {
        string[] files = [.. (Directory.Exists(folder) ? Directory.EnumerateDirectories(
            folder, "*", SearchOption.AllDirectories).Prepend(folder) : [])
            .Order(StringComparer.Ordinal).SelectMany(In).Take(Most)];
        if (files.Length == 0)
        {
            throw new DataException(
                $"pretraining must be 'auto', 'textures', 'cifar10', a checkpoint file or a folder of JPEG or PNG "
                + $"pictures, but '{folder}' holds none.");
        }

        using var scope = NewDisposeScope();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var pictures = files.Select(file =>
        {
            var content = File.ReadAllBytes(file);
            hash.AppendData(content);
            return InChannels(Resize(Decode(content, file), side), channels);
        }).ToArray();
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return new(
            stack(pictures), zeros(files.Length, ScalarType.Int64), [name], new(
                name, Convert.ToHexStringLower(hash.GetHashAndReset()), $"{files.Length} pictures of the folder {name}",
                StandIn: false));
    }

    /// <summary>Grey as the mean of the channels, or grey in every channel.</summary>
    /// <param name="picture">[1 or 3, H, W], uint8.</param>
    /// <param name="channels">1 or 3.</param>
    public static Tensor InChannels(Tensor picture, long channels) => picture.shape[0] == channels ? picture
        : channels == 1
            ? picture.to(ScalarType.Float32).mean([0], keepdim: true).round().to(ScalarType.Byte)
            : picture.expand(channels, -1, -1);

    private static Tensor Planes(Picture picture)
    {
        var planes = tensor(picture.Samples, [picture.Height, picture.Width, picture.Channels])
            .permute(2, 0, 1).to(ScalarType.Float32);
        return picture.Channels == 4 ? planes.narrow(0, 0, 3) : planes;
    }
}
