using System.Text.RegularExpressions;
using System.Xml.Linq;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Runs;
using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Tests.Show;

public sealed partial class FigureTests
{
    public static TheoryData<string> Names => [.. SampleFigures.All.Keys];

    [Theory]
    [InlineData("", "alt", "text")]
    [InlineData("caption", " ", "text")]
    [InlineData("caption", "alt", "\n")]
    public void Figure_WordsMissing_Throws(string caption, string alt, string text) =>
        Assert.Throws<ArgumentException>(() => new Figure(caption, alt, text, svg: "<svg/>"));

    [Fact]
    public void Figure_NothingToShow_Throws() =>
        Assert.Throws<ArgumentException>(() => new Figure("caption", "alt", "text"));

    [Fact]
    public void Draw_BlankCaption_Throws()
    {
        var map = new double[,] { { 1 } };

        Assert.Throws<ArgumentException>(() => HeatMap.Draw(map, ["a"], ["b"], caption: " "));
        Assert.Throws<ArgumentException>(() => LineChart.Draw([new("a", [1], [1])], "x", "y", caption: ""));
        Assert.Throws<ArgumentException>(() => HeatMap.Draw(map, ["a"], ["b"], "caption", alt: ""));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Html_ScriptsAndHandlersStripped_StillShowsThePicture(string name)
    {
        var html = (string)SampleFigures.All[name]().ToBundle().Data[MimeTypes.Html];

        var stripped = XElement.Parse(Handler().Replace(html, ""));

        Assert.DoesNotContain(stripped.DescendantsAndSelf().Attributes(), a => a.Name.LocalName.StartsWith("on",
            StringComparison.Ordinal));
        Assert.Empty(stripped.Descendants("script"));
        var shapes = stripped.Descendants().Count(e =>
            e.Name.LocalName is "img" or "image" or "polyline" or "rect" or "text" or "td" or "pre");
        Assert.True(shapes > (name == "footer" ? 0 : 1), $"{shapes} visible elements");
        Assert.All(
            stripped.Descendants("img"),
            img => Assert.StartsWith("data:image/png;base64,iVBORw0KGgo", img.Attribute("src")!.Value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Html_LoadsNothingAndHasWords(string name)
    {
        var figure = SampleFigures.All[name]();
        var html = (string)figure.ToBundle().Data[MimeTypes.Html];

        var read = XElement.Parse(html);
        Assert.DoesNotContain("http", html.Replace("http://www.w3.org/2000/svg", ""));
        Assert.DoesNotContain("url(", html);
        Assert.DoesNotContain("@import", html);
        Assert.Equal(figure.Caption, read.Element("figcaption")!.Value);
        var ids = read.DescendantsAndSelf().Attributes("id").Select(a => a.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        var described = read.Descendants()
            .Where(e => e.Attribute("role")?.Value == "img" || e.Name.LocalName is "table" or "pre").Attributes("aria-label").Select(a => a.Value);
        Assert.Contains(figure.Alt, described);
        Assert.All(read.Descendants("input"), i => Assert.Equal("label", i.Parent!.Name.LocalName));
        Assert.All(read.Descendants("th"), th => Assert.NotNull(th.Attribute("scope")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bundle_HasTextAndAStaticForm(string name)
    {
        var figure = SampleFigures.All[name]();
        var bundle = figure.ToBundle();

        Assert.StartsWith(figure.Caption + "\n", bundle.Text);
        Assert.Matches(@"\d", bundle.Text);
        foreach (var type in new[] { MimeTypes.Svg, MimeTypes.Png }.Where(bundle.Data.ContainsKey))
        {
            Assert.Contains("alt", bundle.Metadata![type].ToString());
        }

        if (figure.Svg is { } svg)
        {
            var root = XElement.Parse(svg);
            Assert.True((double)root.Attribute("width")! > 50 && (double)root.Attribute("height")! > 20);
            Assert.DoesNotContain("NaN", svg);
        }
        else if (figure.Png is { } png)
        {
            var (width, height, _) = PngTests.Decode(png);
            Assert.True(width > 50 && height > 20);
        }
        else
        {
            var html = XElement.Parse((string)bundle.Data[MimeTypes.Html]);
            Assert.Contains(html.Descendants(), e => e.Name.LocalName is "td" or "pre");
        }
    }

    [Fact]
    public void Draw_SameDataTwice_GivesTheSameBytes()
    {
        foreach (var draw in SampleFigures.All.Values)
        {
            Assert.Equal((string)draw().ToBundle().Data[MimeTypes.Html],
                (string)draw().ToBundle().Data[MimeTypes.Html]);
        }
    }

    [Fact]
    public void On_Data_IsSaidBelowTheFigure()
    {
        var data = new DataUse("procedural-photographs", "00", "2,000 test images.", StandIn: true);

        var bundle = LineChart.Draw([new("a", [1, 2], [1, 2])], "x", "y", "caption").On(data).ToBundle();

        Assert.EndsWith("\nData: procedural-photographs (built-in stand-in). 2,000 test images.", bundle.Text);
    }

    [Fact]
    public void Footer_Text_IsThereOnceAndComplete()
    {
        var bundle = SampleFigures.All["footer"]().ToBundle();

        foreach (var line in new[] { "seeds          17, 18", "commit         f00 (with changes)", "threads        2",
            "wall time      143.2 s" })
        {
            Assert.Contains("\n" + line, bundle.Text + "\n");
            Assert.Equal(2, ((string)bundle.Data[MimeTypes.Html]).Split(line).Length);
        }
    }

    [Fact]
    public void Footer_DataThatIsMadeStepByStep_IsNamedByItsDescription()
    {
        var environment = new RunEnvironment(null, null, "0", "10", "1", "cpu", 1, null);
        DataUse[] data = [new("textures", "", "48 pictures, seed 3", StandIn: true), new("own", "ab12", "x", false)];

        var text = Footer.Draw(environment, "small", [3], data, 1).Text;

        Assert.Contains("textures (stand-in), 48 pictures, seed 3\n", text, StringComparison.Ordinal);
        Assert.Contains("own, SHA-256 ab12\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WithNote_Note_StandsInHtmlAndText()
    {
        var figure = LineChart.Draw([new("a", [1, 2], [1, 2])], "x", "y", "caption").WithNote("Data: <made up>");

        var bundle = figure.ToBundle();

        Assert.EndsWith("\nData: <made up>", bundle.Text);
        Assert.Contains("Data: &lt;made up&gt;", (string)bundle.Data[MimeTypes.Html]);
    }

    [GeneratedRegex(" on[a-z]+=\"[^\"]*\"")]
    private static partial Regex Handler();
}
