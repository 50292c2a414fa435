using NotebookKit.Data.Procedural;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Data;

public sealed class ProceduralConcreteTests
{
    [Fact]
    public void Generate_SameSeedSamePictures_AndEachPictureStandsAlone()
    {
        using var many = ProceduralConcrete.Generate(40, seed: 3);
        using var few = ProceduralConcrete.Generate(10, seed: 3);
        using var other = ProceduralConcrete.Generate(10, seed: 4);
        using var first = many.Take(10);

        Assert.Equal(few.ToPlanes(), first.ToPlanes());
        Assert.Equal(few.ToLabels(), first.ToLabels());
        Assert.NotEqual(few.ToPlanes(), other.ToPlanes());
        Assert.True(many.Source.StandIn);
    }

    [Theory]
    [InlineData(ConcreteDefect.Crack, 20, 120)]
    [InlineData(ConcreteDefect.Pit, 12, 70)]
    public void Generate_MasksAreExact_DarkerByTheDepthAndEmptyWhereUndamaged(ConcreteDefect defect, int least, int most)
    {
        using var scope = NewDisposeScope();
        using var set = ProceduralConcrete.Generate(400, seed: 1, defect);
        var mask = set.Masks[ProceduralConcrete.Damage];
        var labels = set.ToLabels();
        var area = mask.to(ScalarType.Float64).sum([1, 2]).data<double>().ToArray();

        Assert.InRange(labels.Average(), 0.4, 0.6);
        Assert.All(labels.Zip(area), pair => Assert.Equal(pair.First == 1, pair.Second > 0));
        Assert.InRange(area.Where(a => a > 0).Average(), least, most);
        var images = set.Images.squeeze(1).to(ScalarType.Float64) / 255;
        var inside = images.masked_select(mask).mean().ToDouble();
        var outside = images.masked_select(mask.logical_not()).mean().ToDouble();
        Assert.InRange(outside, 0.58, 0.62);
        Assert.InRange(outside - inside, 0.24, 0.32);                       // the mean depth is 0.28
    }

    [Fact]
    public void Generate_Texture_HasTheStatedSpread()
    {
        using var scope = NewDisposeScope();
        using var set = ProceduralConcrete.Generate(300, seed: 2);
        var clean = set.Images.index_select(0, set.Labels.eq(0).nonzero().squeeze(1)).to(ScalarType.Float64) / 255;

        // 0.06 of texture and 0.02 of white noise within a picture
        var spread = clean.flatten(1).std(1).mean().ToDouble();
        Assert.InRange(spread, 0.060, 0.066);
        Assert.Throws<ArgumentException>(() => ProceduralConcrete.Generate(0, seed: 1));
    }
}
