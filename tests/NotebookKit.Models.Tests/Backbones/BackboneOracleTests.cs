using System.Text.Json;
using NotebookKit.Cost;
using NotebookKit.Models.Backbones;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Tests.Backbones;

/// <summary>Forward and backward of every family against the same network in PyTorch (tests/oracles/backbones). The
/// values are filled in by name, so a network that calls an entry otherwise gives other numbers.</summary>
public sealed class BackboneOracleTests
{
    // A gradient that is zero but for rounding: that of a bias in front of a normalisation.
    private const double Rounding = 1e-5;

    private static readonly Dictionary<string, Func<Module<Tensor, Tensor>>> Networks = new()
    {
        ["resnet20-b"] = () => new ResNetCifar(20, ResNetShortcut.Projection),
        ["resnet32-b"] = () => new ResNetCifar(32, ResNetShortcut.Projection),
        ["resnet18-cifar"] = () => new ResNet(18, BackboneForm.Cifar, 10),
        ["resnet34"] = () => new ResNet(34, classes: 7),
        ["resnet50"] = () => new ResNet(50, classes: 7),
        ["vgg11-cifar"] = () => new Vgg(11, BackboneForm.Cifar, 10),
        ["vgg13-cifar"] = () => new Vgg(13, BackboneForm.Cifar, 10),
        ["vgg16-cifar"] = () => new Vgg(16, BackboneForm.Cifar, 10),
        ["vgg19-cifar"] = () => new Vgg(19, BackboneForm.Cifar, 10),
        ["densenet121-cifar"] = () => new DenseNet(12, BackboneForm.Cifar, 10),
        ["densenet121"] = () => new DenseNet(classes: 7),
        ["mobilenetv1-cifar"] = () => new MobileNetV1(0.5, BackboneForm.Cifar, 10),
        ["mobilenetv1"] = () => new MobileNetV1(classes: 7),
        ["mobilenetv2-cifar"] = () => new MobileNetV2(1, BackboneForm.Cifar, 10),
        ["mobilenetv2"] = () => new MobileNetV2(classes: 7),
        ["plain"] = () => new PlainCnn(new([[8, 8], [16]]) { Side = 16, Kernel = 5, Hidden = [12] }, 5),
        ["vit"] = () => new VisionTransformer(new VitShape(48, 3, 4) { Side = 32, Patch = 8 }, 10),
        ["swin"] = () => new SwinTransformer(new(24, [2, 2, 2], [2, 3, 4]) { Window = 3 }, 7),
        ["unet"] = () => new UNetInOneRow(),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ForwardAndBackward_FilledByName_EqualPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Networks[name]();
        var expected = BackboneOracle.Case(name);
        BackboneOracle.Fill(network);
        network.eval();
        long[] shape = [.. expected.GetProperty("input").EnumerateArray().Select(size => size.GetInt64())];
        double[] logits = [.. expected.GetProperty("logits").EnumerateArray().Select(value => value.GetDouble())];

        var output = network.call(BackboneOracle.Picture(shape));
        var weights = tensor(BackboneOracle.Uniform("loss", output.numel()), output.shape);
        (output * weights).sum().backward();

        Assert.Equal(
            expected.GetProperty("entries").GetInt32(),
            network.state_dict().Keys.Count(entry => !BackboneOracle.IsCounter(entry)));
        AssertClose(logits, output.detach().data<float>().ToArray());
        foreach (var gradient in expected.GetProperty("gradients").EnumerateObject())
        {
            AssertGradient(gradient, network);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cost_OfOneImage_EqualsPyTorchs(string name)
    {
        using var network = Networks[name]();
        var expected = BackboneOracle.Case(name);
        long[] shape = [1, .. expected.GetProperty("input").EnumerateArray().Skip(1).Select(size => size.GetInt64())];

        var cost = ModelCost.Of(network, shape);

        Assert.Equal(expected.GetProperty("parameters").GetInt64(), cost.Parameters);
        Assert.Equal(expected.GetProperty("macs").GetInt64(), cost.Macs);
    }

    // Residual networks with such weights grow their values to hundreds and thousands: float32 then has less than 1e-4.
    private static void AssertClose(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var tolerance = Math.Max(1e-4, 1e-5 * expected.Max(Math.Abs));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    // Where values grow so, a rounding decides on which side of zero an activation falls, and some gradients with it.
    private static void AssertGradient(JsonProperty expected, Module network)
    {
        using var scope = NewDisposeScope();
        var gradient = network.get_parameter(expected.Name)?.grad;
        Assert.NotNull(gradient);
        var (sum, first) = (expected.Value[0].GetDouble(), expected.Value[1].GetDouble());
        var mean = sum / gradient.numel();
        Assert.Equal(sum, gradient.abs().sum().item<float>(), (2e-3 * sum) + Rounding);
        Assert.Equal(first, gradient.flatten()[0].item<float>(), (1e-2 * Math.Max(mean, Math.Abs(first))) + Rounding);
    }

    // Both results of the U-Net in one row, as the oracle has them: every 37th pixel, then the logits.
    private sealed class UNetInOneRow : Module<Tensor, Tensor>
    {
        private readonly UNet network = new(1, 1, [4, 8, 16], residual: true, classes: 2);

        public UNetInOneRow()
            : base(nameof(UNetInOneRow))
        {
            foreach (var (name, child) in network.named_children())
            {
                register_module(name, child);
            }
        }

        public override Tensor forward(Tensor input)
        {
            var (output, logits) = network.Both(input);
            return cat([output.flatten(1)[TensorIndex.Colon, TensorIndex.Slice(step: 37)], logits], 1);
        }
    }
}
