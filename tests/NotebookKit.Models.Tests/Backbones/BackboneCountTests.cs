using NotebookKit.Cost;
using NotebookKit.Models.Backbones;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Tests.Backbones;

/// <summary>Parameters and multiply-accumulates against what is published and what PyTorch counts.</summary>
public sealed class BackboneCountTests
{
    private static readonly Dictionary<string, Func<Module<Tensor, Tensor>>> Published = new()
    {
        ["resnet18"] = () => new ResNet(18),
        ["resnet34"] = () => new ResNet(34),
        ["resnet50"] = () => new ResNet(50),
        ["vgg16"] = () => new Vgg(16),
        ["densenet121"] = () => new DenseNet(),
        ["mobilenetv1"] = () => new MobileNetV1(),
        ["mobilenetv2"] = () => new MobileNetV2(),
        ["vit_tiny"] = () => new VisionTransformer(VitShape.Tiny),
        ["vit_base"] = () => new VisionTransformer(VitShape.Base),
        ["swin_t"] = () => new SwinTransformer(SwinShape.Tiny),
    };

    // Parameters as torchvision (ResNet, VGG with batch normalisation, DenseNet, MobileNetV2, Swin) and timm (MobileNetV1,
    // ViT) publish them; multiply-accumulates of one 224x224 image as stored by the oracle's own hooks.
    [Theory]
    [InlineData("resnet18", 11_689_512, 1.814e9)]
    [InlineData("resnet34", 21_797_672, 3.664e9)]
    [InlineData("resnet50", 25_557_032, 4.089e9)]
    [InlineData("vgg16", 138_365_992, 15.47e9)]
    [InlineData("densenet121", 7_978_856, 2.834e9)]
    [InlineData("mobilenetv1", 4_231_976, 0.569e9)]
    [InlineData("mobilenetv2", 3_504_872, 0.301e9)]
    [InlineData("vit_tiny", 5_717_416, 1.254e9)]
    [InlineData("vit_base", 86_567_656, 17.56e9)]
    [InlineData("swin_t", 28_288_354, 4.491e9)]
    public void Network_AsPublished_HasItsParametersAndMacs(string name, long parameters, double macs)
    {
        using var network = Published[name]();

        var cost = ModelCost.Of(network, 1, 3, 224, 224);

        Assert.Equal(parameters, cost.Parameters);
        Assert.Equal(macs, cost.Macs, macs * 1e-3);
        var oracle = name.StartsWith("swin", StringComparison.Ordinal)
            ? BackboneOracle.Case(name)
            : BackboneOracle.Case("published").GetProperty(name);
        Assert.Equal(oracle[0].GetInt64(), cost.Parameters);
        Assert.Equal(oracle[1].GetInt64(), cost.Macs);
    }

    // The ImageNet classifier alone: 25,088 x 4,096 + 4,096 x 4,096 + 4,096 x 1,000 weights, and with their biases.
    private const long WideMacs = 123_633_664;
    private const long WideClassifier = WideMacs + 4096 + 4096 + 1000;

    // torchvision's vgg11_bn, vgg13_bn, vgg16_bn and vgg19_bn, whose convolutions the CIFAR form shares: on 32x32 they
    // take a 49th of the multiply-accumulates that they take on 224x224.
    [Theory]
    [InlineData(11, 132_868_840, 7_609_090_048)]
    [InlineData(13, 133_053_736, 11_308_466_176)]
    [InlineData(16, 138_365_992, 15_470_264_320)]
    [InlineData(19, 143_678_248, 19_632_062_464)]
    public void Vgg_CifarForm_HasThePublishedConvolutions(int depth, long parameters, long macs)
    {
        using var network = new Vgg(depth, BackboneForm.Cifar, 10);

        var cost = ModelCost.Of(network, 1, 3, 32, 32);

        Assert.Equal(parameters - WideClassifier + (512 * 10) + 10, cost.Parameters);
        Assert.Equal(((macs - WideMacs) / 49) + (512 * 10), cost.Macs);
        var oracle = BackboneOracle.Case("published").GetProperty($"vgg{depth}");
        Assert.Equal((parameters, macs), (oracle[0].GetInt64(), oracle[1].GetInt64()));
    }

    // Networks of the pruning papers on 32x32, K = 10. Their counts of MACs include what is no multiplication by a
    // weight: VGG's convolution biases (276,480), MobileNetV1's final mean (one per channel).
    [Fact]
    public void PruningNetworks_OnCifar_HaveThePublishedCosts()
    {
        Check(new Vgg(16, BackboneForm.Cifar, 10), 14_728_266, 313_478_144 - 276_480);
        Check(new MobileNetV1(1, BackboneForm.Cifar, 10), 3_217_226, 46_355_456 - 1024);
        Check(new MobileNetV1(0.75, BackboneForm.Cifar, 10), 1_824_250, 26_509_056 - 768);
        Check(new MobileNetV1(0.5, BackboneForm.Cifar, 10), 823_722, 12_167_680 - 512);
        Check(new MobileNetV1(0.25, BackboneForm.Cifar, 10), 215_642, 3_331_328 - 256);
        Check(new MobileNetV2(1, BackboneForm.Cifar, 10), 2_296_922, 91_154_944);
        Check(new ResNet(18, BackboneForm.Cifar, 10), 11_173_962, 555_422_720);

        static void Check(Module<Tensor, Tensor> network, long parameters, long macs)
        {
            using (network)
            {
                var cost = ModelCost.Of(network, 1, 3, 32, 32);
                Assert.Equal((parameters, macs), (cost.Parameters, cost.Macs));
            }
        }
    }

    // By formula: growth k, blocks n, bottleneck 4 k; transitions halve.
    [Theory]
    [InlineData(12)]
    [InlineData(24)]
    public void DenseNet_OtherGrowth_HasTheParametersOfItsFormula(int growth)
    {
        using var network = new DenseNet(growth, BackboneForm.Cifar, 10);
        long channels = 2 * growth, expected = 27 * channels;
        foreach (var (layers, index) in new[] { 6, 12, 24, 16 }.Select((layers, index) => (layers, index)))
        {
            for (var k = 0; k < layers; k++, channels += growth)
            {
                expected += (2 * channels) + (channels * 4 * growth) + (2 * 4 * growth) + (9 * 4L * growth * growth);
            }

            if (index < 3)
            {
                expected += (2 * channels) + (channels * (channels / 2));
                channels /= 2;
            }
        }

        Assert.Equal(expected + (2 * channels) + (10 * channels) + 10, ModelCost.Of(network, 1, 3, 32, 32).Parameters);
    }

    // torchvision's mobilenet_v2 with width_mult 0.5 and 1.4: 1,968,680 and 6,108,776 parameters with 1,000 classes.
    [Theory]
    [InlineData(0.5, 1_968_680)]
    [InlineData(1.4, 6_108_776)]
    public void MobileNetV2_Width_ScalesAsPublished(double width, long parameters)
    {
        using var network = new MobileNetV2(width);

        Assert.Equal(parameters, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Networks_BadSizes_AreRefused()
    {
        AssertRefused("depth must be 18, 34 or 50", () => new ResNet(20));
        AssertRefused("factor must be 1, or with depth 50 more, but is 2", () => new ResNet(18, factor: 2));
        AssertRefused("depth must be 11, 13, 16 or 19", () => new Vgg(12));
        AssertRefused("classes must be 1 or more", () => new ResNet(18, classes: 0));
        AssertRefused("growth and the layers of every block", () => new DenseNet(0));
        AssertRefused("growth and the layers of every block", () => new DenseNet(12, blocks: [6, 0]));
        AssertRefused("width must be above 0", () => new MobileNetV1(0));
        AssertRefused("width must be above 0", () => new MobileNetV2(double.NaN));
        AssertRefused("heads that divide its channels", () => new SwinTransformer(new(24, [2, 2], [5, 4])));
        AssertRefused("two or more stages", () => new SwinTransformer(new(24, [2], [3])));
        AssertRefused("Side a multiple of Patch", () => new VisionTransformer(VitShape.Tiny with { Side = 225 }));
        AssertRefused("Kernel must be odd", () => new PlainCnn(PlainCnnShape.OfStages(8) with { Kernel = 4 }));
        AssertRefused("one or more stages", () => new PlainCnn(new PlainCnnShape([])));
        AssertRefused("too small for 6 stages", () => new PlainCnn(PlainCnnShape.OfStages(8, 8, 8, 8, 8, 8)));

        static void AssertRefused(string message, Func<Module> build) =>
            Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(build).Message, StringComparison.Ordinal);
    }

    // Probe nets of the data set difficulty paper (its shapes, K = 10), the pruning network of 60,688 weights on 28x28,
    // and the small VGG of the dynamic pruning paper.
    [Fact]
    public void PlainCnn_PapersShapes_HaveTheirCosts()
    {
        Check(PlainCnnShape.OfStages(8, 16, 32), 11_218, 816_128);
        Check(PlainCnnShape.OfStages(2, 4, 8), 1_732, 93_440);
        Check(PlainCnnShape.OfStages(32, 64, 128), 113_962);
        Check(PlainCnnShape.OfStages(8), 20_722, 241_664);
        Check(PlainCnnShape.OfStages(2), 5_188, 60_416);
        Check(PlainCnnShape.OfStages(8, 16, 32, 64, 128), 99_922);
        Check(PlainCnnShape.OfStages(32, 64, 128, 256, 512), 1_574_698);
        Check(PlainCnnShape.OfStages(8, 13, 10) with { Hidden = [20] }, 5_834);
        Check(PlainCnnShape.OfStages(8, 16, 32, 64, 128) with { Hidden = [133] }, 117_262);
        var pruned = new PlainCnnShape([[16, 32], [64], [64]])
        {
            Channels = 1, Side = 28, PoolsLast = false, TakesMean = true,
        };
        Check(pruned, 60_688 + 10 + (2 * 176));
        Check(new PlainCnnShape([[32], [64, 64], [96, 96]]) { TakesMean = true }, 196_074, 23_888_832);

        static void Check(PlainCnnShape shape, long parameters, long? macs = null)
        {
            using var network = new PlainCnn(shape);
            var cost = ModelCost.Of(network, 1, shape.Channels, shape.Side, shape.Side);
            Assert.Equal(parameters, cost.Parameters);
            Assert.Equal(macs ?? cost.Macs, cost.Macs);
        }
    }
}
