using NotebookKit.Memory;
using NotebookKit.Tests.Provider;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Memory;

public sealed class MemoryStatisticsTests
{
    [Fact]
    public void Now_WithABigTensor_CountsIt()
    {
        using var body = Bodies.Use("door");
        zeros(1).Dispose();
        var before = MemoryStatistics.Now();

        using var big = ones(16 << 20);                                   // 64 MiB
        var during = MemoryStatistics.Now();

        Assert.Equal(before.LiveTensors + 1, during.LiveTensors);
        Assert.InRange(during.NativeBytes!.Value - before.NativeBytes!.Value, 60L << 20, 68L << 20);
        Assert.True(during.PeakResidentBytes >= 64L << 20);
        Assert.True(during.PeakTensors >= during.LiveTensors);
        Assert.Equal(cuda.is_available(), during.Gpu is not null);
    }

    [Fact]
    public void Now_OverThePlainBody_LeavesOutWhatItCannotKnow()
    {
        using var body = Bodies.Use("plain");

        var now = MemoryStatistics.Now();

        Assert.Null(now.NativeBytes);
        Assert.Null(now.Gpu);
        Assert.True(now.ResidentBytes > 0 && now.ManagedBytes > 0);
    }

    [Fact]
    public void ToString_SaysAllInOneLine() => Assert.Equal(
        "12 tensors (peak 40), 81 MB native, 5 MB managed, 190 MB resident (peak 260 MB), GPU 1000 MB of 80000 MB",
        new MemoryStatistics(
            12, 40, 81_000_000, 5_000_000, 190_000_000, 260_000_000, new(1_000_000_000, 80_000_000_000)).ToString());
}
