using System.Xml.Linq;
using NotebookKit.Metrics;
using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Tests.Show;

public sealed class ChartTests
{
    [Fact]
    public void LineChart_GapInTheMiddle_BreaksTheLineAndSaysSo()
    {
        var figure = LineChart.Draw([new("a", [1, 2, 3, 4, 5], [1, 2, double.NaN, 4, 5])], "x", "y", "Gap");

        Assert.Equal(2, Shapes(figure, "polyline").Count());
        Assert.Equal(4, Shapes(figure, "circle").Count());
        Assert.Contains("1 of 5 points are not finite", figure.ToBundle().Text);
    }

    [Fact]
    public void LineChart_NothingFinite_IsAMessage()
    {
        var figure = LineChart.Draw([new("a", [1, 2], [double.NaN, double.PositiveInfinity])], "x", "y", "None");

        Assert.Contains("2 points came, none of them can be shown", figure.Text);
        Assert.Contains(figure.Text, figure.Svg);
    }

    [Fact]
    public void LineChart_NoSeries_IsAMessage() =>
        Assert.Contains("0 points came", LineChart.Draw([], "x", "y", "None").Text);

    [Fact]
    public void LineChart_LogAxis_LeavesOutZero()
    {
        var figure = LineChart.Draw([new("a", [1, 2, 3], [0, 1, 10])], "x", "y", "Log", yAxis: AxisKind.Log);

        Assert.Equal(2, Shapes(figure, "circle").Count());
    }

    [Fact]
    public void LineChart_KnownPoints_LieWhereTheTicksSay()
    {
        var figure = LineChart.Draw([new("a", [10, 15, 20], [0, 1, 4])], "x", "y", "Places");

        var marks = Shapes(figure, "circle").Select(c => (X: Number(c, "cx"), Y: Number(c, "cy"))).ToArray();
        var ticks = Shapes(figure, "text").ToDictionary(t => t.Value, t => (X: Number(t, "x"), Y: Number(t, "y")),
            StringComparer.Ordinal);
        Assert.Equal(marks[0].Y - ((marks[0].Y - marks[2].Y) / 4), marks[1].Y, 1);
        Assert.Equal(marks[0].X + ((marks[2].X - marks[0].X) / 2), marks[1].X, 1);
        Assert.Equal(ticks["4"].Y - 4, marks[2].Y, 1);                    // a label's base line is 4 pixels below its tick
        Assert.Equal(ticks["20"].X, marks[2].X, 1);
    }

    [Fact]
    public void LineChart_EndsApart_AreNamedThere_EndsTogether_InALegend()
    {
        double[] x = [0, 1];
        var apart = LineChart.Draw([new("up", x, [0, 1]), new("down", x, [1, 0])], "x", "y", "Apart");
        var together = LineChart.Draw([new("up", x, [0, 1]), new("also up", x, [0.5, 1])], "x", "y", "Together");

        Assert.Equal(4, Marks(apart));
        Assert.Equal(4 + 2, Marks(together));                             // a mark more per entry of the legend
    }

    [Fact]
    public void LineChart_SevenSeries_Throws()
    {
        var error = Assert.Throws<ArgumentException>(
            () => LineChart.Draw([.. Enumerable.Range(0, 7).Select(i => new Series($"{i}", [1], [1]))], "x", "y",
                "Seven"));

        Assert.Contains("7", error.Message);
    }

    [Fact]
    public void LineChart_LengthsDiffer_Throws()
    {
        Assert.Throws<ArgumentException>(() => LineChart.Draw([new("a", [1, 2], [1])], "x", "y", "Short"));
        Assert.Throws<ArgumentException>(() => LineChart.Draw([new("a", [1, 2], [1, 2], [0, 0])], "x", "y", "No High"));
        Assert.Throws<ArgumentException>(() => LineChart.Draw([new("a", [1, 2], [1, 2], [0], [3])], "x", "y",
            "Short band"));
    }

    [Fact]
    public void LineChart_ManyPoints_TextIsThinnedAndCounted()
    {
        var x = Enumerable.Range(0, 500).Select(i => (double)i).ToArray();

        var figure = LineChart.Draw([new("a", x, x)], "x", "y", "Many");

        Assert.Equal(22, figure.Text.Split('\n').Length);
        Assert.EndsWith("(20 of 500 points)", figure.Text);
        Assert.Contains("\n499\t499\n", figure.Text);
    }

    [Fact]
    public void HeatMap_Ends_HaveTheEndsOfTheColourMap()
    {
        var figure = HeatMap.Draw(new[,] { { 2.0, 4.0 }, { 3.0, double.NaN } }, ["a", "b"], ["c", "d"], "Map");

        var fills = Shapes(figure, "rect").Skip(1).Select(r => r.Attribute("fill")!.Value);
        Assert.Equal([Palette.Cividis(0).Hex, Palette.Cividis(1).Hex, Palette.Cividis(0.5).Hex], fills);
        Assert.Equal("\tc\td\na\t2\t4\nb\t3\t–", figure.Text);
        Assert.Contains("Largest 4 at a, d, smallest 2 at a, c", figure.Alt);
    }

    [Fact]
    public void HeatMap_LabelsMissing_Throws() =>
        Assert.Throws<ArgumentException>(() => HeatMap.Draw(new double[2, 2], ["a"], ["b", "c"], "Map"));

    [Fact]
    public void HeatMap_AllMissing_IsAMessage() =>
        Assert.Contains("none of the 1 cells", HeatMap.Draw(new[,] { { double.NaN } }, ["a"], ["b"], "Map").Text);

    [Fact]
    public void Confusion_Counts_StandWithTheirShares()
    {
        var figure = HeatMap.Draw(new ConfusionMatrix(new long[,] { { 30, 10 }, { 0, 1000 } }), ["FAKE", "REAL"],
            "Confusion");

        Assert.Contains("FAKE\t30, 75.0 %\t10, 25.0 %", figure.Text);
        Assert.Contains("FAKE taken for REAL, 10 times", figure.Alt);
        Assert.Contains(Shapes(figure, "text"), t => t.Value == "1,000");
    }

    [Fact]
    public void Reliability_Bars_AreAsHighAsTheBinsAccuracy()
    {
        var figure = ReliabilityChart.Draw(Calibration.Of([0.95, 0.95, 0.95, 0.95], [true, true, true, false]),
            "Calibration");

        var bar = Shapes(figure, "rect").Skip(1).First();
        Assert.Equal(0.75 * 280, Number(bar, "height"), 1);               // the plot is 280 pixels high
        Assert.Contains("ECE 0.2000", figure.Svg);                        // |0.95 - 0.75|
        Assert.Contains("\t4\t0.9500\t0.7500", figure.Text);
    }

    [Fact]
    public void BarChart_Lengths_AreInProportion()
    {
        var figure = BarChart.Draw([new("a", 2), new("b", 1), new("c", -1), new("d", double.NaN)], "lift", "Bars");

        var widths = Shapes(figure, "rect").Skip(1).Select(r => Number(r, "width")).ToArray();
        Assert.Equal(3, widths.Length);
        Assert.Equal(widths[0], 2 * widths[1], 1);
        Assert.Equal(widths[1], widths[2], 1);
    }

    [Fact]
    public void BarChart_NoValue_IsAMessage() => Assert.Contains("none of the 0 bars", BarChart.Draw([], "lift",
        "Bars").Text);

    private static IEnumerable<XElement> Shapes(Figure figure, string name) =>
        XElement.Parse(figure.Svg!).Descendants().Where(e => e.Name.LocalName == name);

    private static int Marks(Figure figure) => Shapes(figure, "circle").Count() + Shapes(figure, "polygon").Count();

    private static double Number(XElement element, string attribute) => (double)element.Attribute(attribute)!;
}
