using System.Globalization;
using System.Text.RegularExpressions;

namespace NotebookKit.Data;

/// <summary>
/// CIFAKE (Bird and Lotfi 2024): 120,000 JPEG pictures of 32x32 pixels in train|test/{REAL,FAKE}. REAL is CIFAR-10,
/// FAKE was drawn by
/// a latent diffusion model so as to mirror its ten classes.
/// </summary>
public static partial class Cifake
{
    /// <summary>Id in the catalogue of data sets.</summary>
    public const string Id = "cifake";

    private const int Side = 32;

    /// <summary>Reads one part of the data set.</summary>
    /// <param name="directory">The folder that holds train and test.</param>
    /// <param name="split">"train" or "test".</param>
    /// <param name="damaged">What to do with pictures that cannot be read.</param>
    /// <returns>[N, 3, 32, 32], FAKE = 0 and REAL = 1; subjects are CIFAR-10 classes where every file name
    /// parses.</returns>
    /// <exception cref="DataException">A folder is missing or empty, or pictures are damaged and refused.</exception>
    public static ImageSet Load(string directory, string split, DamagedFiles damaged = DamagedFiles.Refuse) =>
        ImageFolder.Load(Id, Path.Combine(directory, split), RealOrFake.Classes, Side, damaged, SubjectOf);

    /// <summary>CIFAR-10 class that a file name carries: no suffix is class 0, "(2)" to "(10)" are classes 1 to
    /// 9.</summary>
    /// <param name="fileName">For example "0042 (7).jpg", which is class 6, frog.</param>
    /// <returns>0 to 9, or null where the name has another form.</returns>
    public static int? SubjectOf(string fileName)
    {
        var match = NameForm().Match(fileName);
        if (!match.Success)
        {
            return null;
        }

        return match.Groups["suffix"] is { Success: true } suffix
            ? int.Parse(suffix.ValueSpan, CultureInfo.InvariantCulture) - 1
            : 0;
    }

    [GeneratedRegex(
        @"^[0-9]+ ?(\((?<suffix>[2-9]|10)\))?\.jpe?g$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex NameForm();
}
