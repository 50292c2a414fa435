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

    [Fact]
    public void Loader_Shuffled_IsAPermutation_NewInEachPass_SameForTheSameSeed()
    {
        static float[] Pass(TorchSharp.Modules.DataLoader loader)
        {
            var all = new List<float>();
            foreach (var batch in loader) all.AddRange(batch["square"].data<float>().ToArray());
            return [.. all];
        }

        using var one = torch.utils.data.DataLoader(new Squares(50), 8, shuffle: true, seed: 5);
        using var two = torch.utils.data.DataLoader(new Squares(50), 8, shuffle: true, seed: 5);
        var first = Pass(one);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => (float)(i * i)), first.Order());
        Assert.NotEqual(first, first.Order());
        Assert.Equal(first, Pass(two));
        Assert.NotEqual(first, Pass(one));
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

    private sealed class Squares(long count) : torch.utils.data.Dataset
    {
        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index) =>
            new() { ["square"] = tensor((float)(index * index)), ["index"] = tensor(index) };
    }
}
