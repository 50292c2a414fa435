using NotebookKit.Data;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Data;

public sealed class BatchSequenceTests
{
    private static readonly DataUse Source = new("numbers", "", "each picture is its own number", true);

    [Fact]
    public void At_OneEpoch_VisitsEachPictureOnceInFullBatches()
    {
        using var set = Numbers(10);
        var stream = new BatchSequence(set, 4, 7);

        var seen = Seen(stream, 0).Concat(Seen(stream, 1)).ToArray();

        Assert.Equal(2, stream.StepsPerEpoch);
        Assert.Equal(8, seen.Distinct().Count());
        Assert.Equal(Batches.Order(10, 7, 0)[..8], seen.Select(n => (long)n));
        Assert.Equal(Batches.Order(10, 7, 1)[..4], Seen(stream, 2).Select(n => (long)n));
    }

    [Fact]
    public void At_AnyStepFirst_GivesTheBatchThatAWholeRunWouldGive()
    {
        using var set = Numbers(10);
        var whole = new BatchSequence(set, 3, 7);
        var expected = Enumerable.Range(0, 9).Select(step => Seen(whole, step)).ToArray();

        foreach (var step in new[] { 8, 0, 5, 3 })
        {
            Assert.Equal(expected[step], Seen(new BatchSequence(set, 3, 7), step));
        }
    }

    [Fact]
    public void At_Augmented_GivesTheBatchThatAWholeRunWouldGive()
    {
        using var set = ImageSets.Numbered(20);
        using var scope = NewDisposeScope();
        var augmentation = Augmentation.None.Crop(1);
        var expected = Enumerable.Range(0, 9).Select(step => Images(step)).ToArray();
        var whole = new BatchSequence(set, 6, 7, augmentation);

        Assert.All(expected.Index(), step =>
            Assert.True(step.Item.eq(whole.At(step.Index).Images).all().item<bool>()));
        Assert.False(expected[0].eq(new BatchSequence(set, 6, 7).At(0).Images).all().item<bool>());

        Tensor Images(int step) => new BatchSequence(set, 6, 7, augmentation).At(step).Images;
    }

    [Fact]
    public void At_FewerPicturesThanABatch_GivesAllOfThem()
    {
        using var set = Numbers(3);

        Assert.Equal([0, 1, 2], Seen(new BatchSequence(set, 64, 1), 5).Order());
    }

    [Fact]
    public void Constructor_BatchOfNone_IsRefused()
    {
        using var set = Numbers(3);

        var error = Assert.Throws<DataException>(() => new BatchSequence(set, 0, 1));

        Assert.Equal("batchSize must be 1 or more, but is 0.", error.Message);
    }

    private static ImageSet Numbers(int count) => ImageSet.FromPlanes(
        [.. Enumerable.Range(0, count).Select(i => (byte)i)], 1, 1, 1, new long[count], ["number"], Source);

    private static int[] Seen(BatchSequence stream, int step)
    {
        using var scope = NewDisposeScope();
        return [.. stream.At(step).Images.mul(255).round().to(ScalarType.Int32).flatten().data<int>()];
    }
}
