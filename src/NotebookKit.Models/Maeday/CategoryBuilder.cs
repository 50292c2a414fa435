using System.Security.Cryptography;
using NotebookKit.Data;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>A picture from a file, resized.</summary>
/// <param name="Pixels">[C, side, side], uint8.</param>
/// <param name="Mask">[side, side], bool; null where the category has no masks.</param>
/// <param name="Kind">0 sound, else the kind of defect.</param>
/// <param name="Hash">SHA-256 of the file and its mask.</param>
internal sealed record SurfacePicture(Tensor Pixels, Tensor? Mask, long Kind, byte[] Hash)
{
    /// <summary>Reads a picture and its mask.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="mask">The mask's file and name; null where there is none.</param>
    /// <param name="kind">0 sound, else the kind of defect.</param>
    /// <param name="side">Side to resize to.</param>
    /// <exception cref="DataException">A file is damaged, or the sizes differ.</exception>
    public static SurfacePicture Read(
        byte[] content, string name, (byte[] Content, string Name)? mask, long kind, long side)
    {
        var picture = ImageFolder.Decode(content, name);
        return new(
            PictureFiles.Resize(picture, side),
            mask is { } m ? PictureFiles.ResizeMask(ImageFolder.Decode(m.Content, m.Name), m.Name, picture, side)
                : null,
            kind, SHA256.HashData([.. content, .. mask?.Content ?? []]));
    }
}

/// <summary>Puts pictures from files together as a category.</summary>
internal static class CategoryBuilder
{
    /// <summary>Makes a category; colour among grey makes all of them colour.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="support">Normal pictures, at least one.</param>
    /// <param name="test">Test pictures, at least one.</param>
    /// <param name="kinds">Names of the kinds, 0 sound.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="use">What the data is.</param>
    public static MaedayCategory Build(
        string name, IReadOnlyList<SurfacePicture> support, IReadOnlyList<SurfacePicture> test,
        IReadOnlyList<string> kinds, long channels, DataUse use)
    {
        return new(name, Set(support, masks: false), Set(test, masks: test.All(picture => picture.Mask is not null)));

        ImageSet Set(IReadOnlyList<SurfacePicture> pictures, bool masks)
        {
            using var scope = NewDisposeScope();
            return new(
                stack([.. pictures.Select(picture => PictureFiles.InChannels(picture.Pixels, channels))]),
                tensor(pictures.Select(picture => picture.Kind).ToArray()), kinds, use,
                masks
                    ? new Dictionary<string, Tensor>
                    {
                        [MaedayCategory.Defect] = stack([.. pictures.Select(picture => picture.Mask!)]),
                    }
                    : null);
        }
    }

    /// <summary>SHA-256 over the files of pictures.</summary>
    public static string HashOf(IEnumerable<SurfacePicture> pictures) =>
        Convert.ToHexStringLower(SHA256.HashData([.. pictures.SelectMany(picture => picture.Hash)]));
}
