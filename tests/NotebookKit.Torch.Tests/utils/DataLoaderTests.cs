using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests;

public sealed class DataLoaderTests
{
    [Fact]
    public void Loader_InOrder_StacksItemsAndKeepsTheShortLastBatch()
    {
        using var loader = torch.utils.data.DataLoader(new Squares(7), batchSize: 3);
        var values = new List<float[]>();

        foreach (var batch in loader) values.Add(batch["square"].data<float>().ToArray());

        Assert.Equal(3, loader.Count);
        Assert.Equal([[0f, 1, 4], [9, 16, 25], [36]], values);
    }

    [Fact]
    public void Loader_DropLast_LeavesTheShortBatchOut()
    {
        using var loader = torch.utils.data.DataLoader(new Squares(7), batchSize: 3, drop_last: true);

        Assert.Equal(2, loader.Count);
        Assert.Equal(2, loader.AsEnumerable().Count());
    }

    // The order is that of System.Random and the shuffle that TorchSharp documents by its source (Utils/FisherYatesShuffler),
    // worked out apart from this code.
    [Theory]
    [InlineData(5, new long[] { 11, 3, 0, 5, 6, 1, 9, 10, 2, 8, 7, 4 })]
    [InlineData(-7, new long[] { 7, 10, 2, 1, 5, 0, 8, 6, 3, 9, 4, 11 })]
    public void Loader_ShuffledWithASeed_HasTorchSharpsOrderInEveryPass(int seed, long[] order)
    {
        using var loader = torch.utils.data.DataLoader(new Squares(12), 5, shuffle: true, seed: seed);

        Assert.Equal(order, Numbers(loader));
        Assert.Equal(order, Numbers(loader));
        Assert.Equal(order, loader.sampler);
    }

    [Fact]
    public void Loader_ShuffledWithoutASeed_IsAPermutationNewInEachPass_AndLeavesTorchsGeneratorAlone()
    {
        using var loader = torch.utils.data.DataLoader(new Squares(50), 8, shuffle: true);
        torch.random.manual_seed(3);
        using var next = rand(1);
        torch.random.manual_seed(3);

        var first = Numbers(loader);
        var second = Numbers(loader);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), first.Order());
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);                                     // equal once in 50! passes
        using var drawn = rand(1);
        Assert.Equal(next, drawn);
    }

    [Fact]
    public void Loader_MovingOn_FreesTheBatchBefore()
    {
        using var loader = torch.utils.data.DataLoader(new Squares(4), 2);
        using var batches = loader.GetEnumerator();
        batches.MoveNext();
        var first = batches.Current["square"];

        Assert.False(first.IsInvalid);
        batches.MoveNext();
        Assert.True(first.IsInvalid);
    }

    [Fact]
    public void Loader_GivenOrder_IsFollowed()
    {
        using var loader = torch.utils.data.DataLoader(new Squares(4), 4, shuffler: [3L, 1, 1]);

        Assert.Equal([9f, 1, 1], loader.Select(b => b["square"].data<float>().ToArray()).Single());
    }

    [Fact]
    public void TensorDataset_GivesRows_AndItsLoaderStacksThem()
    {
        using var scope = NewDisposeScope();
        var x = arange(6, ScalarType.Float32).reshape(3, 2);
        var y = arange(3);
        using var set = torch.utils.data.TensorDataset(x, y);
        using var loader = torch.utils.data.DataLoader(set, 2, disposeDataset: false);
        var shapes = new List<long[]>();

        foreach (var batch in loader) shapes.Add([.. batch[0].shape, .. batch[1].shape]);

        Assert.Equal(3, set.Count);
        Assert.Equal([[2L, 2, 2], [1, 2, 1]], shapes);
        Assert.Contains("equal first dimension", Assert.Throws<ArgumentException>(
            () => torch.utils.data.TensorDataset(x, ones([4]))).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Loader_DataSetThatKeepsItsTensors_GivesThemInEveryPass(int workers)
    {
        using var set = new Kept(6);
        using var loader = torch.utils.data.DataLoader(set, 4, num_worker: workers, disposeDataset: false);

        for (var pass = 0; pass < 3; pass++)
        {
            Assert.Equal([[0f, 10, 20, 30], [40, 50]], loader.Select(b => b["label"].data<float>().ToArray()));
            Assert.Equal([[0f, 11, 22, 33], [44, 55]], loader.Select(b => b["image"].data<float>().ToArray()));
        }

        Assert.All(set.Labels, label => Assert.False(label.IsInvalid));
        Assert.All(set.Images, image => Assert.False(image.IsInvalid));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Loader_WhatItemsAreMadeFrom_DiesWithTheirBatch_NotInTheScopeAround(int workers)
    {
        using var scope = NewDisposeScope();
        using var set = new Kept(8);
        using var loader = torch.utils.data.DataLoader(set, 4, num_worker: workers, disposeDataset: false);
        var owned = scope.DisposablesCount;

        foreach (var batch in loader)
        {
            Assert.Equal(owned, scope.DisposablesCount);
            Assert.All(set.OnTheWay, made => Assert.True(made.IsInvalid));
            Assert.Equal(4, batch["image"].shape[0]);
        }

        Assert.Equal(16, set.OnTheWay.Count);
    }

    [Fact]
    public void Loader_BatchesKept_LiveOnWithoutTheLoader()
    {
        List<Dictionary<string, Tensor>> batches;
        using (var scope = NewDisposeScope())
        using (var loader = torch.utils.data.DataLoader(new Kept(6), 4, num_worker: 2, disposeBatch: false))
        {
            batches = [.. loader];
        }

        Assert.Equal([0f, 10, 20, 30, 40, 50], batches.SelectMany(b => b["label"].data<float>().ToArray()));
        foreach (var tensor in batches.SelectMany(b => b.Values)) tensor.Dispose();
    }

    [Fact]
    public void Loader_OwnKindOfBatch_LivesUntilTheEnumeratorMovesOn()
    {
        using var loader = new TorchSharp.Modules.DataLoader<Dictionary<string, Tensor>, (Tensor Sum, int Count)>(
            new Kept(4), 2, (items, _) => (stack(items.Select(i => i["label"])).sum(), items.Count()));
        var sums = new List<Tensor>();
        var values = new List<float>();

        foreach (var (sum, count) in loader)
        {
            values.Add(sum.item<float>() / count);
            sums.Add(sum);
        }

        Assert.Equal([5f, 25], values);
        Assert.All(sums, sum => Assert.True(sum.IsInvalid));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Loader_ItemThatThrows_FreesWhatWasFetchedBefore(int workers)
    {
        using var set = new Kept(8) { ThrowAt = 3 };
        using var loader = torch.utils.data.DataLoader(set, 8, num_worker: workers, disposeDataset: false);

        var error = Record.Exception(() => loader.ToList());

        Assert.Equal("item 3", ((error as AggregateException)?.InnerException ?? error)!.Message);
        Assert.NotEmpty(set.OnTheWay);
        Assert.All(set.OnTheWay, made => Assert.True(made.IsInvalid));
    }

    private static long[] Numbers(TorchSharp.Modules.DataLoader loader) =>
        [.. loader.SelectMany(batch => batch["index"].data<long>().ToArray())];

    private sealed class Squares(long count) : torch.utils.data.Dataset
    {
        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index) =>
            new() { ["square"] = tensor((float)(index * index)), ["index"] = tensor(index) };
    }

    // As TorchSharp's own MNIST does: labels are kept and given out as they are, images go through a transform.
    private sealed class Kept(long count) : torch.utils.data.Dataset
    {
        public Tensor[] Labels { get; } = [.. Enumerable.Range(0, (int)count).Select(i => tensor(10f * i).DetachFromDisposeScope())];

        public Tensor[] Images { get; } = [.. Enumerable.Range(0, (int)count).Select(i => tensor(10f * i).DetachFromDisposeScope())];

        public ConcurrentBag<Tensor> OnTheWay { get; } = [];

        public int ThrowAt { get; init; } = -1;

        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            var scaled = Images[index] * 1.1f;
            OnTheWay.Add(scaled);
            var rounded = scaled.round();
            OnTheWay.Add(rounded);
            return index == ThrowAt
                ? throw new InvalidDataException($"item {index}")
                : new() { ["image"] = rounded, ["label"] = Labels[index] };
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                foreach (var tensor in Labels.Concat(Images)) tensor.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
