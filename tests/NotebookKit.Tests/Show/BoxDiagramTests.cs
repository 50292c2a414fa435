using System.Xml.Linq;
using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Tests.Show;

public sealed class BoxDiagramTests
{
    private static readonly DiagramBox[] Boxes =
    [
        new("in", 0, 0, ["32 x 32"]), new("network", 1, 0, ["12, 24", "no <norm>"], Series: 1), new("out", 1, 1, []),
    ];

    [Fact]
    public void Draw_BoxesAndArrows_AreInThePictureAndInItsText()
    {
        var figure = BoxDiagram.Draw(Boxes, [new("in", "network", "real"), new("network", "out")], "Two boxes.");

        var svg = XDocument.Parse(figure.Svg!).Root!;
        var words = svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToArray();
        Assert.Equal(["real", "in", "32 x 32", "network", "12, 24", "no <norm>", "out"], words);
        Assert.Equal(2, svg.Descendants().Count(e => e.Name.LocalName == "polygon"));
        Assert.Contains("in -> network: real", figure.Text, StringComparison.Ordinal);
        Assert.Contains("network: 12, 24, no <norm>", figure.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_Arrow_GoesFromBorderToBorder()
    {
        var figure = BoxDiagram.Draw(Boxes, [new("in", "network")], "Two boxes.");

        var svg = XDocument.Parse(figure.Svg!).Root!;
        var boxes = svg.Elements().Where(e => e.Name.LocalName == "rect" && e.Attribute("rx") is not null).ToArray();
        var line = svg.Elements().Single(e => e.Name.LocalName == "line");
        Assert.Equal(Number(boxes[0], "x") + Number(boxes[0], "width"), Number(line, "x1"), 1);
        Assert.Equal(Number(boxes[1], "x"), Number(line, "x2"), 7.5);                // the head of the arrow is there
        Assert.Equal(Number(line, "y1"), Number(line, "y2"), 1e-6);

        static double Number(XElement element, string name) => (double)element.Attribute(name)!;
    }

    [Fact]
    public void Draw_ArrowToNoBox_NameTwice_NoBox_SaysWhatMustBe()
    {
        Assert.Contains(
            "'away'", Assert.Throws<ArgumentException>(
                () => BoxDiagram.Draw(Boxes, [new("in", "away")], "Lost.")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "'in' comes twice", Assert.Throws<ArgumentException>(
                () => BoxDiagram.Draw([Boxes[0], Boxes[0]], [], "Twice.")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => BoxDiagram.Draw([], [], "None."));
    }
}
