using NotebookKit.Torch.Door;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Lifetime;

/// <summary>Two threads and one tensor's end.</summary>
public sealed class DisposeRaceTests
{
    private const int Rounds = 2_000;

    [Fact]
    public void UseAfterDispose_FromTwoThreads_ThrowsInBoth()
    {
        var x = ones(3);
        using var other = ones(3);
        x.Dispose();

        Together(_ =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                Assert.Equal("Tensor invalid -- empty handle.", Assert.Throws<InvalidOperationException>(() => x + other).Message);
                Assert.Throws<InvalidOperationException>(() => other.mm(x));
                Assert.Throws<InvalidOperationException>(() => cat([other, x]));
                Assert.Throws<InvalidOperationException>(() => x.shape);
                Assert.Throws<InvalidOperationException>(() => x.data<float>().ToArray());
                Assert.True(x.IsInvalid);
            }
        });
    }

    [Fact]
    public void Dispose_FromTwoThreads_FreesOnce()
    {
        using var kept = ones(3);
        var before = LiveTensors.Count;
        Tensor[] shared = [.. Enumerable.Range(0, Rounds).Select(_ => kept.contiguous())];      // handles of one tensor
        Assert.Equal(Rounds + 1, TensorMemory.UseCount(kept));

        Together(_ => Array.ForEach(shared, tensor => tensor.Dispose()));

        Assert.Equal(1, TensorMemory.UseCount(kept));
        Assert.Equal(before, LiveTensors.Count);
        Assert.All(shared, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void DisposeScope_OfAnotherThread_LeavesTensorsOfThisOneAlone()
    {
        using var mine = NewDisposeScope();
        var x = ones(3);

        Together(_ =>
        {
            using var scope = NewDisposeScope();
            for (var round = 0; round < 100; round++)
            {
                Assert.Equal(6f, (x + x).sum().item<float>());
            }
        });

        Assert.False(x.IsInvalid);
    }

    // Both start at once; what either throws is thrown here.
    private static void Together(Action<int> body)
    {
        using var start = new Barrier(2);
        Task.WaitAll([.. Enumerable.Range(0, 2).Select(k => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                body(k);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))]);
    }
}
