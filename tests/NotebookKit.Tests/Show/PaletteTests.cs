using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Tests.Show;

public sealed class PaletteTests
{
    // Dichromacy (severity 1) in linear RGB: Machado, Oliveira and Fernandes 2009, supplementary table.
    private static readonly Dictionary<string, double[,]> Deficiencies = new()
    {
        ["none"] = new[,] { { 1.0, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
        ["protanopia"] = new[,] { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 },
            { -0.003882, -0.048116, 1.051998 } },
        ["deuteranopia"] = new[,] { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 },
            { -0.011820, 0.042940, 0.968881 } },
        ["tritanopia"] = new[,] { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 },
            { 0.004733, 0.691367, 0.303900 } },
    };

    public static TheoryData<string, bool> Views =>
        [.. from view in Deficiencies.Keys from dark in new[] { false, true } select (view, dark)];

    [Theory]
    [MemberData(nameof(Views))]
    public void Series_SeenWithDeficiency_StayApart(string view, bool dark)
    {
        var series = (dark ? Palette.Dark : Palette.Light).Series.Select(hex => Lab(Seen(Rgb.Parse(hex),
            Deficiencies[view]))).ToArray();

        Assert.Equal(Palette.SeriesCount, series.Length);
        for (var i = 0; i < series.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var least = j == i - 1 ? 28 : 18;                         // a difference of 2 is just visible side by side
                Assert.True(Distance(series[i], series[j]) >= least,
                    $"{view}: series {j} and {i} are {Distance(series[i], series[j]):0.0} apart.");
            }
        }
    }

    [Fact]
    public void Series_Markers_AllDiffer() => Assert.Equal(Palette.SeriesCount,
        Enum.GetValues<Marker>().Distinct().Count());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Page_TextAndLines_HaveEnoughContrast(bool dark)
    {
        var page = dark ? Palette.Dark : Palette.Light;

        Assert.True(page.Ink.ContrastTo(page.Paper) >= 7);
        Assert.True(page.Dim.ContrastTo(page.Paper) >= 4.5);
        Assert.All(page.Series, hex => Assert.True(Rgb.Parse(hex).ContrastTo(page.Paper) >= 3, hex));
    }

    [Fact]
    public void TextOn_EveryCellColour_ReadsAtFourAndAHalf()
    {
        for (var i = 0; i <= 400; i++)
        {
            foreach (var cell in new[] { Palette.Cividis(i / 400.0), Palette.Diverging((i / 200.0) - 1),
                Palette.Jet(i / 400.0) })
            {
                Assert.True(Palette.TextOn(cell).ContrastTo(cell) >= 4.5, cell.Hex);
            }
        }
    }

    // Rows of the published table that are not among the samples.
    [Theory]
    [InlineData(25, 0.032110, 0.201199, 0.440785)]
    [InlineData(75, 0.305886, 0.337681, 0.424512)]
    [InlineData(100, 0.394568, 0.406236, 0.438986)]
    [InlineData(150, 0.570607, 0.549695, 0.469593)]
    [InlineData(200, 0.769353, 0.707035, 0.408516)]
    [InlineData(250, 0.987293, 0.884718, 0.213336)]
    [InlineData(255, 0.995737, 0.909344, 0.217772)]
    public void Cividis_PublishedRow_IsMetWithinTwoOf255(int row, double r, double g, double b)
    {
        var colour = Palette.Cividis(row / 255.0);

        Assert.InRange(colour.R - (255 * r), -2, 2);
        Assert.InRange(colour.G - (255 * g), -2, 2);
        Assert.InRange(colour.B - (255 * b), -2, 2);
    }

    [Fact]
    public void Cividis_Luminance_NeverFalls()
    {
        var luminance = Enumerable.Range(0, 256).Select(i => Palette.Cividis(i / 255.0).Luminance).ToArray();

        Assert.All(luminance.Zip(luminance.Skip(1)), pair => Assert.True(pair.Second >= pair.First - 0.002));
        Assert.True(luminance[^1] - luminance[0] > 0.7);
    }

    [Fact]
    public void Colours_OutsideRange_TakeTheEnd()
    {
        Assert.Equal(Palette.Cividis(0), Palette.Cividis(-3));
        Assert.Equal(Palette.Cividis(1), Palette.Cividis(double.PositiveInfinity));
        Assert.Equal(Palette.Diverging(-1), Palette.Diverging(-2));
    }

    [Fact]
    public void Colours_NaN_Throws() => Assert.Throws<ArgumentException>(() => Palette.Cividis(double.NaN));

    [Fact]
    public void Diverging_Signs_AreBlueAndOrange()
    {
        Assert.True(Palette.Diverging(-0.8) is var low && low.B > low.R + 50);
        Assert.True(Palette.Diverging(0.8) is var high && high.R > high.B + 50);
        Assert.True(Palette.Diverging(0).Luminance > 0.85);
    }

    [Theory]
    [InlineData("#000000", "#FFFFFF", 21)]
    [InlineData("#777777", "#FFFFFF", 4.48)]
    [InlineData("#123456", "#123456", 1)]
    public void ContrastTo_KnownPairs_MatchesTheStandard(string a, string b, double ratio) =>
        Assert.Equal(ratio, Rgb.Parse(a).ContrastTo(Rgb.Parse(b)), 2);

    [Theory]
    [InlineData("red")]
    [InlineData("#12345")]
    [InlineData("#12345G")]
    public void Parse_NotAColour_Throws(string text) => Assert.Throws<FormatException>(() => Rgb.Parse(text));

    private static double[] Seen(Rgb colour, double[,] matrix)
    {
        double[] linear = [Linear(colour.R), Linear(colour.G), Linear(colour.B)];
        return [.. Enumerable.Range(0, 3).Select(i => Math.Clamp(Enumerable.Range(0, 3).Sum(k => matrix[i,
            k] * linear[k]), 0, 1))];
    }

    private static double Linear(byte channel) =>
        channel <= 10 ? channel / 255.0 / 12.92 : Math.Pow(((channel / 255.0) + 0.055) / 1.055, 2.4);

    // CIELAB (CIE 15) for the white of sRGB.
    private static double[] Lab(double[] rgb)
    {
        static double F(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116;
        var x = F(((0.4124564 * rgb[0]) + (0.3575761 * rgb[1]) + (0.1804375 * rgb[2])) / 0.95047);
        var y = F((0.2126729 * rgb[0]) + (0.7151522 * rgb[1]) + (0.0721750 * rgb[2]));
        var z = F(((0.0193339 * rgb[0]) + (0.1191920 * rgb[1]) + (0.9503041 * rgb[2])) / 1.08883);
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b).Sum(p =>
        (p.First - p.Second) * (p.First - p.Second)));
}
