namespace NotebookKit.Show;

/// <summary>Mark on a line: tells series apart where colour cannot.</summary>
public enum Marker
{
    /// <summary>Filled disc.</summary>
    Circle,

    /// <summary>Filled square.</summary>
    Square,

    /// <summary>Filled triangle, point up.</summary>
    Triangle,

    /// <summary>Filled square on its corner.</summary>
    Diamond,

    /// <summary>Two crossed strokes.</summary>
    Cross,

    /// <summary>Disc with a hollow inside.</summary>
    Ring,
}

/// <summary>
/// The colours of all figures: they stay apart for readers with protanopia, deuteranopia and tritanopia, and on light
/// and
/// dark pages. Lines and marks have a contrast of 3:1 to the paper, text 4.5:1.
/// </summary>
public static class Palette
{
    /// <summary>Most series that one chart can show so that they can be told apart.</summary>
    public const int SeriesCount = 6;

    // Sampled from the published table of cividis (Nuñez, Anderton and Renslow 2018): position of 255, colour. Between
    // two samples the table is straight to within 2/255.
    private static readonly (int Position, Rgb Colour)[] CividisTable =
    [
        (0, new(0, 34, 78)), (6, new(0, 39, 88)), (12, new(0, 43, 98)), (18, new(0, 47, 109)), (20, new(0, 48, 112)),
        (22, new(0, 49, 113)), (27, new(15, 53, 112)), (32, new(26, 56, 111)), (40, new(39, 62, 110)),
        (64, new(67, 78, 108)), (96, new(97, 101, 111)), (120, new(118, 118, 118)), (128, new(125, 124, 120)),
        (144, new(140, 136, 120)), (160, new(155, 148, 118)), (192, new(188, 174, 108)), (224, new(222, 201, 88)),
        (244, new(245, 220, 65)), (251, new(253, 227, 52)), (255, new(254, 232, 56)),
    ];

    // Dark blue, blue, nearly white, orange, dark orange at -1, -0.5, 0, 0.5, 1.
    private static readonly Rgb[] DivergingTable =
        [new(16, 63, 120), new(108, 163, 214), new(245, 245, 242), new(240, 154, 74), new(154, 66, 5)];

    /// <summary>Figure background and text colours on a light page.</summary>
    public static PageColours Light { get; } =
        new(Paper: new(255, 255, 255), Ink: new(28, 30, 33), Dim: new(87, 92, 99), Grid: new(225, 228, 232))
        {
            Series = ["#3D74E0", "#8F2A00", "#00A078", "#5E0F70", "#14171A", "#C08A00"],
        };

    /// <summary>Figure background and text colours on a dark page.</summary>
    public static PageColours Dark { get; } =
        new(Paper: new(22, 25, 29), Ink: new(232, 234, 237), Dim: new(169, 175, 183), Grid: new(51, 56, 63))
        {
            Series = ["#4A78B8", "#C8842A", "#96D6A0", "#BD6BFF", "#E8FBFF", "#F1E13F"],
        };

    /// <summary>cividis, for magnitudes: looks alike with and without colour deficiency and in grey.</summary>
    /// <param name="value">In [0, 1]; outside it the nearest end is taken.</param>
    /// <returns>Dark blue at 0 over grey to yellow at 1.</returns>
    /// <exception cref="ArgumentException">The value is NaN: a missing value has no colour.</exception>
    public static Rgb Cividis(double value)
    {
        var position = Unit(value) * 255;
        var upper = 1;
        while (CividisTable[upper].Position < position)
        {
            upper++;
        }

        var (low, high) = (CividisTable[upper - 1], CividisTable[upper]);
        return low.Colour.Mix(high.Colour, (position - low.Position) / (high.Position - low.Position));
    }

    /// <summary>Blue to orange, for signed values.</summary>
    /// <param name="value">In [-1, 1]; outside it the nearest end is taken.</param>
    /// <returns>Blue below 0, nearly white at 0, orange above.</returns>
    /// <exception cref="ArgumentException">The value is NaN.</exception>
    public static Rgb Diverging(double value)
    {
        var position = Unit((value + 1) / 2) * 4;
        var low = Math.Min((int)position, 3);
        return DivergingTable[low].Mix(DivergingTable[low + 1], position - low);
    }

    /// <summary>
    /// The rainbow of the older papers. It invents edges and fails in grey; only for a figure "as in the paper".
    /// </summary>
    /// <param name="value">In [0, 1]; outside it the nearest end is taken.</param>
    /// <returns>Dark blue over green to dark red.</returns>
    /// <exception cref="ArgumentException">The value is NaN.</exception>
    public static Rgb Jet(double value)
    {
        var v = 4 * Unit(value);
        return new(Channel(1.5 - Math.Abs(v - 3)), Channel(1.5 - Math.Abs(v - 2)), Channel(1.5 - Math.Abs(v - 1)));
    }

    /// <summary>
    /// Black or white, whichever reads better on a coloured cell; the contrast is always at least 4.5:1.
    /// </summary>
    /// <param name="background">The cell's colour.</param>
    /// <returns>Black or white.</returns>
    public static Rgb TextOn(Rgb background)
    {
        var (black, white) = (new Rgb(0, 0, 0), new Rgb(255, 255, 255));
        return background.ContrastTo(black) >= background.ContrastTo(white) ? black : white;
    }

    private static byte Channel(double value) => (byte)Math.Round(255 * Math.Clamp(value, 0, 1));

    private static double Unit(double value) => double.IsNaN(value)
        ? throw new ArgumentException("A colour needs a number, but the value is NaN; draw missing values as missing.")
        : Math.Clamp(value, 0, 1);
}

/// <summary>Colours of a page: what stands behind, text, secondary text, grid lines.</summary>
/// <param name="Paper">Behind the figure.</param>
/// <param name="Ink">Text and axes; 4.5:1 on the paper and more.</param>
/// <param name="Dim">Tick labels and notes; 4.5:1 on the paper.</param>
/// <param name="Grid">Grid lines; decoration, no information.</param>
public sealed record PageColours(Rgb Paper, Rgb Ink, Rgb Dim, Rgb Grid)
{
    /// <summary>Line colours in the order of the series, "#RRGGBB".</summary>
    public required IReadOnlyList<string> Series { get; init; }
}
