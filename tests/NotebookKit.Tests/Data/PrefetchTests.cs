using NotebookKit.Data;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Data;

public sealed class PrefetchTests
{
    [Fact]
    public void Of_Items_ComeInOrderFromOneOtherThread()
    {
        var threads = new HashSet<int>();

        var items = Prefetch.Of(2, 50, Make, _ => { }).ToList();

        Assert.Equal(Enumerable.Range(2, 48), items);
        Assert.NotEqual(Environment.CurrentManagedThreadId, Assert.Single(threads));

        int Make(int k)
        {
            threads.Add(Environment.CurrentManagedThreadId);
            return k;
        }
    }

    [Fact]
    public void Of_WhileOneIsUsed_MakesNoMoreThanTwoAhead()
    {
        var made = 0;
        foreach (var item in Prefetch.Of(0, 20, k => Interlocked.Exchange(ref made, k), _ => { }).Index())
        {
            Thread.Sleep(2);
            Assert.InRange(Volatile.Read(ref made), item.Index, item.Index + 2);
        }
    }

    [Fact]
    public void Of_LoopLeftEarly_EndsTheThreadAndFreesWhatNobodySaw()
    {
        var (made, freed) = (new List<int>(), new List<int>());
        var taken = 0;
        foreach (var item in Prefetch.Of(0, 1000, Make, freed.Add))
        {
            taken = item;
            if (item == 3)
            {
                break;
            }
        }

        var count = made.Count;
        Thread.Sleep(20);
        Assert.Equal(count, made.Count);
        Assert.Equal(3, taken);
        Assert.Equal(made.Where(item => item > 3), freed.Order());

        int Make(int k)
        {
            made.Add(k);
            return k;
        }
    }

    [Fact]
    public void Of_MakeThrows_ThrowsWhereItsItemWouldHaveCome()
    {
        var seen = new List<int>();
        var error = Assert.Throws<FormatException>(() =>
        {
            foreach (var item in Prefetch.Of(0, 9, k => k == 4 ? throw new FormatException("fourth") : k, _ => { }))
            {
                seen.Add(item);
            }
        });

        Assert.Equal("fourth", error.Message);
        Assert.Equal([0, 1, 2, 3], seen);
    }

    [Fact]
    public void Of_Nothing_IsEmpty() => Assert.Empty(Prefetch.Of(3, 3, k => k, _ => { }));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(7)]
    public void Batches_Prefetched_AreTheSameNumbers(int first)
    {
        using var set = ImageSets.Numbered(100);
        var options = new BatchOptions { Augmentation = Augmentation.None.Crop(1).Flip(), First = first };

        var here = Pixels(set, options);
        var ahead = Pixels(set, options with { Prefetches = true });

        Assert.Equal(7 - first, here.Count);                              // 100 pictures in batches of 16
        Assert.Equal(here, ahead);
        Assert.Equal(Pixels(set, options with { First = 0 }).Skip(first), here);
    }

    [Fact]
    public void Batches_Prefetched_FreesEachBatchAndTheOnesNobodySaw()
    {
        using var set = ImageSets.Numbered(100);
        using var scope = NewDisposeScope();
        var seen = new List<Batch>();
        foreach (var batch in Batches.Of(set, 8, 1, 0, new() { Prefetches = true }))
        {
            Assert.All(seen, earlier => Assert.True(earlier.Images.IsInvalid && earlier.Labels.IsInvalid));
            Assert.False(batch.Images.IsInvalid);
            seen.Add(batch);
            if (seen.Count == 4)
            {
                break;
            }
        }

        Assert.True(seen[^1].Images.IsInvalid);
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Batches_OfADisposedSet_ThrowToTheUser()
    {
        var set = ImageSets.Numbered(20);
        set.Dispose();

        Assert.Throws<InvalidOperationException>(() =>
            Batches.Of(set, 8, 1, 0, new() { Prefetches = true }).Count());
    }

    [Fact]
    public void ImageDataset_InALoader_GivesPicturesAndLabels()
    {
        using var set = ImageSets.Numbered(10);
        using var loader = utils.data.DataLoader(new ImageDataset(set), 4);
        var pixels = new List<float>();
        var labels = new List<long>();
        foreach (var batch in loader)
        {
            Assert.Equal([1L, 2, 2], batch["data"].shape[1..]);
            pixels.AddRange(batch["data"].data<float>().ToArray().Where((_, i) => i % 4 == 0));
            labels.AddRange(batch["label"].data<long>().ToArray());
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => i / 255f), pixels);
        Assert.Equal(set.ToLabels(), labels);
    }

    private static List<string> Pixels(ImageSet set, BatchOptions options) =>
        [.. Batches.Of(set, 16, 3, 2, options).Select(batch =>
            string.Join(" ", batch.Images.data<float>().ToArray()) + ":" +
            string.Join(" ", batch.Labels.data<long>().ToArray()))];
}
