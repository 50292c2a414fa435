using System.Text;
using NotebookKit.Data;
using Xunit;

namespace NotebookKit.Tests.Data;

public class PpmDecoderTests
{
    [Theory]
    [InlineData("P6\n2 1\n255\n")]
    [InlineData("P6 2 1 255 ")]
    [InlineData("P6\n# made by hand\n2\t1 # two pixels\n#\n255\r")]
    public void Decode_AnyHeader_GivesTheSamplesBack(string header)
    {
        var picture = PpmDecoder.Decode([.. Encoding.ASCII.GetBytes(header), 10, 32, 35, 0, 255, 13], "a.ppm");

        Assert.Equal((2, 1, 3), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal([10, 32, 35, 0, 255, 13], picture.Samples);          // bytes that look like white space stay
    }

    [Theory]
    [InlineData("P5\n1 1\n255\nabc", "a.ppm must be a raw PPM file, but does not begin with P6")]
    [InlineData("P6\n1 1\n65535\nabc", "samples from 0 to 255, but says that they run to 65535")]
    [InlineData("P6\n0 1\n255\n", "between 1 and 67108864 pixels, but says it has 0x1")]
    [InlineData("P6\n99999 99999\n255\n", "but says it has 99999x99999")]
    [InlineData("P6\n1 -1\n255\n", "but says it has 1x-1")]
    [InlineData("P6\n1 1\n255\nab", "its 1x1 pixels are 3 bytes, but 2 follow the header")]
    [InlineData("P6\n1 1\n255\nabcd", "but 4 follow the header")]
    [InlineData("P6\n1 1\n255", "but 0 follow the header")]
    [InlineData("P6\n1 1", "gives width, height and largest sample as numbers")]
    [InlineData("P6\n1 # 1", "gives width, height and largest sample as numbers")]
    [InlineData("P611\n255\nabc", "gives width, height and largest sample as numbers")]
    [InlineData("P6\n99999999999 1\n255\n", "gives width, height and largest sample as numbers")]
    public void Decode_OtherFile_IsRefused(string file, string said) => Assert.Contains(
        said, Assert.Throws<DataException>(() => PpmDecoder.Decode(Encoding.ASCII.GetBytes(file), "a.ppm")).Message,
        StringComparison.Ordinal);
}
