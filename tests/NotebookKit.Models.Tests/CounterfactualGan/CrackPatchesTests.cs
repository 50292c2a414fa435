using NotebookKit.Data;
using NotebookKit.Models.CounterfactualGan;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.CounterfactualGan;

/// <summary>How photographs become patches, and the stored run on real asphalt.</summary>
public sealed class CrackPatchesTests
{
    [Theory]
    [InlineData(32, 7 * 5)]
    [InlineData(160, 1)]
    public void Cut_PhotographOf480x320_GivesHalvedPatchesOfTheSideAskedFor(int side, int patches)
    {
        using var scope = NewDisposeScope();
        var photograph = rand(1, 320, 480) * 255;

        CrackPatches.RequireFit(side, 320);
        var cut = CrackPatches.Cut((photograph, zeros(320, 480, ScalarType.Bool)), side, shrink: 2).ToArray();

        Assert.Equal(patches, cut.Length);
        Assert.All(cut, patch =>
        {
            Assert.Equal([1, side, side], patch.Patch.shape);
            Assert.Equal([side, side], patch.Mask.shape);
            Assert.Equal(0, patch.Label);
        });
        var corner = photograph.narrow(1, 0, 2).narrow(2, 0, 2).mean().ToDouble();
        Assert.Equal(corner, cut[0].Patch[0, 0, 0].ToDouble(), 1e-3);
    }

    [Fact]
    public void Cut_LabelsByTheShareOfTheCrack_AndDropsWhatLiesBetween()
    {
        using var scope = NewDisposeScope();
        var mask = zeros(64, 192, ScalarType.Bool);
        mask.narrow(0, 0, 2).narrow(1, 0, 64).fill_(true);                // 2 of 64 rows: damaged
        mask.narrow(0, 0, 1).narrow(1, 64, 10).fill_(true);               // 10 of 4,096 pixels: dropped

        var cut = CrackPatches.Cut((zeros(1, 64, 192), mask), 32, shrink: 2).ToArray();

        Assert.Equal([1, 0], cut.Select(patch => patch.Label));
        Assert.Equal(32, cut[0].Mask.sum().ToInt64());                    // one row of the halved patch
    }

    [Fact]
    public void FullMode_HasNoPatchInSuchPhotographs_AndSaysSo()
    {
        var error = Assert.Throws<DataException>(() => CrackPatches.RequireFit(CounterfactualRecipe.Full.Side, 320));

        Assert.Contains("at most 160", error.Message, StringComparison.Ordinal);
        Assert.Contains("but is 224", error.Message, StringComparison.Ordinal);
        Assert.Contains("mode=small", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StoredRun_SaysWhatWasRunAndKeepsEveryFigure()
    {
        if (CounterfactualRecords.Cracks.Run is not { } run)
        {
            Assert.Skip("This build has no stored run.");
            return;
        }

        Assert.Equal((CrackPatches.Id, false), (run.Data.Id, run.Data.StandIn));
        Assert.Contains("-p data=cracks", run.Command, StringComparison.Ordinal);
        Assert.Equal("small", run.Metrics.Mode);
        Assert.InRange(run.ProcessorSeconds, 60, 3_600);
        Assert.All(run.Metrics.Claims, claim => Assert.False(claim.Asserted));
        Assert.InRange(
            run.Metrics.Claims.Single(c => c.Name == "IoU of the counterfactual difference").Here!.Value, 0, 1);
        foreach (var name in new[]
        {
            CounterfactualRecords.Damaged, CounterfactualRecords.Overlap, CounterfactualRecords.Robustness,
            CounterfactualRecords.Doubt, CounterfactualRecords.Claims,
        })
        {
            Assert.NotEmpty(run.Figure(name).ToBundle().Text);
        }

        Assert.Contains("HiResCAM", run.Figure(CounterfactualRecords.Overlap).Text, StringComparison.Ordinal);
    }
}
