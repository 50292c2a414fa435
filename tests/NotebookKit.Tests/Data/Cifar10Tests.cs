using NotebookKit.Data;
using Xunit;

namespace NotebookKit.Tests.Data;

public sealed class Cifar10Tests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_HandMadeRecords_GivesPlanesAndLabels()
    {
        folder.Write("a.bin", [.. Record(3, 10), .. Record(9, 20)]);
        folder.Write("b.bin", Record(0, 30));

        using var set = Cifar10.Load(folder.Directory, "a.bin", "b.bin");

        Assert.Equal([3L, 3, 32, 32], set.Images.shape);
        Assert.Equal([3L, 9, 0], set.ToLabels());
        Assert.Equal([10, 11, 12, 20, 30], new[] { 0, 1024, 2048, 3072, 6144 }.Select(i => (int)set.ToPlanes()[i]));
        Assert.Equal("cat", set.Classes[3]);
        Assert.Equal("CIFAR-10 (a.bin, b.bin), 3 photographs", set.Source.Description);
    }

    [Fact]
    public void Load_MissingFile_SaysHowToGetIt() => Assert.Contains(
        "a.bin is missing. Put the binary version of CIFAR-10 there, or run 'nk data get cifar10'.",
        Assert.Throws<DataException>(() => Cifar10.Load(folder.Directory, "a.bin")).Message);

    [Fact]
    public void Load_RecordCutOff_SaysWhatIsThere()
    {
        folder.Write("a.bin", [.. Record(3, 10), 1, 2]);

        Assert.EndsWith(
            "must hold whole records of 3,073 bytes, but its 3,075 bytes are 1 records and 2 bytes.",
            Assert.Throws<DataException>(() => Cifar10.Load(folder.Directory, "a.bin")).Message);
    }

    [Fact]
    public void Load_EmptyFile_IsRefused()
    {
        folder.Write("a.bin", "");

        Assert.Throws<DataException>(() => Cifar10.Load(folder.Directory, "a.bin"));
    }

    [Fact]
    public void Load_OfficialFileTooShort_SaysBothSizes()
    {
        folder.Write("test_batch.bin", Record(3, 10));

        Assert.Contains(
            "size is 3,073 bytes, the official file has 30,730,000",
            Assert.Throws<DataException>(() => Cifar10.Load(folder.Directory)).Message);
    }

    [Fact]
    public void Load_LabelAboveNine_NamesTheRecord()
    {
        folder.Write("a.bin", [.. Record(3, 10), .. Record(211, 20)]);

        Assert.EndsWith(
            "record 1 has label 211; labels run from 0 to 9.",
            Assert.Throws<DataException>(() => Cifar10.Load(folder.Directory, "a.bin")).Message);
    }

    [Fact]
    public void Load_RealTestBatch_HasAThousandOfEachClass()
    {
        using var set = Cifar10.Load(DataFolders.Real("cifar10"), Cifar10.TestFile);

        Assert.Equal(10_000, set.Count);
        Assert.All(Enumerable.Range(0, 10), k => Assert.Equal(1000, set.ToLabels().Count(label => label == k)));
        Assert.Equal("8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b", set.Source.Sha256);
    }

    [Fact]
    public void Load_RealTestBatch_HasTheKnownMeanAndDeviationPerChannel()
    {
        // Test-set statistics as commonly published to four digits: mean 0.4942, 0.4851, 0.4504; deviation 0.2467,
        // 0.2429, 0.2616.
        using var set = Cifar10.Load(DataFolders.Real("cifar10"), Cifar10.TestFile);
        var planes = set.ToPlanes();
        double[] means = [0.4942, 0.4851, 0.4504], deviations = [0.2467, 0.2429, 0.2616];
        for (var channel = 0; channel < 3; channel++)
        {
            double sum = 0, squares = 0;
            for (var n = 0; n < 10_000; n++)
            {
                foreach (var pixel in planes.AsSpan((n * 3 + channel) * 1024, 1024))
                {
                    sum += pixel / 255.0;
                    squares += pixel / 255.0 * (pixel / 255.0);
                }
            }

            var mean = sum / 10_240_000;
            Assert.Equal(means[channel], mean, 0.0001);
            Assert.Equal(deviations[channel], Math.Sqrt(squares / 10_240_000 - mean * mean), 0.0001);
        }
    }

    [Fact]
    public void Load_RealTrainingBatches_HaveTheirPublishedLabelCounts()
    {
        var directory = DataFolders.Real("cifar10");
        using var first = Cifar10.Load(directory, "data_batch_1.bin");
        using var second = Cifar10.Load(directory, "data_batch_2.bin");

        Assert.Equal([1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981], Counts(first));
        Assert.Equal([984, 1007, 1010, 995, 1010, 988, 1008, 1026, 987, 985], Counts(second));
    }

    [Fact]
    public void Find_RealBundle_PassesItsChecksums()
    {
        DataFolders.Real("cifar10");
        var root = Environment.GetEnvironmentVariable("NOTEBOOKKIT_DATA")!;
        var cache = new DataCache(
            DataCatalogue.BuiltIn, [new DataRoot("NOTEBOOKKIT_DATA", root, MustExist: true)], folder.Directory);

        Assert.NotNull(cache.Find("cifar10", "data_batch_1.bin", "data_batch_2.bin", "test_batch.bin"));
        Assert.NotNull(cache.Find("ddpm-cifar10"));
        Assert.NotNull(cache.Find("label-errors"));
        Assert.Contains(
            "data_batch_3.bin is missing", Assert.Throws<DataException>(() => cache.Find("cifar10")).Message);
    }

    [Fact]
    public void GeneratedImages_RealZip_Has256Fakes()
    {
        using var set = GeneratedImages.Load(Path.Combine(DataFolders.Real("generated"), GeneratedImages.FileName));

        Assert.Equal([256L, 3, 32, 32], set.Images.shape);
        Assert.All(set.ToLabels(), label => Assert.Equal(RealOrFake.Fake, label));
        Assert.InRange(set.ToPlanes().Average(pixel => pixel / 255.0), 0.4, 0.6);
    }

    [Fact]
    public void Pair_RealPhotographs_DifferLittleAndOnlyByTheForgery()
    {
        using var all = Cifar10.Load(DataFolders.Real("cifar10"), Cifar10.TestFile);
        using var photographs = all.Take(50);
        using var pairs = CifarForgery.Pair(photographs);
        var (before, after) = (photographs.ToPlanes(), pairs.ToPlanes());

        Assert.Equal(before[..3072], after[..3072]);
        Assert.InRange(before[..3072].Zip(after[3072..6144], (a, b) => Math.Abs(a - b)).Average(), 1, 15);
        Assert.Equal([1L, 0, 1, 0], pairs.ToLabels()[..4]);
    }

    private static int[] Counts(ImageSet set) =>
        [.. Enumerable.Range(0, 10).Select(k => set.ToLabels().Count(label => label == k))];

    private static byte[] Record(byte label, byte red) =>
        [label, .. Enumerable.Range(0, 3072).Select(i => (byte)(red + i / 1024))];
}
