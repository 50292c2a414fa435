using System.Buffers.Binary;
using System.IO.Compression;
using NotebookKit.Data;
using Xunit;

namespace NotebookKit.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("idx").FullName;

    [Theory]
    [InlineData("plain")]
    [InlineData("packed.gz")]
    public void Load_WholeFile_GivesSizesAndBytesInRowOrder(string name)
    {
        var path = Write(name, Content([2, 3], [1, 2, 3, 4, 5, 6]));

        var (shape, values) = Idx.Load(path);

        Assert.Equal([2, 3], shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], values);
    }

    [Fact]
    public void Load_BytesMissing_IsRefusedByName()
    {
        var path = Write("short", Content([2, 3], [1, 2, 3]));

        Assert.Contains("short", Assert.Throws<DataException>(() => Idx.Load(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x0D)]      // float
    [InlineData(0x00)]
    public void Load_OtherTypeThanUnsignedByte_IsRefused(byte type)
    {
        var content = Content([1], [7]);
        content[2] = type;

        Assert.Throws<DataException>(() => Idx.Load(Write("typed", content)));
    }

    [Fact]
    public void Load_NoGzip_SaysSo()
    {
        var path = Path.Combine(folder, "no.gz");
        File.WriteAllBytes(path, [1, 2, 3, 4]);

        var error = Assert.Throws<DataException>(() => Idx.Load(path));

        Assert.Contains("no.gz: is no whole gzip file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LyingSize_IsRefusedWithoutTheMemory()
    {
        var path = Write("lie", Content([2_000_000_000, 1_000_000_000], [1]));

        Assert.Throws<DataException>(() => Idx.Load(path));
    }

    [Fact]
    public void FashionMnist_PicturesAndLabelsOfDifferentNumber_AreRefused()
    {
        Write(FashionMnist.TestImages, Content([2, 1, 1], [0, 255]));
        Write(FashionMnist.TestLabels, Content([3], [0, 1, 2]));

        var error = Assert.Throws<DataException>(() => FashionMnist.Load(folder));

        Assert.Contains("they must hold N pictures of H x W and N labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mnist_OfficialFiles_HaveThePublishedCounts()
    {
        if (Datasets.Find(Mnist.Id) is not { } at)
        {
            Assert.Skip("MNIST is not at hand; set NOTEBOOKKIT_DATA or run './nk data get mnist'.");
            return;
        }

        using var train = Mnist.LoadTraining(at.Directory);
        using var test = Mnist.LoadTest(at.Directory);

        var counts = train.ToLabels().GroupBy(label => label).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal((60_000, 10_000), (train.Count, test.Count));
        Assert.Equal((5_421, 6_742), (counts.Values.Min(), counts.Values.Max()));        // table 1 of the BAGAN paper
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static byte[] Content(int[] shape, byte[] values)
    {
        var content = new byte[4 + 4 * shape.Length + values.Length];
        (content[2], content[3]) = (8, (byte)shape.Length);
        for (var i = 0; i < shape.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4 + 4 * i), shape[i]);
        }

        values.CopyTo(content, 4 + 4 * shape.Length);
        return content;
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(folder, name);
        using var file = File.Create(path);
        using Stream to = name.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Fastest)
            : file;
        to.Write(content);
        return path;
    }
}
