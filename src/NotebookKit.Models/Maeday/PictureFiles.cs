using System.Security.Cryptography;
using NotebookKit.Data;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Maeday;

/// <summary>Photographs from files as the paper takes them: the whole picture, resized to a square.</summary>
internal static class PictureFiles
{
    // pictures of a folder that are kept in memory
    private const int Most = 20_000;

    /// <summary>A picture resized by area means: no pixel is skipped.</summary>
    /// <param name="picture">Any size; an alpha channel is left out.</param>
    /// <param name="side">Side of the square.</param>
    /// <returns>[1 or 3, side, side], uint8.</returns>
    public static Tensor Resize(Picture picture, long side)
    {
        using var scope = NewDisposeScope();
        return F.adaptive_avg_pool2d(OwnPictures.Planes(picture).unsqueeze(0), [side, side])[0]
            .round().clamp(0, 255).to(ScalarType.Byte).MoveToOuterDisposeScope();
    }

    /// <summary>A mask checked against its picture and resized by the nearest pixel, threshold one half.</summary>
    /// <returns>[side, side], bool.</returns>
    /// <exception cref="DataException">The sizes differ.</exception>
    public static Tensor ResizeMask(Picture mask, string name, Picture picture, long side)
    {
        using var scope = NewDisposeScope();
        var plane = OwnPictures.MaskOf(mask, picture, name).to(ScalarType.Float32).unsqueeze(0).unsqueeze(0);
        return (F.interpolate(plane, [side, side], mode: InterpolationMode.Nearest)[0, 0] >= 0.5)
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
            return InChannels(Resize(ImageFolder.Decode(content, file), side), channels);
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
}
