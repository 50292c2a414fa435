using NotebookKit.Models.Backbones;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Backbones;

/// <summary>What the comparison with torchvision (BackboneOracleTests) does not show of a Swin transformer.</summary>
public sealed class SwinTransformerTests
{
    [Fact]
    public void StateDict_OfSwinT_HasTorchvisionsNamesAndShapes()
    {
        using var network = new SwinTransformer(SwinShape.Tiny);

        var expected = BackboneOracle.Case("names").EnumerateObject()
            .Select(entry => $"{entry.Name} [{string.Join(", ", entry.Value.EnumerateArray())}]").Order();
        var own = network.state_dict().Select(entry => $"{entry.Key} [{string.Join(", ", entry.Value.shape)}]").Order();

        Assert.Equal(expected, own);
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(40, 72)]
    public void Levels_HalveTheSides_AndTheLastGivesTheLogits(int height, int width)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var network = new SwinTransformer(SwinShape.Tiny, classes: 5);

        var levels = network.Levels(randn(2, 3, height, width));

        var (tall, wide) = (height / 4, width / 4);
        Assert.Equal([96, 192, 384, 768], levels.Select(level => level.shape[1]));
        Assert.All(levels, level =>
        {
            Assert.Equal([tall, wide], level.shape[2..]);
            (tall, wide) = ((tall + 1) / 2, (wide + 1) / 2);
        });
        Assert.Equal([2, 5], network.call(randn(2, 3, height, width)).shape);
    }

    // Without a shift a window sees itself only; with one, tokens that only the roll brings together stay apart.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Attention_OfOneToken_IsChangedOnlyByItsOwnWindow(bool shifted)
    {
        using var scope = NewDisposeScope();
        using var attention = new ShiftedWindowAttention(width: 8, heads: 2, window: 4, shifted);
        var map = randn(1, 8, 8, 8);
        var changed = map.clone();
        changed[0, 0, 0] += 1;                                            // the token in the corner

        using var noGradients = no_grad();
        var moved = (attention.call(changed) - attention.call(map)).abs().amax([0, 3]).gt(1e-6);    // [8, 8]

        var reach = shifted ? 2 : 4;                                      // windows begin at 0, 2 and 6, or at 0 and 4
        var expected = zeros(8, 8, ScalarType.Bool);
        expected.narrow(0, 0, reach).narrow(1, 0, reach).fill_(true);
        Assert.True(expected.eq(moved).all().ToBoolean(), $"moved: {moved.to(ScalarType.Int64).sum().ToInt64()} tokens");
    }

    [Fact]
    public void Merging_TakesTheFourNeighbours_ColumnByColumn()
    {
        using var scope = NewDisposeScope();
        using var merging = new PatchMerging(width: 1);
        using var noGradients = no_grad();
        var weights = merging.state_dict();
        weights["norm.weight"].fill_(1);
        weights["norm.bias"].fill_(0);
        weights["reduction.weight"].copy_(tensor(new float[,] { { 1, 0, 0, 0 }, { 0, 1, 0, 0 } }));

        var merged = merging.call(tensor(new float[] { 1, 3, 2, 4 }, [1, 2, 2, 1]));                // (1 3; 2 4)

        var deviation = Math.Sqrt(1.25 + 1e-5);                           // of 1, 2, 3, 4 about 2.5
        Assert.Equal([1, 1, 1, 2], merged.shape);
        Assert.Equal(-1.5 / deviation, merged[0, 0, 0, 0].ToDouble(), 1e-5);                     // above left
        Assert.Equal(-0.5 / deviation, merged[0, 0, 0, 1].ToDouble(), 1e-5);                     // below it
    }
}
