using NotebookKit.Explain;
using NotebookKit.Train;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Explain;

public sealed class SaliencyPropertyTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string> AllMethods => [.. Methods.Names];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Explain_GlobalAveragePoolAndLinearHead_GradCamHiResCamAndCamAreProportional(long seed)
    {
        Seed.All(seed);
        var layer = ReLU();
        var linear = Linear(6, 3);
        var model = Sequential(Conv2d(3, 6, 3, padding: 1), layer, AdaptiveAvgPool2d(1), Flatten(), linear).to(ScalarType.Float64);
        var images = rand([4, 3, 10, 10], ScalarType.Float64);
        var classes = tensor(new long[] { 0, 1, 2, 1 });

        using var gradCam = new GradCam(model, layer).Explain(images, classes);
        using var hiResCam = new HiResCam(model, layer).Explain(images, classes);

        using var tap = new LayerTap(layer);
        model.call(images);
        var weights = linear.weight!.detach()[classes].unsqueeze(2).unsqueeze(3);       // [4, 6, 1, 1]: class activation mapping
        var cam = (weights * tap.Activation.detach()).sum(1).relu();
        Assert.True(gradCam.Raw.allclose(cam / 100, 1e-9, 1e-12), "Grad-CAM is CAM / (h w)");
        Assert.True(hiResCam.Raw.allclose(cam / 100, 1e-9, 1e-12), "HiResCAM is CAM / (h w)");
        Assert.True(gradCam.Maps.allclose(hiResCam.Maps, 1e-6, 1e-9));
        Assert.Contains(Methods.Doubles(cam), v => v > 0);
    }

    [Fact]
    public void HiResCam_LinearHeadWithPositiveEvidenceOnly_SumsToTheLogit()
    {
        Seed.All(5);
        var layer = ReLU();
        var linear = Linear(4 * 36, 1, hasBias: false);
        var model = Sequential(Conv2d(3, 4, 3, padding: 1), layer, Flatten(), linear).to(ScalarType.Float64);
        using (no_grad())
        {
            linear.weight!.abs_();          // no negative term, so the ReLU of the map takes nothing away
        }
        var images = rand([3, 3, 6, 6], ScalarType.Float64);

        using var maps = new HiResCam(model, layer).Explain(images, ones(3, ScalarType.Int64));

        Assert.True(maps.Raw.sum([1, 2]).allclose(model.call(images).squeeze(1), 1e-9, 1e-12));
    }

    [Fact]
    public void HiResCam_BeforeTheRelu_SumsToTheChannelSumsOfGradientTimesActivation()
    {
        using var model = new OracleNetwork(ScalarType.Float64);
        var tap = new LayerTap(model.LayerA);
        var logits = model.call(OracleNetwork.Input(ScalarType.Float64));
        tap.Dispose();
        var gradient = tap.GradientOf(logits.sum());
        using var positive = new HiResCam(model, model.LayerA).Explain(OracleNetwork.Input(ScalarType.Float64), ones(1, ScalarType.Int64));
        using var negative = new HiResCam(model, model.LayerA).Explain(OracleNetwork.Input(ScalarType.Float64), zeros(1, ScalarType.Int64));

        var withoutRelu = positive.Raw.sum().ToDouble() - negative.Raw.sum().ToDouble();

        Assert.Equal((gradient * tap.Activation).sum([2, 3]).sum().ToDouble(), withoutRelu, 1e-10);
    }

    [Theory]
    [MemberData(nameof(AllMethods))]
    public void Explain_Batch_EqualsItsSingles(string method)
    {
        using var model = new OracleNetwork(ScalarType.Float64);
        Seed.All(3);
        var images = rand([5, 3, 8, 8], ScalarType.Float64);
        var classes = tensor(new long[] { 0, 1, 1, 0, 1 });
        var subject = Methods.Create(method, model, model.LayerA);

        using var batch = subject.Explain(images, classes);

        for (var i = 0; i < 5; i++)
        {
            using var single = subject.Explain(images.narrow(0, i, 1), classes.narrow(0, i, 1));
            Assert.True(batch.Maps.narrow(0, i, 1).allclose(single.Maps, 1e-8, 1e-10), $"image {i}");
            Assert.True(batch.Raw.narrow(0, i, 1).allclose(single.Raw, 1e-8, 1e-12), $"image {i}");
        }
    }

    [Fact]
    public void Explain_MoreImagesThanOnePass_EqualsItsParts()
    {
        using var model = new OracleNetwork(ScalarType.Float64);
        Seed.All(4);
        var images = rand([300, 3, 8, 8], ScalarType.Float64);
        var subject = new GradCam(model, model.LayerA);

        using var all = subject.Explain(images);
        using var tail = subject.Explain(images.narrow(0, 250, 50));

        Assert.Equal([300, 8, 8], all.Maps.shape);
        Assert.True(all.Maps.narrow(0, 250, 50).allclose(tail.Maps, 1e-8, 1e-10));
    }

    [Theory]
    [MemberData(nameof(AllMethods))]
    public void Explain_AnyImages_MapsLieBetween0And1AndReach1UnlessEmpty(string method)
    {
        using var model = new OracleNetwork(ScalarType.Float32);
        Seed.All(6);

        using var maps = Methods.Create(method, model, model.LayerA).Explain(rand(20, 3, 8, 8));

        Assert.True((maps.Maps >= 0).logical_and(maps.Maps <= 1).all().ToBoolean());
        var scaled = maps.Raw.ScaleToUnit().amax([1, 2]);
        Assert.True((scaled > 0.99).eq(maps.Empty.logical_not()).all().ToBoolean());
    }

    [Fact]
    public void EigenCam_AnyActivation_CorrelatesPositivelyWithMeanActivation()
    {
        using var model = new OracleNetwork(ScalarType.Float64);
        Seed.All(7);
        var images = rand([30, 3, 8, 8], ScalarType.Float64);
        var tap = new LayerTap(model.LayerA);
        model.call(images);
        tap.Dispose();

        using var maps = new EigenCam(model, model.LayerA).Explain(images);

        var mean = tap.Activation.detach().mean([1]);
        var covariance = ((mean - mean.mean([1, 2], keepdim: true)) * maps.Raw).sum([1, 2]);
        Assert.True((covariance > 0).all().ToBoolean());
    }

    [Fact]
    public void ScoreCam_ChannelThatRaisesTheScore_OutweighsOneThatLowersIt()
    {
        var layer = ReLU();
        var model = Sequential(new ChannelSplit(), layer, new FirstMinusSecond());
        var images = zeros(1, 1, 8, 8);
        images.narrow(3, 0, 4).fill_(1);                                    // left half bright: channel 0; right: channel 1

        using var forIt = new ScoreCam(model, layer).Explain(images, ones(1, ScalarType.Int64));
        using var against = new ScoreCam(model, layer).Explain(images, zeros(1, ScalarType.Int64));

        Assert.True(forIt.Raw[0, 4, 1].ToSingle() > forIt.Raw[0, 4, 6].ToSingle());
        Assert.True(against.Raw[0, 4, 6].ToSingle() > against.Raw[0, 4, 1].ToSingle());
    }

    public void Dispose() => scope.Dispose();

    /// <summary>[N, 1, H, W] to [N, 2, H, W]: the picture and its negative.</summary>
    private sealed class ChannelSplit() : Module<Tensor, Tensor>(nameof(ChannelSplit))
    {
        public override Tensor forward(Tensor input) => cat([input, 1 - input], 1);
    }

    /// <summary>One logit: energy of channel 0 minus energy of channel 1 against a grey level.</summary>
    private sealed class FirstMinusSecond() : Module<Tensor, Tensor>(nameof(FirstMinusSecond))
    {
        public override Tensor forward(Tensor input) =>
            (input.narrow(1, 0, 1) - input.narrow(1, 1, 1)).sum([1, 2, 3]).unsqueeze(1) / 10;
    }
}
