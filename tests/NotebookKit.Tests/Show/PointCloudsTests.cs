using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Tests.Show;

public class PointCloudsTests
{
    [Fact]
    public void Draw_Cloud_TellsMeanSpreadAndCorrelation()
    {
        // x = 0, 2 and y = 1, 5: means 1 and 3, standard deviations sqrt(2) and sqrt(8), fully correlated.
        var figure = PointClouds.Draw([new("two", [0, 2], [1, 5])], "x", "y", "A cloud.");

        Assert.Equal("two\t2\t1\t3\t1.414\t2.828\t1", figure.Text.Split('\n')[1]);
        Assert.Contains("two at (1, 3)", figure.Alt, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_ManyPoints_DrawsSixtyOfACloudAndSaysSo()
    {
        double[] many = [.. Enumerable.Range(0, 500).Select(i => (double)i)];

        var figure = PointClouds.Draw([new("a", many, many), new("b", [1], [1])], "x", "y", "Clouds.");

        Assert.Equal(61, figure.Svg!.Split("<circle").Length - 1);
        Assert.Contains("At most 60 points", (string)figure.ToBundle().Data["text/plain"], StringComparison.Ordinal);
    }

    [Fact]
    public void Places_OfManyNamesInOneSpot_OverlapNeitherEachOtherNorAPoint()
    {
        (double X, double Y, string Name)[] points =
            [.. Enumerable.Range(0, 12).Select(i => (200 + 3.0 * (i % 4), 200 + 2.0 * (i / 4), $"class {i}"))];

        var places = NamePlaces.Of(points, 0, 0, 600, 400);

        Assert.All(places, place => Assert.InRange(place.X, 20, 580));
        for (var i = 0; i < places.Length; i++)
        {
            Assert.All(points, point => Assert.True(IsApart(places[i], (point.X, point.Y), 20)));
            Assert.All(places[..i], other => Assert.True(IsApart(places[i], other, 40)));
        }

        static bool IsApart((double X, double Y) one, (double X, double Y) other, double width) =>
            Math.Abs(one.X - other.X) >= width || Math.Abs(one.Y - other.Y) >= 15;
    }

    [Fact]
    public void Places_OfPointsFarApart_AreThePointsThemselves() => Assert.Equal(
        [(100, 100), (300, 100)], NamePlaces.Of([(100, 100, "one"), (300, 100, "two")], 0, 0, 600, 400));

    [Fact]
    public void Draw_NameWithMarkup_IsEncoded() => Assert.DoesNotContain(
        "<script>", PointClouds.Draw([new("<script>", [1], [1])], "x", "y", "Clouds.").Svg!, StringComparison.Ordinal);

    [Fact]
    public void Draw_NoPoint_SaysSo() =>
        Assert.Contains("no point came", PointClouds.Draw([], "x", "y", "None.").Text, StringComparison.Ordinal);

    [Fact]
    public void Draw_ValuesThatDoNotFit_AreRefused()
    {
        var count = Assert.Throws<ArgumentException>(() => PointClouds.Draw([new("a", [1, 2], [1])], "x", "y", "c"));
        var finite = Assert.Throws<ArgumentException>(
            () => PointClouds.Draw([new("a", [double.NaN], [1])], "x", "y", "c"));

        Assert.Contains("'a' must have one y per x, but has 2 x and 1 y", count.Message, StringComparison.Ordinal);
        Assert.Contains("'a' has values that are not finite", finite.Message, StringComparison.Ordinal);
    }
}
