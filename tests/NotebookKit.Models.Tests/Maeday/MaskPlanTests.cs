using NotebookKit.Models.Backbones;
using NotebookKit.Models.Maeday;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Maeday;

public sealed class MaskPlanTests
{
    [Fact]
    public void Stratified_FourMasks_HideEveryPatchExactlyThreeTimes()
    {
        using var scope = NewDisposeScope();
        var plan = new MaskPlan(8, Design: MaskDesign.Stratified);

        var removed = Enumerable.Range(0, 8).Select(
            i => PatchMask.FromNoise(plan.Noise(i, pictures: 5, patches: 64, seed: 3), 0.75).Removed).ToArray();

        Assert.True(stack(removed[..4]).sum([0]).eq(3).all().item<bool>());
        Assert.True(stack(removed[4..]).sum([0]).eq(3).all().item<bool>());
        Assert.False(removed[0].eq(removed[4]).all().item<bool>());       // another group, another permutation
        Assert.False(removed[0][0].eq(removed[0][1]).all().item<bool>()); // each picture its own
    }

    [Theory]
    [InlineData(MaskDesign.Uniform)]
    [InlineData(MaskDesign.Stratified)]
    public void Noise_IsNamedBySeedAndNumber_SoAShortPlanIsTheBeginningOfALongOne(MaskDesign design)
    {
        using var scope = NewDisposeScope();
        var (few, many) = (new MaskPlan(2, Design: design), new MaskPlan(9, Design: design));

        Assert.True(few.Noise(1, 3, 16, 7).eq(many.Noise(1, 3, 16, 7)).all().item<bool>());
        Assert.False(few.Noise(1, 3, 16, 7).eq(few.Noise(0, 3, 16, 7)).all().item<bool>());
        Assert.False(few.Noise(1, 3, 16, 7).eq(few.Noise(1, 3, 16, 8)).all().item<bool>());
    }

    [Fact]
    public void Uniform_ManyMasks_HideAPatchInThreeOfFourOnAverage()
    {
        using var scope = NewDisposeScope();
        var plan = new MaskPlan(400);

        var hidden = stack([.. Enumerable.Range(0, 400).Select(
            i => PatchMask.FromNoise(plan.Noise(i, 1, 16, 1), 0.75).Removed)]).mean([0]);

        Assert.Equal(0.75, hidden.mean().item<float>(), 1e-6);
        Assert.InRange(hidden.min().item<float>(), 0.65f, 0.75f);         // 5 standard deviations
    }

    [Fact]
    public void Plan_WithoutAMask_IsRefused() =>
        Assert.Contains(
            "masks is 0", Assert.Throws<ArgumentException>(() => new MaskPlan(0)).Message, StringComparison.Ordinal);
}
