using NotebookKit.Data;
using NotebookKit.TensorFiles;
using Xunit;

namespace NotebookKit.Tests.Data;

public class PngDecoderTests
{
    [Fact]
    public void Crc32_CheckValueOfTheStandard_IsMet() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 4)]
    [InlineData(3, 0)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(3, 3)]
    [InlineData(3, 4)]
    [InlineData(4, 3)]
    [InlineData(4, 4)]
    public void Decode_EachFilterType_GivesTheSamplesBack(int channels, int filter)
    {
        var samples = Random(7 * 5 * channels);

        var picture = PngDecoder.Decode(PngFiles.Encode(samples, 7, 5, channels, _ => filter), "a.png");

        Assert.Equal((7, 5, channels), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal(samples, picture.Samples);
    }

    [Fact]
    public void Decode_FiltersMixedByRow_GivesTheSamplesBack()
    {
        var samples = Random(32 * 32 * 3);

        Assert.Equal(samples, PngDecoder.Decode(PngFiles.Encode(samples, 32, 32, 3, y => y % 5), "a.png").Samples);
    }

    [Fact]
    public void Decode_DataInManyChunks_IsJoined()
    {
        var idat = PngFiles.Deflate([0, 1, 2, 3, 0, 4, 5, 6]);
        var file = PngFiles.File(
            PngFiles.Header(1, 2, 8, 2), PngFiles.Chunk("IDAT", idat[..3]), PngFiles.Chunk("IDAT", idat[3..]),
                PngFiles.Chunk("tEXt", [1]));

        Assert.Equal([1, 2, 3, 4, 5, 6], PngDecoder.Decode(file, "a.png").Samples);
    }

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(100_000, 100_000)]
    [InlineData(0, 5)]
    [InlineData(-1, 1)]
    public void Decode_HostileSize_IsRefusedBeforeAnythingIsAllocated(int width, int height)
    {
        var file = PngFiles.File(PngFiles.Header(width, height, 8, 2), PngFiles.Chunk("IDAT", PngFiles.Deflate([0])));

        Assert.Contains("pixels, but says it has", Fails(file));
    }

    [Fact]
    public void Decode_MoreDataThanPixels_IsRefused() =>
        Assert.Contains("more pixel data", Fails(
            PngFiles.File(PngFiles.Header(1, 1, 8, 0), PngFiles.Chunk("IDAT", PngFiles.Deflate(new byte[1 << 20])))));

    [Fact]
    public void Decode_LessDataThanPixels_IsRefused() =>
        Assert.Contains("ends early",
            Fails(PngFiles.File(PngFiles.Header(9, 9, 8, 0), PngFiles.Chunk("IDAT", PngFiles.Deflate([0, 1])))));

    [Fact]
    public void Decode_DataThatIsNoZlib_IsRefused() =>
        Assert.Contains("cannot be inflated",
            Fails(PngFiles.File(PngFiles.Header(2, 2, 8, 0), PngFiles.Chunk("IDAT", [1, 2, 3, 4, 5, 6]))));

    [Fact]
    public void Decode_UnknownFilter_NamesTheRow() =>
        Assert.Contains("row 1 has filter type 9",
            Fails(PngFiles.File(PngFiles.Header(1, 2, 8, 0), PngFiles.Chunk("IDAT", PngFiles.Deflate([0, 1, 9, 1])))));

    [Theory]
    [InlineData(16, 2, 0)]
    [InlineData(8, 3, 0)]
    [InlineData(8, 2, 1)]
    public void Decode_KindThatIsNotSupported_SaysWhichAreSupported(int depth, int colour, int interlace) =>
        Assert.Contains(
            "8-bit grey, RGB or RGBA", Fails(PngFiles.File(PngFiles.Header(1, 1, depth, colour, interlace))));

    [Fact]
    public void Decode_OneBitChanged_IsFoundByTheChecksum()
    {
        var file = PngFiles.Encode(Random(12), 2, 2, 3, _ => 0);
        file[45] ^= 1;

        Assert.Contains("checksum", Fails(file));
    }

    [Fact]
    public void Decode_EveryTruncation_IsRefused()
    {
        var file = PngFiles.Encode(Random(12), 2, 2, 3, _ => 4);
        for (var length = 0; length < file.Length; length++)
        {
            Assert.Throws<DataException>(() => PngDecoder.Decode(file.AsSpan(0, length), "a.png"));
        }
    }

    [Fact]
    public void Decode_UnknownCriticalChunk_IsRefusedByName() =>
        Assert.Contains("'ABCD'", Fails(PngFiles.File(PngFiles.Header(1, 1, 8, 0), PngFiles.Chunk("ABCD", []))));

    [Fact]
    public void Picture_PlanesAndBack_IsTheSamePicture()
    {
        var picture = new Picture(4, 3, 3, Random(36));
        var planes = new byte[36];

        picture.CopyPlanes(planes);

        // The first green sample opens the second plane.
        Assert.Equal(picture.Samples[1], planes[12]);
        Assert.Equal(picture.Samples, Picture.FromPlanes(planes, 4, 3, 3).Samples);
    }

    private static byte[] Random(int count)
    {
        var bytes = new byte[count];
        new Random(3).NextBytes(bytes);
        return bytes;
    }

    private static string Fails(byte[] file)
    {
        var message = Assert.Throws<DataException>(() => PngDecoder.Decode(file, "a.png")).Message;
        Assert.StartsWith("a.png", message);
        return message;
    }
}
