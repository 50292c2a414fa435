using NotebookKit.Models.LabelErrors;
using Xunit;

namespace NotebookKit.Models.Tests;

using LabelErrors = NotebookKit.Models.LabelErrors.LabelErrors;

/// <summary>What a filter allocates, counted over the whole process.</summary>
public sealed class MemoryTests
{
    [Theory]
    [InlineData(LabelFilter.PruneByNoiseRate)]
    [InlineData(LabelFilter.PruneByClass)]
    [InlineData(LabelFilter.LowNormalizedMargin)]
    public void Find_AHundredClasses_AllocatesLessThanThirtyPerCentOfItsInput(LabelFilter filter)
    {
        var set = RandomSet.Make(seed: 3, count: 40_000, classes: 100, steps: 0);
        var single = new float[set.Labels.Length * set.Classes];
        var at = 0;
        foreach (var p in set.Probs) single[at++] = (float)p;
        var options = new LabelErrorOptions { Filter = filter };
        var small = RandomSet.Make(seed: 4, count: 500, classes: 100, steps: 0);
        LabelErrors.Find(small.Labels, small.Probs, options);                        // compiled before it is measured

        var wide = Allocated(() => LabelErrors.Find(set.Labels, set.Probs, options));
        var narrow = Allocated(() => LabelErrors.Find(set.Labels, single, set.Classes, options));

        Assert.True(wide < 0.3 * sizeof(double) * single.Length,
            $"float64: {wide / 1e6:F1} MB for {sizeof(double) * single.Length / 1e6:F0} MB");
        Assert.True(narrow < 0.3 * sizeof(float) * single.Length,
            $"float32: {narrow / 1e6:F1} MB for {sizeof(float) * single.Length / 1e6:F0} MB");
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        action();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
