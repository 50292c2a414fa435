using System.Collections.Concurrent;

namespace NotebookKit.Data;

/// <summary>What to do with a picture that cannot be read.</summary>
public enum DamagedFiles
{
    /// <summary>Stop with a message that names and counts them.</summary>
    Refuse,

    /// <summary>Leave them out and say so in <see cref="ImageSet.Source"/>.</summary>
    LeaveOut,
}

/// <summary>Pictures in one folder per class, JPEG or PNG, all RGB of one size: a data set whose form is known.
/// <see cref="OwnPictures"/> takes any size.</summary>
public static class ImageFolder
{
    private const int NamedAtMost = 5;

    /// <summary>Reads the folders in parallel; the order is that of the classes, then of the file names.</summary>
    /// <param name="id">Data set id for figures and claims.</param>
    /// <param name="directory">The folder that holds one folder per class.</param>
    /// <param name="classes">Folder names in label order.</param>
    /// <param name="side">Width and height that every picture must have.</param>
    /// <param name="damaged">What to do with pictures that cannot be read or have another size.</param>
    /// <param name="subject">What a picture shows, from its file name; null (the function or one result) means
    /// unknown.</param>
    /// <returns>[N, 3, side, side].</returns>
    /// <exception cref="DataException">A folder is missing or empty, or pictures are damaged and refused.</exception>
    public static ImageSet Load(
        string id, string directory, IReadOnlyList<string> classes, int side,
        DamagedFiles damaged = DamagedFiles.Refuse, Func<string, int?>? subject = null)
    {
        var files = classes.SelectMany(
            (name, label) => List(directory, name).Select(path => (Path: path, Label: label))).ToArray();
        var pixelBytes = 3 * side * side;
        var planes = new byte[(long)files.Length * pixelBytes];
        var hashes = new string[files.Length];
        var faults = new ConcurrentDictionary<int, string>();
        Parallel.For(0, files.Length, index =>
        {
            var content = File.ReadAllBytes(files[index].Path);
            hashes[index] = FileHash.Of(content);
            try
            {
                var picture = Decode(content, files[index].Path);
                RequireForm(picture, files[index].Path, side);
                picture.CopyPlanes(planes.AsSpan(index * pixelBytes, pixelBytes));
            }
            catch (DataException error)
            {
                faults[index] = error.Message;                            // reported below, all of them together
            }
        });

        var report = Report(faults);
        if (damaged == DamagedFiles.Refuse && report.Length > 0)
        {
            throw new DataException($"{directory} must hold readable pictures only, but {report} Replace them, or " +
                "leave them out on purpose.");
        }

        int[] kept = [.. Enumerable.Range(0, files.Length).Where(index => !faults.ContainsKey(index))];
        if (kept.Length == 0)
        {
            throw new DataException($"{directory} has no readable picture: {report}");
        }

        long?[] subjects = [.. kept.Select(index => (long?)subject?.Invoke(Path.GetFileName(files[index].Path)))];
        var hash = FileHash.OfSet([.. kept.Select(
            index => (Path.GetRelativePath(directory, files[index].Path).Replace('\\', '/'), hashes[index]))]);
        var description =
            $"{id} ({Path.GetFileName(Path.TrimEndingDirectorySeparator(directory))}), {kept.Length} pictures" +
            (report.Length == 0 ? "" : $"; left out: {report}");
        return ImageSet.FromPlanes(
            kept.Length == files.Length ? planes : Compact(planes, kept, pixelBytes), 3, side, side,
            [.. kept.Select(index => (long)files[index].Label)], classes,
            new DataUse(id, hash, description, StandIn: false),
            subjects: subjects.Any(one => one is null) ? null : [.. subjects.Select(one => one!.Value)]);
    }

    /// <summary>Decodes a picture by the ending of its name: PNG, else JPEG.</summary>
    /// <param name="content">The file.</param>
    /// <param name="path">Its name; messages say it.</param>
    /// <exception cref="DataException">The file is damaged or of another kind.</exception>
    public static Picture Decode(byte[] content, string path) =>
        path.EndsWith(".png", StringComparison.OrdinalIgnoreCase)
            ? PngDecoder.Decode(content, path)
            : Jpeg.Decode(content, path);

    /// <summary>The pictures of a class folder in the order of their names; one at least.</summary>
    /// <param name="directory">Where the folder is.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="DataException">There is no such folder, or it holds no JPEG or PNG.</exception>
    public static IReadOnlyList<string> List(string directory, string name)
    {
        var folder = Path.Combine(directory, name);
        if (!Directory.Exists(folder))
        {
            throw new DataException($"{directory} must have the folder {name}, but it has not. Unpack the data set again, and " +
                "give the folder that its archive makes.");
        }

        var files = Directory.EnumerateFiles(folder)
            .Where(path => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG")
            .Order(StringComparer.Ordinal)
            .ToList();
        return files.Count > 0
            ? files
            : throw new DataException($"{folder} must hold JPEG or PNG pictures, but holds none.");
    }

    private static void RequireForm(Picture picture, string path, int side)
    {
        if (picture is not { Channels: 3 } || picture.Width != side || picture.Height != side)
        {
            throw new DataException(
                $"{path} must be {side}x{side} RGB, but is {picture.Width}x{picture.Height} with {picture.Channels} " +
                "channels.");
        }
    }

    private static string Report(ConcurrentDictionary<int, string> faults)
    {
        if (faults.IsEmpty)
        {
            return "";
        }

        var named = faults.OrderBy(fault => fault.Key).Take(NamedAtMost).Select(fault => fault.Value);
        var more = faults.Count > NamedAtMost ? $" ... and {faults.Count - NamedAtMost} more." : "";
        return $"{faults.Count} {(faults.Count == 1 ? "is" : "are")} not: {string.Join(' ', named)}{more}";
    }

    private static byte[] Compact(byte[] planes, int[] kept, int pixelBytes)
    {
        var result = new byte[(long)kept.Length * pixelBytes];
        for (var at = 0; at < kept.Length; at++)
        {
            planes.AsSpan(kept[at] * pixelBytes, pixelBytes).CopyTo(result.AsSpan(at * pixelBytes));
        }

        return result;
    }
}
