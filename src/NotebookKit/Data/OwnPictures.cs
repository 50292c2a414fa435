using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Data;

/// <summary>
/// A user's own pictures: one folder per class, JPEG or PNG of any size, brought to squares of one side by area means.
/// The set is grey when all its pictures are; one picture in colour makes it a set in colour. A folder called "masks"
/// beside the class folders is no class: it may hold masks/NAME.png for every picture of one class.
/// <see cref="ImageFolder"/> is the strict reader of a data set whose form is known.
/// </summary>
public static class OwnPictures
{
    private const string Masks = "masks";

    /// <summary>The class folders, in the order of their names.</summary>
    /// <param name="folder">The folder that holds one folder per class.</param>
    /// <exception cref="DataException">There is no such folder, or it holds fewer than two class folders.</exception>
    public static IReadOnlyList<string> Classes(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DataException(
                $"data is '{folder}', which is none of the names that the notebook knows, and there is no such folder. "
                + "Give a folder that holds one folder of pictures per class.");
        }

        string[] names = [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path))
            .Where(name => name != Masks).Order(StringComparer.Ordinal)];
        return names.Length >= 2
            ? names
            : throw new DataException(
                $"{folder} must hold two class folders or more, but holds {names.Length}: {string.Join(", ", names)}. "
                + "Put the pictures of each class into a folder of their own.");
    }

    /// <summary>The class with the fewest pictures; of several, the first.</summary>
    /// <param name="folder">The folder that holds one folder per class.</param>
    /// <exception cref="DataException">As <see cref="Classes"/>; or a class is empty.</exception>
    public static int SmallestClass(string folder)
    {
        var counts = Classes(folder).Select(name => ImageFolder.List(folder, name).Count).ToList();
        return counts.IndexOf(counts.Min());
    }

    /// <summary>Reads all pictures, class by class, in the order of the file names.</summary>
    /// <param name="folder">The folder that holds one folder per class.</param>
    /// <param name="classes">Class folders in label order.</param>
    /// <param name="side">Width and height of the pictures of the set.</param>
    /// <param name="masked">Class whose pictures have a mask each where there is the folder "masks", and the name of
    /// these masks; the other classes then have empty ones. Null: masks are not read.</param>
    /// <returns>[N, 1 or 3, side, side].</returns>
    /// <exception cref="DataException">A class is empty, a picture cannot be read, or a mask is missing or has not the
    /// size of its picture.</exception>
    public static ImageSet Load(
        string folder, IReadOnlyList<string> classes, int side, (int Label, string Name)? masked = null)
    {
        using var scope = NewDisposeScope();
        var withMasks = masked is not null && Directory.Exists(Path.Combine(folder, Masks));
        var examples = classes.SelectMany((name, label) => ImageFolder.List(folder, name).Select(
            path => Read(folder, path, label, side, withMasks ? masked!.Value.Label : null))).ToArray();
        var channels = examples.Max(example => example.Picture.shape[0]);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var hash = FileHash.OfSet([.. examples.Select(example => (example.Name, example.Hash))]);
        return new(
            stack([.. examples.Select(e => e.Picture.expand(channels, -1, -1))]),
            tensor(examples.Select(e => (long)e.Label).ToArray()), classes,
            new(name, hash, $"{examples.Length} pictures of the folder {name}", StandIn: false),
            withMasks
                ? new Dictionary<string, Tensor> { [masked!.Value.Name] = stack([.. examples.Select(e => e.Mask!)]) }
                : null);
    }

    /// <summary>A picture as planes without its opacity.</summary>
    /// <param name="picture">Grey, RGB or RGBA.</param>
    /// <returns>[1 or 3, H, W], float32 in 0..255.</returns>
    public static Tensor Planes(Picture picture)
    {
        using var scope = NewDisposeScope();
        var planes = tensor(picture.Samples, [picture.Height, picture.Width, picture.Channels])
            .permute(2, 0, 1).to(ScalarType.Float32);
        return (picture.Channels == 4 ? planes.narrow(0, 0, 3) : planes).MoveToOuterDisposeScope();
    }

    /// <summary>A mask, checked against its picture.</summary>
    /// <param name="mask">The mask; bright pixels belong to it.</param>
    /// <param name="picture">Its picture.</param>
    /// <param name="name">How a message names the mask.</param>
    /// <returns>[H, W], bool.</returns>
    /// <exception cref="DataException">The sizes differ.</exception>
    public static Tensor MaskOf(Picture mask, Picture picture, string name) =>
        (mask.Width, mask.Height) == (picture.Width, picture.Height)
            ? Planes(mask)[0] >= 128
            : throw new DataException(
                $"{name} must have the size of its picture, {picture.Width}x{picture.Height}, but is "
                + $"{mask.Width}x{mask.Height}. Export the mask again without scaling.");

    private static Example Read(string folder, string path, int label, int side, int? maskedLabel)
    {
        using var scope = NewDisposeScope();                              // a photograph of full size goes at once
        var content = File.ReadAllBytes(path);
        var picture = ImageFolder.Decode(content, path);
        var mask = maskedLabel is null ? null
            : label == maskedLabel ? ReadMask(folder, path, picture, side)
            : zeros(side, side, ScalarType.Bool);
        var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
        var pixels = Resize(Planes(picture), side).round().clamp(0, 255).to(ScalarType.Byte);
        return new(
            name, FileHash.Of(content), pixels.MoveToOuterDisposeScope(), mask?.MoveToOuterDisposeScope(), label);
    }

    private static Tensor ReadMask(string folder, string path, Picture picture, int side)
    {
        var file = Path.Combine(folder, Masks, Path.ChangeExtension(Path.GetFileName(path), ".png"));
        if (!File.Exists(file))
        {
            throw new DataException(
                $"{path} must have its mask {file}, but there is none. Give a mask for every damaged picture, or remove "
                + $"the folder {Masks}.");
        }

        var mask = MaskOf(PngDecoder.Decode(File.ReadAllBytes(file), file), picture, file);
        return Resize(mask.to(ScalarType.Float32).unsqueeze(0), side)[0] >= 0.5;
    }

    // Area means: no pixel is skipped, whatever the size.
    private static Tensor Resize(Tensor planes, int side) =>
        F.adaptive_avg_pool2d(planes.unsqueeze(0), [side, side])[0];

    private sealed record Example(string Name, string Hash, Tensor Picture, Tensor? Mask, int Label);
}
