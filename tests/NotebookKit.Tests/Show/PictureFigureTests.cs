using System.Xml.Linq;
using NotebookKit.Interactive;
using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Tests.Show;

public sealed class PictureFigureTests
{
    [Fact]
    public void ImageGrid_TwoRows_HasAllPicturesAtTheirPlaces()
    {
        var figure = ImageGrid.Draw(
            [[Picture(1), Picture(2), Picture(3)], [Picture(4)]], ["real", "fake"], "Pictures", scale: 2);

        var images = XElement.Parse(figure.Svg!).Descendants().Where(e => e.Name.LocalName == "image").ToArray();
        Assert.Equal(4, images.Length);
        Assert.All(images, i => Assert.Equal("32", i.Attribute("width")!.Value));
        Assert.All(images, i => Assert.Contains("image-rendering:pixelated", i.Attribute("style")!.Value));
        Assert.Equal(images[0].Attribute("x")!.Value, images[3].Attribute("x")!.Value);
        var (width, height, _) = PngTests.Decode(figure.Png!);
        Assert.Equal((2 * ((3 * 17) - 1), 2 * ((2 * 17) - 1)), (width, height));
        Assert.Equal("real\t3 pictures of 16 x 16\nfake\t1 pictures of 16 x 16", figure.Text);
    }

    [Fact]
    public void ImageGrid_Sheet_HoldsThePixels()
    {
        var picture = Picture(1);

        var figure = ImageGrid.Draw([[picture, picture]], ["a"], "Pictures", scale: 1);

        var (width, _, pixels) = PngTests.Decode(figure.Png!);
        Assert.Equal(picture.Rgb[..48], pixels[..48]);                    // the first row of the first picture
        Assert.Equal([255, 255, 255], pixels[48..51]);                    // the gap
        Assert.Equal(picture.Rgb[48..96], pixels[(3 * width)..((3 * width) + 48)]);
    }

    [Fact]
    public void ImageGrid_TooLarge_DropsBitsAndSaysSo()
    {
        var rows = Enumerable.Range(0, 6).Select(r => Enumerable.Range(0, 10).Select(c => Picture((10 * r) + c,
            32)).ToArray()).ToArray();

        var figure = ImageGrid.Draw(rows, ["a", "b", "c", "d", "e", "f"], "Noise");

        Assert.True(figure.Png!.Length <= ImageGrid.MaximumBytes, $"{figure.Png.Length} bytes");
        Assert.Contains("bits per channel", figure.ToBundle().Text);
    }

    [Fact]
    public void ImageGrid_FarTooLarge_Throws()
    {
        var row = Enumerable.Range(0, 40).Select(c => Picture(c, 64)).ToArray();

        var error = Assert.Throws<ArgumentException>(() => ImageGrid.Draw([row], ["a"], "Noise"));

        Assert.Contains("show fewer", error.Message);
    }

    [Fact]
    public void ImageGrid_DoesNotFit_Throws()
    {
        Assert.Throws<ArgumentException>(() => ImageGrid.Draw([[Picture(1)]], [], "No label"));
        Assert.Throws<ArgumentException>(() => ImageGrid.Draw([[Picture(1), Picture(2, 8)]], ["a"], "Two sizes"));
        Assert.Throws<ArgumentException>(() => ImageGrid.Draw([[Picture(1)]], ["a"], "No title", titles: [[]]));
    }

    [Fact]
    public void ImageGrid_TitlesWiderThanPictures_StayApartAndInside()
    {
        const string title = "automobile > airplane 4:0:1";

        var svg = XElement.Parse(ImageGrid.Draw(
            [[Picture(1), Picture(2)]], ["a"], "Titles", scale: 1, titles: [[title, title]]).Svg!);

        var middles = svg.Descendants().Where(e => e.Value == title && !e.HasElements)
            .Select(e => (double)e.Attribute("x")!).ToArray();
        var wide = Svg.TextWidth(title, 11);
        Assert.Equal(2, middles.Length);
        Assert.True(middles[1] - middles[0] >= wide, $"{middles[1] - middles[0]} < {wide}");
        Assert.True(middles[1] + (wide / 2) <= (double)svg.Attribute("width")!, $"{middles[1]} of {svg.Attribute("width")}");
    }

    [Fact]
    public void ImageGrid_NoPicture_IsAMessage() => Assert.Contains("no picture came", ImageGrid.Draw([], [],
        "None").Text);

    [Fact]
    public void Saliency_Item_IsPictureHeatAndTwoLayers()
    {
        var figure = SaliencyOverlay.Draw([new(Picture(1), SampleFigures.Map(3, 5), "title")], "Saliency");

        var images = Html(figure).Descendants("img").ToArray();
        Assert.Equal(4, images.Length);
        Assert.Equal(images[0].Attribute("src")!.Value, images[2].Attribute("src")!.Value);
        Assert.Equal(images[1].Attribute("src")!.Value, images[3].Attribute("src")!.Value);
        Assert.Contains("opacity:0.5", images[3].Attribute("style")!.Value);
        var map = Convert.FromBase64String(images[3].Attribute("data-map")!.Value);
        Assert.Equal(256, map.Length);
        Assert.Equal(255, map[(3 * 16) + 5]);
        Assert.Equal("title: peak at row 3, column 5", figure.Alt.Split(". ")[1].TrimEnd('.'));
    }

    [Fact]
    public void Saliency_StaticForm_HoldsPictureMapAndHalfAndHalf()
    {
        var picture = Picture(1, 96);
        var map = SampleFigures.Map(40, 20, 96);

        var figure = SaliencyOverlay.Draw([new(picture, map, "title")], "Saliency");

        var (width, height, pixels) = PngTests.Decode(figure.Png!);
        Assert.Equal((3 * 97) - 1, width);
        Assert.Equal(96, height);
        var (x, y) = (20, 40);
        Rgb At(int left) => new(pixels[3 * ((y * width) + left + x)], pixels[(3 * ((y * width) + left + x)) + 1],
            pixels[(3 * ((y * width) + left + x)) + 2]);
        Assert.Equal(picture.At(x, y), At(0));
        Assert.Equal(Palette.Cividis(1), At(97));
        Assert.Equal(picture.At(x, y).Mix(Palette.Cividis(1), 0.5), At(194));
    }

    [Fact]
    public void Saliency_OneScale_ColoursEqualValuesEqually()
    {
        var (weak, strong) = (new float[16, 16], new float[16, 16]);
        (weak[0, 0], strong[0, 0], strong[1, 1]) = (2, 2, 4);

        var figure = SaliencyOverlay.Draw([new(Picture(1), weak, "weak"), new(Picture(2), strong, "strong")], "Scale",
            MapScale.WholeFigure);

        var maps = Html(figure).Descendants("img").Attributes("data-map").Select(a =>
            Convert.FromBase64String(a.Value)).ToArray();
        Assert.Equal(128, maps[0][0]);
        Assert.Equal(128, maps[1][0]);
        Assert.Equal(255, maps[1][17]);
        Assert.Contains(Html(figure).Descendants(), e => e.Attribute("aria-label")?.Value.EndsWith("0 to 4",
            StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Saliency_AllZeroMap_IsSaid() => Assert.Contains(
        "nowhere (all zero)", SaliencyOverlay.Draw([new(Picture(1), new float[16, 16], "t")], "Zero",
            MapScale.EachMap).Text);

    [Theory]
    [InlineData(1.5f, MapScale.Unit)]
    [InlineData(-0.1f, MapScale.EachMap)]
    [InlineData(float.NaN, MapScale.WholeFigure)]
    public void Saliency_ValueOutside_Throws(float value, MapScale scale)
    {
        var map = new float[16, 16];
        map[2, 3] = value;

        var error = Assert.Throws<ArgumentException>(() => SaliencyOverlay.Draw([new(Picture(1), map, "dog")],
            "Outside", scale));

        Assert.Contains("'dog'", error.Message);
    }

    [Fact]
    public void Saliency_MapOfAnotherSize_Throws()
    {
        var error = Assert.Throws<ArgumentException>(() => SaliencyOverlay.Draw([new(Picture(1), new float[8, 16],
            "dog")], "Size"));

        Assert.Contains("16 x 16", error.Message);
        Assert.Contains("8 x 16", error.Message);
    }

    private static RgbImage Picture(int seed, int size = 16) => SampleFigures.Picture(seed, size);

    private static XElement Html(Figure figure) => XElement.Parse((string)figure.ToBundle().Data[MimeTypes.Html]);
}
