using NotebookKit.Data;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Data;

public class BatchesTests
{
    [Fact]
    public void Of_NoShuffle_GivesEveryPictureInOrderScaledToTheUnitInterval()
    {
        using var set = ImageSets.Numbered(10);
        var seen = new List<float>();
        var sizes = new List<long>();
        foreach (var batch in Batches.Of(set, 4))
        {
            Assert.Equal(ScalarType.Float32, batch.Images.dtype);
            sizes.Add(batch.Images.shape[0]);
            seen.AddRange(batch.Images.data<float>().ToArray().Where((_, i) => i % 4 == 0));
        }

        Assert.Equal([4L, 4, 2], sizes);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i / 255f), seen);
    }

    [Fact]
    public void Of_Shuffled_KeepsPicturesWithTheirLabelsAndVisitsEachOnce()
    {
        using var set = ImageSets.Numbered(100);
        var seen = new List<int>();
        foreach (var batch in Batches.Of(set, 16, shuffleSeed: 3))
        {
            int[] values = [.. batch.Images.data<float>().ToArray().Where((_, i) => i % 4 == 0).Select(
                v => (int)Math.Round(v * 255))];
            Assert.Equal(values.Select(v => v % 3L), batch.Labels.data<long>().ToArray());
            seen.AddRange(values);
        }

        Assert.NotEqual(Enumerable.Range(0, 100), seen);
        Assert.Equal(Enumerable.Range(0, 100), seen.Order());
        Assert.Equal(Batches.Order(100, 3).Select(i => (int)i), seen);
    }

    [Fact]
    public void Order_SeedAndEpoch_NameTheOrder()
    {
        Assert.Equal(Batches.Order(50, 1, epoch: 2), Batches.Order(50, 1, epoch: 2));
        Assert.NotEqual(Batches.Order(50, 1, epoch: 2), Batches.Order(50, 1, epoch: 3));
        Assert.NotEqual(Batches.Order(50, 1, epoch: 2), Batches.Order(50, 2, epoch: 2));
        Assert.NotEqual(Batches.Order(50, 1, epoch: 2), Batches.Order(50, 2, epoch: 1));
    }

    [Fact]
    public void Order_ManyEpochs_PutsEveryPictureEverywhereAboutEquallyOften()
    {
        var first = new int[10];
        for (var epoch = 0; epoch < 10_000; epoch++)
        {
            first[Batches.Order(10, 5, epoch)[0]]++;
        }

        Assert.All(first, count => Assert.InRange(count, 850, 1150));     // five standard deviations around 1,000
    }

    [Fact]
    public void Of_EnumeratorMovesOn_FreesTheBatchAndNothingOfTheCallers()
    {
        using var set = ImageSets.Numbered(8);
        using var scope = NewDisposeScope();
        Batch? last = null;
        Tensor? mine = null;
        foreach (var batch in Batches.Of(set, 4))
        {
            if (last is not null)
            {
                Assert.True(last.Images.IsInvalid);
                Assert.True(last.Labels.IsInvalid);
                Assert.False(mine!.IsInvalid);
            }

            (last, mine) = (batch, batch.Images + 1);
        }

        Assert.True(last!.Images.IsInvalid);
        Assert.False(mine!.IsInvalid);
    }

    [Fact]
    public void Of_LoopLeftEarly_FreesTheBatch()
    {
        using var set = ImageSets.Numbered(8);
        Batch? left = null;
        foreach (var batch in Batches.Of(set, 4))
        {
            left = batch;
            break;
        }

        Assert.True(left!.Images.IsInvalid);
    }

    [Fact]
    public void Of_ManyEpochs_LeavesNoLiveTensorBehind()
    {
        using var set = ImageSets.Numbered(100);
        Epoch(0);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var epoch = 1; epoch < 50; epoch++)
        {
            Epoch(epoch);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Epoch(int epoch)
        {
            foreach (var batch in Batches.Of(set, 16, shuffleSeed: 1, epoch))
            {
                Assert.False(batch.Images.IsInvalid);
            }
        }
    }

    [Fact]
    public void Of_BatchSizeZero_IsRefusedAtOnce()
    {
        using var set = ImageSets.Numbered(8);

        Assert.Equal("batchSize must be 1 or more, but is 0.",
            Assert.Throws<DataException>(() => Batches.Of(set, 0)).Message);
    }
}
