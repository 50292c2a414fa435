using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Tests.Show;

public sealed class ParetoChartTests
{
    [Fact]
    public void Front_KnownPoints_HoldsThoseThatNoneBeats()
    {
        ParetoPoint cheap = new("a", 1, 5), best = new("b", 3, 9), middle = new("a", 2, 7), twin = new("b", 2, 7);
        ParetoPoint beaten = new("a", 2, 6), dearer = new("b", 4, 9), published = new("paper", 0.5, 10, Published: true);

        var front = ParetoChart.Front([beaten, best, cheap, dearer, middle, published, twin]);

        Assert.Equal([cheap, middle, twin, best], front);
    }

    [Fact]
    public void Front_AddingADominatedPoint_LeavesItAlone() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte Cost, byte Quality)[]>().Filter(list => list.Length > 0),
        list =>
        {
            ParetoPoint[] points = [.. list.Select(p => new ParetoPoint("a", p.Cost, p.Quality))];
            var front = ParetoChart.Front(points);
            var worse = front[0] with { Cost = front[0].Cost + 1 };

            return front.SequenceEqual(ParetoChart.Front([.. points, worse]))
                && front.Zip(front.Skip(1)).All(pair => pair.First.Quality <= pair.Second.Quality);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Draw_DominatedAndPublished_ArePaleAndHollow()
    {
        var figure = ParetoChart.Draw(
            [new("a", 1, 5, "x"), new("a", 2, 4), new("a", 3, 6), new("paper", 1, 7, "y", Published: true)],
            "MACs left", "accuracy", "Trade-off");

        var svg = XDocument.Parse(figure.Svg!);
        var circles = svg.Descendants().Where(e => e.Name.LocalName == "circle").ToArray();
        Assert.Single(circles, c => (string?)c.Attribute("opacity") == "0.4");
        Assert.Single(circles, c => (string?)c.Attribute("fill") == "none" && (string?)c.Attribute("r") == "6");
        Assert.Single(svg.Descendants(), e => (string?)e.Attribute("stroke-dasharray") is not null);
        Assert.Contains("dominated", figure.Text);
        Assert.Contains("from a x (1, 5) to a  (3, 6)", figure.Alt);
    }

    [Fact]
    public void Draw_NothingFinite_IsAMessage() => Assert.Contains(
        "1 points came, none of them can be shown",
        ParetoChart.Draw([new("a", double.NaN, 1)], "x", "y", "None").Text);

    [Fact]
    public void Draw_LogAxis_LeavesOutZeroAndSaysSo() => Assert.Contains(
        "1 of 2 points cannot be shown",
        ParetoChart.Draw([new("a", 0, 1), new("a", 1, 1)], "x", "y", "Log", AxisKind.Log).ToBundle().Text);

    [Fact]
    public void Draw_SevenSeries_IsRefused() => Assert.Contains(
        "at most 6 series",
        Assert.Throws<ArgumentException>(() => ParetoChart.Draw(
            [.. Enumerable.Range(0, 7).Select(i => new ParetoPoint($"{i}", i, i))], "x", "y", "Many")).Message);
}
