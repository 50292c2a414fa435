using NotebookKit.Torch.Door;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Door;

public sealed class LifetimeTests
{
    [Fact]
    public void TrainingSteps_InScopes_LeaveNoLiveTensor()
    {
        using var all = NewDisposeScope();
        var w = randn(8, 4, requires_grad: true);
        long? start = null;
        for (var step = 0; step < 200; step++)
        {
            using var scope = NewDisposeScope();
            var x = randn(16, 8);
            var loss = (x.matmul(w).relu() - 1).pow(2).mean();
            loss.backward();
            using (no_grad())
            {
                w.sub_(w.grad! * 0.01);
            }

            w.grad = null;
            scope.DisposeEverything();
            start ??= LiveTensors.Count;
            Assert.Equal(start, LiveTensors.Count);
        }
    }

    [Fact]
    public void Dispose_ReleasesTheNativeReference()
    {
        using var scope = NewDisposeScope();
        var x = ones(3);
        Assert.Equal(1, TensorMemory.UseCount(x));
        using (var view = x.alias())
        {
            Assert.NotEqual(x.Handle, view.Handle);
        }

        var same = x.contiguous();
        Assert.Equal(x.Handle, same.Handle);
        Assert.Equal(2, TensorMemory.UseCount(x));
        same.Dispose();
        Assert.Equal(1, TensorMemory.UseCount(x));
        Assert.Same(x, x.add_(1));
        Assert.Equal(1, TensorMemory.UseCount(x));
        var pair = new[] { x, x };
        using var joined = cat(pair);
        Assert.Equal(1, TensorMemory.UseCount(x));
    }

    [Fact]
    public void Errors_LeakNothing()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, 3);
        var before = LiveTensors.Count;
        for (var k = 0; k < 100; k++)
        {
            Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => x.mm(x));
        }

        Assert.Equal(before, LiveTensors.Count);
        Assert.Equal(1, TensorMemory.UseCount(x));
    }

    [Fact]
    public void Operators_UnderAllocationPressure_KeepTheirArguments()
    {
        // Temporaries whose handles are in use while the collector runs as often as it can.
        var stop = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            for (var k = 0; k < 20_000; k++)
            {
                var x = ones(4, 4);
                var sum = (x + x + 1f).sum() + full(1, k);
                if ((k & 1023) == 0)
                {
                    Assert.Equal(48 + k, sum.ToSingle());
                }
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            collector.Join();
        }
    }

    [Fact]
    public void ForgottenTensors_AreCollected()
    {
        var before = LiveTensors.Count;
        for (var k = 0; k < 400; k++)
        {
            _ = empty(1 << 20);                                            // 4 MiB each, 1.6 GiB in all
            Assert.True(LiveTensors.LargeBytes < 1L << 30, $"{LiveTensors.LargeBytes >> 20} MiB are held after {k + 1} tensors.");
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.InRange(LiveTensors.Count, 0, before + 2);
    }

    [Fact]
    public void Threads_OnTheirOwnTensors_DoNotDisturbEachOther()
    {
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, k =>
        {
            using var scope = NewDisposeScope();
            var x = full(8, 8, (double)k);
            for (var step = 0; step < 300; step++)
            {
                using var inner = NewDisposeScope();
                Assert.Equal(64 * k * 2f, (x + x).sum().ToSingle());
            }
        });
    }

    [Fact]
    public void Decoupled_HandleStaysValid()
    {
        var x = ones(2);
        var before = LiveTensors.Count;
        var handle = x.DecoupleFromNativeHandle();
        Assert.True(x.IsInvalid);
        Assert.Equal(before - 1, LiveTensors.Count);
        using var again = new Owner(handle);
        Assert.Equal(2f, again.sum().ToSingle());
    }

    private sealed class Owner(nint handle) : Tensor(handle);
}
