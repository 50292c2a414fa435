using System.Globalization;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Data;

/// <summary>
/// GTSRB, the German traffic sign recognition benchmark (Stallkamp, Schlipsing, Salmen and Igel 2012), as its archives
/// unpack: Final_Training/Images/000NN holds the PPM pictures of class NN and GT-000NN.csv, which gives the region of
/// the sign in each; Final_Test/Images holds the test pictures, and GT-final_test.csv, there or two folders up, their
/// regions and classes. A picture is cut to its region and brought to a square by bilinear interpolation.
/// </summary>
public static class Gtsrb
{
    /// <summary>Id of the data set in figures and claims.</summary>
    public const string Id = "gtsrb";

    private const string TestTable = "GT-final_test.csv";

    /// <summary>Whether a folder has that layout: a table beside the pictures of a class.</summary>
    /// <param name="folder">The folder that holds Final_Training, or that with the class folders.</param>
    public static bool IsAt(string folder) => ClassFolders(folder).Length > 0;

    /// <summary>Training pictures of each class, as the tables list them.</summary>
    /// <param name="folder">As <see cref="IsAt"/>.</param>
    /// <returns>[K].</returns>
    /// <exception cref="DataException">As <see cref="LoadTraining"/>, of the tables.</exception>
    public static int[] Counts(string folder) => [.. Tables(folder).Select(table => table.Rows.Count)];

    /// <summary>Reads the training pictures, class by class.</summary>
    /// <param name="folder">As <see cref="IsAt"/>.</param>
    /// <param name="side">Width and height of the pictures of the set.</param>
    /// <returns>[N, 3, side, side], classes by their numbers; and of each picture the track within its class, the first
    /// number of its name: about 30 pictures in a row of one physical sign, which no split may tear apart.</returns>
    /// <exception cref="DataException">A table is missing or not as published, a picture is missing or damaged, or a
    /// region leaves its picture.</exception>
    public static (ImageSet Pictures, IReadOnlyList<int> Tracks) LoadTraining(string folder, int side)
    {
        var tables = Tables(folder);
        foreach (var (path, rows) in tables)
        {
            var expected = ClassOf(path);
            if (rows.Find(row => row.ClassId != expected) is { } wrong)
            {
                throw new DataException(
                    $"{wrong.Place}: ClassId must be {expected}, as the folder {Path.GetFileName(path)} says, but is "
                    + $"{wrong.ClassId}.");
            }
        }

        return (
            Read(
                "training", [.. tables.SelectMany(table => table.Rows.Select(row => (table.Folder, row)))],
                [.. tables.Select(table => ClassOf(table.Folder))], side),
            [.. tables.SelectMany(table => table.Rows).Select(Track)]);
    }

    /// <summary>Reads the published test pictures, where they are there.</summary>
    /// <param name="folder">The folder that holds Final_Test.</param>
    /// <param name="classes">The training pictures' classes.</param>
    /// <param name="side">Width and height of the pictures of the set.</param>
    /// <returns>[N, 3, side, side]; null where there is no table of their classes.</returns>
    /// <exception cref="DataException">As <see cref="LoadTraining"/>; or a class has no training picture.</exception>
    public static ImageSet? LoadTest(string folder, IReadOnlyList<string> classes, int side)
    {
        var pictures = Path.Combine(folder, "Final_Test", "Images");
        string[] places = [pictures, Path.Combine(folder, "Final_Test"), folder];
        var table = Array.Find([.. places.Select(place => Path.Combine(place, TestTable))], File.Exists);
        return table is null || !Directory.Exists(pictures)
            ? null
            : Read(
                "test", [.. GtsrbRow.Read(table).Select(row => (pictures, row))],
                [.. classes.Select(name => int.Parse(name, CultureInfo.InvariantCulture))], side);
    }

    private static ImageSet Read(string part, (string Folder, GtsrbRow Row)[] pictures, int[] classes, int side)
    {
        var pixels = 3 * side * side;
        var planes = new byte[(long)pictures.Length * pixels];
        var labels = new long[pictures.Length];
        var hashes = new (string Name, string Sha256)[pictures.Length];
        for (var i = 0; i < pictures.Length; i++)
        {
            var (folder, row) = pictures[i];
            labels[i] = Array.IndexOf(classes, row.ClassId);
            if (labels[i] < 0)
            {
                throw new DataException(
                    $"{row.Place}: ClassId must be one of {string.Join(", ", classes)}, which have training pictures, "
                    + $"but is {row.ClassId}.");
            }

            var path = Path.Combine(folder, row.File);
            if (Path.GetFileName(row.File) != row.File || !File.Exists(path))
            {
                throw new DataException(
                    $"{row.Place}, names the picture {row.File}, but {folder} has none of that name. Unpack the "
                    + "published archive again.");
            }

            var content = File.ReadAllBytes(path);
            hashes[i] = ($"{Path.GetFileName(folder)}/{row.File}", FileHash.Of(content));
            Cut(PpmDecoder.Decode(content, path), row, side).CopyTo(planes, (long)i * pixels);
        }

        return ImageSet.FromPlanes(
            planes, 3, side, side, labels, [.. classes.Select(id => id.ToString(CultureInfo.InvariantCulture))],
            new(Id, FileHash.OfSet(hashes), $"GTSRB, {pictures.Length} {part} pictures", StandIn: false));
    }

    private static byte[] Cut(Picture picture, GtsrbRow row, int side)
    {
        row.RequireInside(picture);
        using var scope = NewDisposeScope();
        var region = OwnPictures.Planes(picture)                                                  // [3, h, w]
            .narrow(1, row.Top, row.Bottom - row.Top + 1).narrow(2, row.Left, row.Right - row.Left + 1);
        return F.interpolate(region.unsqueeze(0), [side, side], mode: InterpolationMode.Bilinear, align_corners: false)
            .round().to(ScalarType.Byte).data<byte>().ToArray();
    }

    private static int Track(GtsrbRow row) => Number(row.File.Split('_')[0]) ?? throw new DataException(
        $"{row.Place}: the name of a training picture must begin with the number of its track, as 00003_00012.ppm "
        + $"does, but is {row.File}.");

    private static (string Folder, List<GtsrbRow> Rows)[] Tables(string folder)
    {
        var folders = ClassFolders(folder);
        foreach (var path in folders)
        {
            if (!File.Exists(Table(path)))
            {
                throw new DataException(
                    $"{path} must hold {Path.GetFileName(Table(path))}, the table of its pictures, but does not. "
                    + "Unpack the published archive again, or remove the folder.");
            }
        }

        return [.. folders.Select(path => (path, GtsrbRow.Read(Table(path))))];
    }

    // The numbered folders, where one of them at least has its table: else it is some other folder of pictures.
    private static string[] ClassFolders(string folder)
    {
        string[] places = [Path.Combine(folder, "Final_Training", "Images"), Path.Combine(folder, "Images"), folder];
        return Array.Find(
            [.. places.Where(Directory.Exists).Select(Numbered)],
            folders => Array.Exists(folders, path => File.Exists(Table(path)))) ?? [];

        static string[] Numbered(string place) => [.. Directory.EnumerateDirectories(place)
            .Where(path => Number(Path.GetFileName(path)) is not null).OrderBy(ClassOf)];
    }

    private static string Table(string classFolder) =>
        Path.Combine(classFolder, $"GT-{Path.GetFileName(classFolder)}.csv");

    private static int ClassOf(string classFolder) => Number(Path.GetFileName(classFolder))!.Value;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
