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

    /// <summary>Traffic signs (GTSRB) as they are.</summary>
    public static PublishedColumn OfGtsrb { get; } = new(
        "GTSRB as it is", [.740, .413, .993], [.958, .620, .176, .081], [.954, .954, .968, .963, .927], 0.5);

    /// <summary>The column to put beside a run: that of its data and drop level; where the paper has none, MNIST with
    /// 95 % dropped.</summary>
    /// <param name="recipe">The run.</param>
    public static PublishedColumn For(BaganRecipe recipe)
    {
        if (Gtsrb.IsAt(recipe.Data))
        {
            return OfGtsrb;
        }

        var level = recipe.Data == Mnist.Id ? Places.IndexOf(recipe.Dropped) : -1;
        return OfMnist[level >= 0 ? level : Places.IndexOf(95)];
    }

    private static PublishedColumn Digits(double dropped, double[] accuracy, double[] ssim, double[] minority) => new(
        string.Create(CultureInfo.InvariantCulture, $"MNIST, {dropped} % dropped"), accuracy, ssim, minority, 0.8);
}
