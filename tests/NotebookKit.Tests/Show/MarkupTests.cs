using System.Xml.Linq;
using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Tests.Show;

public sealed class MarkupTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a & b < c > d")]
    [InlineData("\" onload=\"alert(1)")]
    [InlineData("' onload='alert(1)")]
    [InlineData("]]> --> </style>")]
    [InlineData("smile 😀 and é")]
    public void Text_Hostile_ComesBackAsText(string hostile)
    {
        var markup = new Markup("text").Set("title", hostile).Text(hostile).ToString();

        var read = XElement.Parse(markup);
        Assert.Equal(hostile, read.Value);
        Assert.Equal(hostile, read.Attribute("title")!.Value);
        Assert.Empty(read.Elements());
        Assert.Single(read.Attributes());
    }

    [Fact]
    public void Text_NotAllowedInXml_IsReplaced()
    {
        var markup = new Markup("text").Text("a\0b\u0001c\ud800d\uffff").ToString();

        Assert.Equal("<text>a\ufffdb\ufffdc\ufffdd\ufffd</text>", markup);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("img src=x")]
    [InlineData("x>")]
    [InlineData("1a")]
    public void Name_Malformed_Throws(string name)
    {
        Assert.Throws<ArgumentException>(() => new Markup(name));
        Assert.Throws<ArgumentException>(() => new Markup("p").Set(name, "value"));
    }

    [Fact]
    public void Set_Twice_Throws() =>
        Assert.Throws<ArgumentException>(() => new Markup("p").Set("class", "a").Set("class", "b"));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Set_NotFinite_Throws(double value)
    {
        var error = Assert.Throws<ArgumentException>(() => new Markup("rect").Set("width", value));

        Assert.Contains("width", error.Message);
    }

    [Theory]
    [InlineData(1.0 / 3, "0.33")]
    [InlineData(-0.001, "0")]
    [InlineData(1234567.891, "1234567.89")]
    [InlineData(5, "5")]
    public void Set_Number_IsShortAndInvariant(double value, string written) =>
        Assert.Equal($"<rect x=\"{written}\"/>", new Markup("rect").Set("x", value).ToString());

    [Fact]
    public void ToString_EmptyElement_ClosesAsHtmlNeeds()
    {
        Assert.Equal("<span></span>", new Markup("span").ToString());
        Assert.Equal("<img/>", new Markup("img").ToString());
    }
}
