using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Tensors;

public sealed class DisposeScopeTests
{
    [Fact]
    public void Scope_Closing_FreesWhatWasMadeInIt()
    {
        Tensor inside;
        Tensor kept;
        using (var scope = NewDisposeScope())
        {
            inside = ones(2);
            kept = (inside + 1).MoveToOuterDisposeScope();
            Assert.Equal(1, scope.DisposablesCount);
            Assert.True(scope.Contains(inside));
            Assert.Same(scope, CurrentDisposeScope);
        }

        Assert.Null(CurrentDisposeScope);
        Assert.True(inside.IsInvalid);
        Assert.False(kept.IsInvalid);
        kept.Dispose();
    }

    [Fact]
    public void DisposedTensor_Used_SaysSo()
    {
        var x = ones(2);
        x.Dispose();
        x.Dispose();
        Assert.True(x.IsInvalid);
        var error = Assert.Throws<InvalidOperationException>(() => x + 1);
        Assert.Equal("Tensor invalid -- empty handle.", error.Message);
        Assert.Throws<InvalidOperationException>(() => x.shape);
        using var y = ones(2);
        Assert.Throws<InvalidOperationException>(() => y + x);
        Assert.Throws<InvalidOperationException>(() => cat([y, x]));
    }

    [Fact]
    public void Nested_MoveToOuter_GoesOneScopeUp()
    {
        using var outer = NewDisposeScope();
        Tensor x;
        using (var inner = NewDisposeScope())
        {
            x = inner.MoveToOuter(ones(2));
            Assert.False(inner.Contains(x));
        }

        Assert.True(outer.Contains(x));
        outer.DisposeEverythingBut(x);
        Assert.False(x.IsInvalid);
        outer.Detach(x);
        outer.DisposeEverything();
        Assert.False(x.IsInvalid);
        outer.Attach(x);
        outer.DisposeEverything();
        Assert.True(x.IsInvalid);
    }

    [Fact]
    public void DisposeEverythingBut_KeepsThose_AndFreesTheRest()
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (ones(1), ones(1), ones(1));
        scope.DisposeEverythingBut(a, c);
        Assert.Equal([false, true, false], new[] { a.IsInvalid, b.IsInvalid, c.IsInvalid });
        Assert.Equal(2, scope.DisposablesCount);
        Assert.Equal(2, scope.DisposablesView.Count);
    }

    [Fact]
    public void Dispose_InAnyOrder_KeepsTheListWhole()
    {
        using var scope = NewDisposeScope();
        var tensors = Enumerable.Range(0, 50).Select(_ => ones(1)).ToArray();
        foreach (var k in Enumerable.Range(0, 50).OrderBy(k => k * 37 % 50).Take(30))
        {
            tensors[k].Dispose();
        }

        Assert.Equal(20, scope.DisposablesCount);
        Assert.Equal(tensors.Where(t => !t.IsInvalid).ToHashSet(), scope.DisposablesView.Cast<Tensor>().ToHashSet());
    }

    [Fact]
    public void OtherDisposables_Attached_AreDisposed()
    {
        var stream = new MemoryStream();
        using (var scope = NewDisposeScope())
        {
            scope.Attach(stream);
            Assert.True(scope.Contains(stream));
        }

        Assert.False(stream.CanRead);
    }

    [Fact]
    public void InnerScope_LeftOpen_DiesWithTheOuterOne()
    {
        var outer = NewDisposeScope();
        _ = NewDisposeScope();
        var x = ones(2);
        outer.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void WrappedScope_KeepsItsResultOnly()
    {
        using var scope = NewDisposeScope();
        Tensor? between = null;
        var result = WrappedTensorDisposeScope(() =>
        {
            between = ones(2);
            return between * 3;
        });
        Assert.True(between!.IsInvalid);
        Assert.Equal([3f, 3f], result.data<float>().ToArray());
    }

    [Fact]
    public void Scopes_ArePerThread()
    {
        using var scope = NewDisposeScope();
        Tensor? made = null;
        var thread = new Thread(() => made = ones(2));
        thread.Start();
        thread.Join();
        Assert.False(scope.Contains(made!));
        made!.Dispose();
    }

    [Fact]
    public void Statistics_CountPerThread()
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(CountLifetimes));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private static void CountLifetimes()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        using (var scope = NewDisposeScope())
        {
            ones(2).Dispose();
            var kept = scope.Detach(ones(2));
            _ = ones(2);
            kept.Dispose();
        }

        var outside = ones(2);
        Assert.Equal(1, statistics.ThreadTotalLiveCount);
        outside.Dispose();
        Assert.Equal(3, statistics.CreatedInScopeCount);
        Assert.Equal(2, statistics.DisposedInScopeCount);
        Assert.Equal(1, statistics.DetachedFromScopeCount);
        Assert.Equal(1, statistics.CreatedOutsideScopeCount);
        Assert.Equal(2, statistics.DisposedOutsideScopeCount);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }
}
