using System.Globalization;
using NotebookKit.Data;

namespace NotebookKit.Models.Bagan;

/// <summary>
/// What the paper reports of a data set at one drop level, each value a mean over the classes that were cut: heights of
/// the bars of figures 7 to 9, measured on the vector graphics, good to about 0.002.
/// </summary>
/// <param name="Data">Data set and drop level, as captions say them.</param>
/// <param name="Accuracy">Figure 7, generated minority pictures of the right class: GAN, ACGAN, BAGAN.</param>
/// <param name="Ssim">Figure 8, SSIM of couples: GAN, ACGAN, BAGAN, real.</param>
/// <param name="Minority">Figure 9, test accuracy on the minority class after balancing: GAN, ACGAN, BAGAN, plain,
/// mirror.</param>
/// <param name="Nearest">SSIM of a generated picture and its nearest real one, about (text).</param>
public sealed record PublishedColumn(
    string Data, IReadOnlyList<double> Accuracy, IReadOnlyList<double> Ssim, IReadOnlyList<double> Minority,
    double Nearest)
{
    private static readonly List<double> Places = [40, 60, 80, 90, 95, 97.5];

    /// <summary>The drop levels of the paper, per cent.</summary>
    public static IReadOnlyList<double> Levels => Places;

    /// <summary>MNIST at each of <see cref="Levels"/>.</summary>
    public static IReadOnlyList<PublishedColumn> OfMnist { get; } =
    [
        Digits(40, [.900, .888, .999], [.957, .340, .297, .308], [.9946, .9943, .9933, .9940, .9935]),
        Digits(60, [.900, .739, .999], [.971, .371, .280, .312], [.9903, .9926, .9937, .9914, .9907]),
        Digits(80, [.667, .496, .998], [.983, .370, .270, .305], [.9894, .9887, .9892, .9892, .9885]),
        Digits(90, [.800, .355, .999], [.979, .279, .277, .312], [.9837, .9850, .9826, .9858, .9802]),
        Digits(95, [.823, .304, .997], [.979, .357, .316, .306], [.9774, .9772, .9795, .9788, .9725]),
        Digits(97.5, [.754, .230, .995], [.974, .453, .342, .306], [.9677, .9702, .9705, .9686, .9671]),
    ];

    /// <summary>CIFAR-10 at each of <see cref="Levels"/>.</summary>
    public static IReadOnlyList<PublishedColumn> OfCifar10 { get; } =
    [
        Photographs(40, [.446, .861, .833], [.950, .856, .062, .008], [.718, .713, .716, .708, .792]),
        Photographs(60, [.633, .873, .790], [.960, .861, .067, .013], [.656, .662, .684, .660, .745]),
        Photographs(80, [.341, .501, .836], [.989, 1.00, .086, .013], [.541, .550, .568, .563, .654]),
        Photographs(90, [.390, .588, .950], [.993, 1.00, .158, .011], [.432, .432, .454, .436, .533]),
        Photographs(95, [.391, .400, .983], [.985, 1.00, .692, .015], [.307, .317, .306, .315, .415]),
        Photographs(97.5, [.411, .351, .662], [.986, 1.00, .655, .015], [.199, .211, .187, .178, .282]),
    ];

    /// <summary>Traffic signs (GTSRB) as they are.</summary>
    public static PublishedColumn OfGtsrb { get; } = new(
        "GTSRB as it is", [.740, .413, .993], [.958, .620, .176, .081], [.954, .954, .968, .963, .927], 0.5);

    /// <summary>The column to put beside a run: that of its data and drop level; of a level or data that the paper has
    /// not, that of 95 % dropped or of MNIST.</summary>
    /// <param name="recipe">The run.</param>
    public static PublishedColumn For(BaganRecipe recipe)
    {
        if (Gtsrb.IsAt(recipe.Data))
        {
            return OfGtsrb;
        }

        var level = recipe.Data is Mnist.Id or Cifar10.Id ? Places.IndexOf(recipe.Dropped) : -1;
        return (recipe.Data == Cifar10.Id ? OfCifar10 : OfMnist)[level >= 0 ? level : Places.IndexOf(95)];
    }

    private static PublishedColumn Digits(double dropped, double[] accuracy, double[] ssim, double[] minority) =>
        new(Title("MNIST", dropped), accuracy, ssim, minority, 0.8);

    private static PublishedColumn Photographs(
        double dropped, double[] accuracy, double[] ssim, double[] minority) =>
        new(Title("CIFAR-10", dropped), accuracy, ssim, minority, 0.25);

    private static string Title(string data, double dropped) =>
        string.Create(CultureInfo.InvariantCulture, $"{data}, {dropped} % dropped");
}
