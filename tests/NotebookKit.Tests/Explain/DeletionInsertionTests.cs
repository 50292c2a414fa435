using NotebookKit.Explain;
using NotebookKit.Explain.Faithfulness;
using NotebookKit.Train;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Explain;

public sealed class DeletionInsertionTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    [Theory]
    [InlineData("deletionMean")]
    [InlineData("deletionBlur")]
    [InlineData("insertion")]
    public void Curve_OracleNetwork_EqualsPyTorch(string name)
    {
        using var model = new OracleNetwork(ScalarType.Float64);
        var image = OracleNetwork.Input(ScalarType.Float64);
        using var maps = new GradCam(model, model.LayerA).Explain(image, ones(1, ScalarType.Int64));
        var order = PixelOrder.ByMap(maps.Maps);
        var subject = new DeletionInsertion(model, image, steps: 8);

        var curve = name switch
        {
            "deletionMean" => subject.Deletion(order),
            "deletionBlur" => subject.Deletion(order, Replacement.Blur),
            _ => subject.Insertion(order),
        };

        var (probability, auc) = SaliencyOracle.Curve(name);
        for (var i = 0; i < probability.Length; i++)
        {
            Assert.Equal(probability[i], curve.Probability[i], 1e-8);
        }
        Assert.Equal(auc, curve.Auc, 1e-8);
        Assert.Equal([0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1], curve.Fraction);
    }

    [Fact]
    public void Curve_Batch_EqualsItsSingles()
    {
        using var model = new OracleNetwork(ScalarType.Float64);
        Seed.All(1);
        var images = rand([3, 3, 8, 8], ScalarType.Float64);
        var order = PixelOrder.Random(3, 8, 8, seed: 9);

        var batch = new DeletionInsertion(model, images).Deletion(order);

        for (var i = 0; i < 3; i++)
        {
            var single = new DeletionInsertion(model, images.narrow(0, i, 1)).Deletion(order.narrow(0, i, 1));
            Assert.Equal(single.Auc, batch.AucPerImage[i], 1e-12);
        }
    }

    [Fact]
    public void Deletion_TrueImportance_FallsFasterThanRandomAndReverse()
    {
        // A linear model on 8x8 grey images: the contribution of each pixel is known, so its order is the best one.
        Seed.All(2);
        var linear = Linear(64, 1);
        var model = Sequential(Flatten(), linear);
        using (no_grad())
        {
            linear.bias!.fill_(-2);
            linear.weight!.copy_(rand(1, 64).pow(4));
        }
        var images = (rand(20, 1, 8, 8) > 0.5).to(ScalarType.Float32);
        var gain = ((images - images.mean([2, 3], keepdim: true)) * linear.weight!.detach().reshape(1, 1, 8, 8)).squeeze(1);
        var predictedReal = (model.call(images).detach() > 0).to(ScalarType.Float32).reshape(20, 1, 1) * 2 - 1;
        var subject = new DeletionInsertion(model, images);

        var best = subject.Deletion(PixelOrder.ByMap(gain * predictedReal)).Auc;
        var random = FaithfulnessCurve.Mean(subject.RandomDeletions(seed: 3)).Auc;
        var worst = subject.Deletion(PixelOrder.ByMap(-gain * predictedReal)).Auc;

        Assert.True(best < random - 0.01 && random < worst - 0.01, $"{best} < {random} < {worst}");
    }

    [Fact]
    public void RandomDeletions_5Draws_DifferAndRepeatBySeed()
    {
        using var model = new OracleNetwork(ScalarType.Float32);
        var subject = new DeletionInsertion(model, OracleNetwork.Input(ScalarType.Float32));

        var curves = subject.RandomDeletions(seed: 7);
        var again = subject.RandomDeletions(seed: 7);

        Assert.Equal(5, curves.Select(c => c.Auc).Distinct().Count());
        Assert.Equal(curves.Select(c => c.Auc), again.Select(c => c.Auc));
        Assert.Equal(curves.Average(c => c.Auc), FaithfulnessCurve.Mean(curves).Auc, 1e-12);
    }

    [Fact]
    public void Curve_StepsThatDoNotDivideThePixels_SayBoth()
    {
        using var model = new OracleNetwork(ScalarType.Float32);
        var subject = new DeletionInsertion(model, OracleNetwork.Input(ScalarType.Float32), steps: 7);

        var error = Assert.Throws<ArgumentException>(() => subject.Deletion(PixelOrder.Random(1, 8, 8, 0)));

        Assert.Equal("steps must divide the 64 pixels of an image, but is 7.", error.Message);
    }

    [Fact]
    public void ByMap_Ties_KeepRowMajorOrder()
    {
        var maps = tensor(new float[] { 0, 0.5f, 0, 0.9f }, [1, 2, 2]);

        Assert.Equal([2, 1, 3, 0], PixelOrder.ByMap(maps).data<long>().ToArray());
    }

    [Fact]
    public void RegionFirst_AnySeed_RanksTheRegionBelowTheRest()
    {
        var region = RegionScore.CentreSquare(4, 8, 8, 4);

        var order = PixelOrder.RegionFirst(region, seed: 5);

        Assert.Equal(15, order.masked_select(region).max().ToInt64());
        Assert.Equal(16, order.masked_select(region.logical_not()).min().ToInt64());
        Assert.False(order.eq(PixelOrder.RegionFirst(region, seed: 6)).all().ToBoolean());
    }

    [Fact]
    public void GaussianBlur_OracleInput_EqualsPyTorch()
    {
        var blurred = Methods.Doubles(GaussianBlur.Apply(OracleNetwork.Input(ScalarType.Float64)));

        var expected = SaliencyOracle.Values("gaussian");
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], blurred[i], 1e-10);
        }
    }

    [Fact]
    public void GaussianBlur_SolidColour_StaysSolid()
    {
        var colour = tensor(new double[] { 0.2, 0.5, 0.9 }).reshape(1, 3, 1, 1).expand(1, 3, 16, 16);

        Assert.True(GaussianBlur.Apply(colour).allclose(colour, 0, 1e-12));
    }

    [Fact]
    public void GaussianBlur_ImageSmallerThanHalfTheKernel_SaysWhy()
    {
        var error = Assert.Throws<ShapeException>(() => GaussianBlur.Apply(zeros(1, 3, 5, 8)));

        Assert.Contains("mirrors 5 pixels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Occlusion_WholeImage_EqualsTheMeanColourImage()
    {
        using var model = new OracleNetwork(ScalarType.Float64);
        var image = OracleNetwork.Input(ScalarType.Float64);
        var one = ones(1, ScalarType.Int64);

        var nothing = Occlusion.ProbabilityWithout(model, image, zeros([1, 8, 8], ScalarType.Bool), one);
        var all = Occlusion.ProbabilityWithout(model, image, ones([1, 8, 8], ScalarType.Bool), one);

        Assert.Equal(SaliencyOracle.Curve("deletionMean").Probability[0], nothing.ToDouble(), 1e-8);
        Assert.Equal(SaliencyOracle.Curve("deletionMean").Probability[^1], all.ToDouble(), 1e-8);
    }

    public void Dispose() => scope.Dispose();
}
