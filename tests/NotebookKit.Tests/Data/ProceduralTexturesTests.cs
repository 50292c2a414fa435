using NotebookKit.Data.Procedural;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Data;

public class ProceduralTexturesTests
{
    [Theory]
    [InlineData(TextureCategory.Grid)]
    [InlineData(TextureCategory.Twill)]
    [InlineData(TextureCategory.Dots)]
    public void Surfaces_EverySecondHasADefectAndItsMask(TextureCategory category)
    {
        using var scope = NewDisposeScope();
        using var set = ProceduralTextures.Surfaces(category, 60, seed: 3);

        Assert.Equal(Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? 0L : 1 + (i / 2 % 3)), set.ToLabels());
        var area = set.Masks[ProceduralTextures.Defect].flatten(1).sum(1).data<long>().ToArray();
        Assert.All(area.Where((_, i) => i % 2 == 0), pixels => Assert.Equal(0, pixels));
        Assert.All(area.Where((_, i) => i % 2 == 1), pixels => Assert.InRange(pixels, 8, 45));
        Assert.True(set.Source.StandIn);
    }

    [Fact]
    public void Surfaces_Disc_HasOneValueInsideItsMask_AndTheRestIsTheSoundSurface()
    {
        using var scope = NewDisposeScope();
        using var damaged = ProceduralTextures.Surfaces(TextureCategory.Grid, 2, seed: 5);
        using var sound = ProceduralTextures.Surfaces(TextureCategory.Grid, 2, seed: 5, defects: false);

        var mask = damaged.Masks[ProceduralTextures.Defect][1];
        var inside = damaged.Images[1, 0].masked_select(mask).data<byte>().ToArray();
        Assert.Single(inside.Distinct());
        Assert.Contains(inside[0], new byte[] { 26, 230 });               // 127.5 -+ 102, rounded to even
        var same = damaged.Images[1, 0].eq(sound.Images[1, 0]);
        Assert.True(same.logical_or(mask).all().item<bool>());
    }

    [Fact]
    public void Surfaces_AnyCount_FirstPicturesAreTheSame_OtherSeedOther()
    {
        using var few = ProceduralTextures.Surfaces(TextureCategory.Dots, 3, seed: 1);
        using var many = ProceduralTextures.Surfaces(TextureCategory.Dots, 7, seed: 1);
        using var other = ProceduralTextures.Surfaces(TextureCategory.Dots, 3, seed: 2);

        Assert.Equal(few.ToPlanes(), many.ToPlanes()[..(3 * 1024)]);
        Assert.NotEqual(few.ToPlanes(), other.ToPlanes());
        Assert.Throws<ArgumentException>(() => ProceduralTextures.Surfaces(TextureCategory.Dots, 0, seed: 1));
    }

    [Fact]
    public void Arbitrary_GoesOnWhereAStreamIs_AndStaysInItsRange()
    {
        using var scope = NewDisposeScope();
        var whole = ProceduralTextures.Arbitrary(400, seed: 9);
        var rest = ProceduralTextures.Arbitrary(150, seed: 9, stream: 250);

        Assert.True(whole.narrow(0, 250, 150).eq(rest).all().item<bool>());
        Assert.Equal([400L, 1, 32, 32], whole.shape);
        Assert.InRange(whole.mean().item<float>(), -0.1f, 0.1f);
        Assert.InRange(whole.std().item<float>(), 0.4f, 0.8f);
        Assert.True(whole.abs().max().item<float>() < 6);
    }
}
