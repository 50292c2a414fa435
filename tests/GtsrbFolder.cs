using System.Globalization;
using System.Text;

namespace NotebookKit;

/// <summary>A tiny GTSRB in its published layout: pictures of 14 x 12 pixels, white but for the region of the
/// sign.</summary>
internal sealed class GtsrbFolder : IDisposable
{
    /// <summary>First line of each table.</summary>
    public const string Header = "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId";

    private const int Width = 14;
    private const int Height = 12;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gtsrb-");

    /// <summary>What <c>data</c> is given.</summary>
    public string Root => folder.FullName;

    /// <summary>Where the pictures of a class and its table lie.</summary>
    public string Class(int id) => Path.Combine(Root, "Final_Training", "Images", $"{id:00000}");

    /// <summary>The table of a class.</summary>
    public string Table(int id) => Path.Combine(Class(id), $"GT-{id:00000}.csv");

    /// <summary>Adds tracks of one class, each of one shade of grey: 40 x class + 10 x track.</summary>
    public void Add(int id, int tracks, int frames)
    {
        Directory.CreateDirectory(Class(id));
        Write(Table(id), Class(id), [.. Enumerable.Range(0, tracks * frames).Select(
            i => ($"{i / frames:00000}_{i % frames:00000}.ppm", 40 * id + 10 * (i / frames), id))]);
    }

    /// <summary>Adds the published test pictures, one of each class given.</summary>
    public void AddTest(params int[] ids)
    {
        var pictures = Path.Combine(Root, "Final_Test", "Images");
        Directory.CreateDirectory(pictures);
        Write(Path.Combine(Root, "GT-final_test.csv"), pictures, [.. ids.Select(
            (id, i) => ($"{i:00000}.ppm", 40 * id + 5, id))]);
    }

    /// <summary>A PPM file.</summary>
    public static byte[] Ppm(int width, int height, Func<int, int, byte> grey) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P6\n{width} {height}\n255\n")),
        .. from y in Enumerable.Range(0, height)
           from x in Enumerable.Range(0, width)
           from sample in Enumerable.Repeat(grey(x, y), 3)
           select sample,
    ];

    public void Dispose() => folder.Delete(recursive: true);

    private static void Write(string table, string target, (string Name, int Shade, int Id)[] pictures)
    {
        foreach (var (name, shade, _) in pictures)
        {
            File.WriteAllBytes(Path.Combine(target, name), Ppm(
                Width, Height, (x, y) => x is >= 2 and < 11 && y is >= 3 and < 10 ? (byte)shade : (byte)255));
        }

        File.WriteAllLines(table, [
            Header, .. pictures.Select(one => $"{one.Name};{Width};{Height};2;3;10;9;{one.Id}"),
        ]);
    }
}
