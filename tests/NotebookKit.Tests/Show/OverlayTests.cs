using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Tests.Show;

public sealed class OverlayTests
{
    [Theory]
    [InlineData(0.0, 100, 200, 1)]
    [InlineData(0.5, 50, 117, 40)]                                        // 100 / 2, (200 + 34) / 2, 79 / 2 = 39.5
    [InlineData(0.25, 75, 158, 20)]                                       // 75, 158.5 (to even), 20.25
    [InlineData(1.0, 0, 34, 78)]
    public void Blend_OnePixel_MatchesHandCalculation(double alpha, int r, int g, int b)
    {
        var image = new RgbImage(1, 1, [100, 200, 1]);
        var heat = Overlay.Colourise(new float[,] { { 0 } }, top: 1);     // cividis at 0: (0, 34, 78)

        var blend = Overlay.Blend(image, heat, alpha);

        Assert.Equal(new Rgb((byte)r, (byte)g, (byte)b), blend.At(0, 0));
    }

    [Fact]
    public void Blend_DarkPictures_StayDark()
    {
        var image = new RgbImage(1, 1, [10, 20, 30]);

        var blend = Overlay.Blend(image, image, 0.5);                     // dividing by the maximum would make this 255

        Assert.Equal(image.Rgb, blend.Rgb);
    }

    [Fact]
    public void Blend_SizesDiffer_Throws() => Assert.Throws<ArgumentException>(
        () => Overlay.Blend(new RgbImage(1, 1, [0, 0, 0]), new RgbImage(2, 1, new byte[6]), 0.5));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Blend_AlphaOutside_Throws(double alpha) => Assert.Throws<ArgumentException>(
        () => Overlay.Blend(new RgbImage(1, 1, [0, 0, 0]), new RgbImage(1, 1, [0, 0, 0]), alpha));

    [Fact]
    public void Colourise_RowAndColumn_AreNotSwapped()
    {
        var heat = Overlay.Colourise(new[,] { { 0f, 1f, 0f } }, top: 1);  // one row, three columns

        Assert.Equal((3, 1), (heat.Width, heat.Height));
        Assert.Equal(Palette.Cividis(1), heat.At(1, 0));
    }

    [Fact]
    public void EnlargeSmoothly_ByTwo_UsesHalfPixelCentres()
    {
        var large = Overlay.EnlargeSmoothly(new[,] { { 0f, 1f } }, 2);

        Assert.Equal([0f, 0.25f, 0.75f, 1f, 0f, 0.25f, 0.75f, 1f], large.Cast<float>());
    }

    [Fact]
    public void EnlargeSmoothly_ByTwo_MultipliesTheSumByFour()
    {
        var map = new[,] { { 0.1f, 0.7f, 0.3f }, { 0.9f, 0.2f, 0.4f } };

        var large = Overlay.EnlargeSmoothly(map, 2);

        Assert.Equal(4 * map.Cast<float>().Sum(), large.Cast<float>().Sum(), 4);
    }

    [Fact]
    public void Enlarge_Picture_InventsNoColour()
    {
        var image = new RgbImage(2, 1, [1, 2, 3, 4, 5, 6]);

        var large = image.Enlarge(3);

        Assert.Equal((6, 3), (large.Width, large.Height));
        Assert.Equal(new Rgb(1, 2, 3), large.At(2, 2));
        Assert.Equal(new Rgb(4, 5, 6), large.At(3, 0));
    }

    [Theory]
    [InlineData(2, 2, 11)]
    [InlineData(0, 5, 0)]
    public void RgbImage_BytesDoNotFit_Throws(int width, int height, int bytes) =>
        Assert.Throws<ArgumentException>(() => new RgbImage(width, height, new byte[bytes]));
}
