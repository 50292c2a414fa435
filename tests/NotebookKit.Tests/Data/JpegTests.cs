using NotebookKit.Data;
using Xunit;

namespace NotebookKit.Tests.Data;

public class JpegTests
{
    [Theory]
    [InlineData(100, 2.5)]
    [InlineData(90, 4)]
    [InlineData(70, 7)]
    [InlineData(50, 9)]
    [InlineData(30, 12)]
    public void RoundTrip_SmoothPicture_StaysWithinTheLossOfItsQuality(int quality, double bound)
    {
        var picture = Gradient(32, 32);

        var decoded = Jpeg.Decode(Jpeg.Encode(picture, quality), "a.jpg");

        Assert.Equal((32, 32, 3), (decoded.Width, decoded.Height, decoded.Channels));
        Assert.InRange(MeanDistance(picture, decoded), 0, bound);
    }

    [Fact]
    public void RoundTrip_LowerQuality_LosesMoreInASmallerFile()
    {
        var picture = Noise(64, 64);
        var qualities = new[] { 90, 70, 50, 30 };
        var files = qualities.Select(quality => Jpeg.Encode(picture, quality)).ToList();
        var losses = files.Select(file => MeanDistance(picture, Jpeg.Decode(file, "a.jpg"))).ToList();

        Assert.Equal(losses.Order(), losses);
        Assert.Equal(files.Select(file => file.Length).OrderDescending(), files.Select(file => file.Length));
    }

    [Fact]
    public void RoundTrip_SolidColour_StaysSolid()
    {
        var picture = new Picture(16, 16, 3, [.. Enumerable.Repeat((byte)0x60, 16 * 16 * 3)]);

        Assert.All(Jpeg.Decode(Jpeg.Encode(picture, 50), "a.jpg").Samples, sample =>
            Assert.InRange(sample, 0x5E, 0x62));
    }

    [Fact]
    public void Decode_OddSizes_KeepsThem()
    {
        var decoded = Jpeg.Decode(Jpeg.Encode(Gradient(17, 5), 95), "a.jpg");

        Assert.Equal((17, 5), (decoded.Width, decoded.Height));
    }

    [Fact]
    public void Decode_TruncatedFile_IsDamagedNotGrey()
    {
        var file = Jpeg.Encode(Noise(32, 32), 90);

        var error = Assert.Throws<DataException>(
            () => Jpeg.Decode(file.AsSpan(0, file.Length / 2), "train/REAL/0001.jpg"));
        Assert.StartsWith("train/REAL/0001.jpg is a damaged JPEG", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a picture")]
    public void Decode_OtherContent_IsRefusedWithItsName(string content) =>
        Assert.Contains("a.jpg is not a readable JPEG", Assert.Throws<DataException>(
            () => Jpeg.Decode(System.Text.Encoding.ASCII.GetBytes(content), "a.jpg")).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Encode_QualityOutOfRange_IsRefused(int quality) =>
        Assert.Contains(
            $"quality {quality}", Assert.Throws<ArgumentException>(() => Jpeg.Encode(Gradient(8, 8), quality)).Message);

    [Fact]
    public void Decode_ManyThreads_GivesTheSamePixels()
    {
        var file = Jpeg.Encode(Noise(32, 32), 80);
        var expected = Jpeg.Decode(file, "a.jpg").Samples;

        Parallel.For(0, 500, _ => Assert.Equal(expected, Jpeg.Decode(file, "a.jpg").Samples));
    }

    private static Picture Gradient(int width, int height) =>
        new(width, height, 3, [.. Enumerable.Range(0, width * height * 3)
        .Select(i => (byte)(100 + i / 3 % width * 2 + i / 3 / width * 2))]);

    private static Picture Noise(int width, int height)
    {
        var samples = new byte[width * height * 3];
        new Random(9).NextBytes(samples);
        return new(width, height, 3, samples);
    }

    private static double MeanDistance(Picture a, Picture b) =>
        a.Samples.Zip(b.Samples, (x, y) => Math.Abs(x - y)).Average();
}
