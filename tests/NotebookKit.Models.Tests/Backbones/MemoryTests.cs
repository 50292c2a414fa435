using System.Globalization;
using NotebookKit.Models.Backbones;
using NotebookKit.Torch.Door;
using NotebookKit.Train;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Backbones;

/// <summary>Training and evaluation leave nothing behind. The long form is benchmarks/memory.</summary>
public sealed class MemoryTests
{
    private const int Steps = 60;
    private const int Settled = 20;
    private const long MostGrowth = 32L << 20;                              // bytes: the allocators' own ups and downs

    [Fact]
    public void ResNet20_TrainingSteps_KeepLiveTensorsAndMemoryFlat()
    {
        using var all = NewDisposeScope();
        using var model = new ResNetCifar(20);
        using var optimizer = optim.SGD(model.parameters(), 0.01, momentum: 0.9);
        var images = rand(4, 3, 32, 32);
        var labels = tensor(new long[] { 1, 2, 3, 4 });
        AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(images), labels).backward();
            optimizer.step();
        });
    }

    [Fact]
    public void ResNet20_Evaluations_KeepLiveTensorsAndMemoryFlat()
    {
        using var all = NewDisposeScope();
        using var model = new ResNetCifar(20);
        var images = rand(4, 3, 32, 32);
        AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            using var mode = new InferenceMode(model);
            using var guard = no_grad();
            Assert.Equal([4L, 10], model.call(images).shape);
        });
    }

    [Fact]
    public void ResNet20_StepsThatDisposeOfNothing_StayBounded()
    {
        using var model = new ResNetCifar(20);
        using var optimizer = optim.SGD(model.parameters(), 0.01, momentum: 0.9);
        using var images = rand(16, 3, 32, 32);
        using var labels = zeros(16, int64);
        CollectWhatEarlierTestsForgot();
        var before = Resident();
        var peak = 0L;
        for (var step = 0; step < Steps; step++)
        {
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(images), labels).backward();
            optimizer.step();
            peak = Math.Max(peak, Resident() - before);
        }

        Assert.InRange(peak, 0, 1L << 30);
    }

    private static void AssertFlat(Action step)
    {
        CollectWhatEarlierTestsForgot();
        var (live, resident) = (0L, 0L);
        for (var k = 0; k < Steps; k++)
        {
            step();
            if (k == Settled)
            {
                (live, resident) = (LiveTensors.Count, Resident());
            }
            else if (k > Settled)
            {
                Assert.Equal(live, LiveTensors.Count);
            }
        }

        Assert.InRange(Resident() - resident, long.MinValue, MostGrowth);
    }

    // Twice: the first finalizes tensors, the second sees how little is held then.
    private static void CollectWhatEarlierTestsForgot()
    {
        for (var k = 0; k < 2; k++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static long Resident() => Environment.SystemPageSize * long.Parse(
        File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture);
}
