using System.Text.Json;
using NotebookKit.Cost;
using NotebookKit.Data;
using NotebookKit.Memory;
using NotebookKit.Models.Backbones;
using NotebookKit.Weights;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Backbones;

public sealed class ResNetCifarTests
{
    // Parameters as published with these networks (0.27, 0.46, 0.66, 0.85 and 1.7 million in He et al. 2016, table 6),
    // and by the formulas below. Option B adds 16 x 32 x 256 + 32 x 64 x 64 MACs, 512 + 2,048 + 2 x 96 parameters.
    [Theory]
    [InlineData(20, ResNetShortcut.ZeroPadding, 269_722, 40_551_040)]
    [InlineData(32, ResNetShortcut.ZeroPadding, 464_154, 68_862_592)]
    [InlineData(44, ResNetShortcut.ZeroPadding, 658_586, 97_174_144)]
    [InlineData(56, ResNetShortcut.ZeroPadding, 853_018, 125_485_696)]
    [InlineData(110, ResNetShortcut.ZeroPadding, 1_727_962, 252_887_680)]
    [InlineData(20, ResNetShortcut.Projection, 272_474, 40_813_184)]
    [InlineData(32, ResNetShortcut.Projection, 466_906, 69_124_736)]
    [InlineData(44, ResNetShortcut.Projection, 661_338, 97_436_288)]
    [InlineData(56, ResNetShortcut.Projection, 855_770, 125_747_840)]
    [InlineData(110, ResNetShortcut.Projection, 1_730_714, 253_149_824)]
    public void Network_HasItsParametersAndMacs(int depth, ResNetShortcut shortcut, long parameters, long macs)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var network = new ResNetCifar(depth, shortcut);
        network.eval();

        Assert.Equal(parameters, network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(macs, ModelCost.Of(network, 1, 3, 32, 32).Macs);
        Assert.Equal((parameters, macs), Formula(depth, shortcut));
        Assert.Equal(depth, 1 + network.named_modules().Count(entry =>
            entry.module is Conv2d && !entry.name.Contains("shortcut", StringComparison.Ordinal)));
    }

    // Depth 6 n + 2: a stem of 3 to 16 channels; three stages of 2 n convolutions 3x3 of widths 16, 32, 64 on 32x32,
    // 16x16 and 8x8, each with a normalisation of two numbers per channel; a linear layer of 64 to 10.
    private static (long Parameters, long Macs) Formula(int depth, ResNetShortcut shortcut)
    {
        long n = (depth - 2) / 6, inputs = 16;
        long parameters = (27 * 16) + (2 * 16), macs = 27 * 16 * 1024;
        foreach (var (width, pixels) in new[] { (16L, 1024L), (32, 256), (64, 64) })
        {
            var weights = (9 * inputs * width) + (((2 * n) - 1) * 9 * width * width);
            parameters += weights + (2 * n * 2 * width);
            if (shortcut == ResNetShortcut.Projection && inputs != width)
            {
                weights += inputs * width;
                parameters += (inputs * width) + (2 * width);
            }

            macs += weights * pixels;
            inputs = width;
        }

        return (parameters + 650, macs + 640);
    }

    [Fact]
    public void Network_OptionB_NamesItsShortcuts()
    {
        using var network = new ResNetCifar(20, ResNetShortcut.Projection);
        var names = network.state_dict().Keys
            .Where(name => name.Contains("shortcut", StringComparison.Ordinal)).ToList();

        Assert.Equal(12, names.Count);                                    // of two blocks
        Assert.Contains("layer2.0.shortcut.0.weight", names);
        Assert.Contains("layer3.0.shortcut.1.running_var", names);
    }

    [Fact]
    public void Forward_ZeroedBlocks_PassesEverySecondPixelBetweenZeroChannels()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var block = new ResNetCifarBlock(4, 8, ResNetShortcut.ZeroPadding);
        block.eval();
        foreach (var parameter in block.parameters()) parameter.zero_();
        var input = rand(2, 4, 6, 6);

        var output = block.call(input);

        Assert.Equal([2L, 8, 3, 3], output.shape);
        Assert.Equal(0f, output[TensorIndex.Colon, TensorIndex.Slice(0, 2)].abs().sum().item<float>());
        Assert.Equal(0f, output[TensorIndex.Colon, TensorIndex.Slice(6, 8)].abs().sum().item<float>());
        var everySecond = input[TensorIndex.Ellipsis, TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)];
        Assert.True(output[TensorIndex.Colon, TensorIndex.Slice(2, 6)].eq(everySecond).all().item<bool>());
    }

    [Fact]
    public void Backward_OneStep_ReachesEveryParameter()
    {
        using var scope = NewDisposeScope();
        using var network = new ResNetCifar(8, ResNetShortcut.Projection, classes: 3);

        network.call(randn(4, 3, 32, 32)).square().sum().backward();

        Assert.All(network.named_parameters(), entry =>
            Assert.True(entry.parameter.grad?.abs().sum().item<float>() > 0, entry.name));
    }

    // With the channels last the blocks take other operators (one normalisation, minimal filtering). Gradients are 6e-6
    // of their length apart, and half a hundredth where rounding opens a unit of ReLU that was closed, one of the 32,768
    // of a last layer: as in one of seven seeds.
    [Fact]
    public void TrainingStep_ChannelsLast_IsThatOfTheUsualOrder()
    {
        using var scope = NewDisposeScope();
        manual_seed(17);
        using var network = new ResNetCifar(8);
        using var twin = new ResNetCifar(8);
        twin.load_state_dict(network.state_dict());
        twin.WithChannelsLast();
        var images = randn(8, 3, 32, 32);
        var labels = arange(8);

        var loss = nn.functional.cross_entropy(network.call(images), labels);
        var other = nn.functional.cross_entropy(twin.call(images.ToChannelsLast()), labels);
        loss.backward();
        other.backward();

        Assert.Equal(loss.item<float>(), other.item<float>(), 1e-4);
        Assert.All(network.named_parameters().Zip(twin.parameters()), pair =>
        {
            var (expected, actual) = (pair.First.parameter.grad!, pair.Second.grad!);
            Assert.InRange((actual - expected).norm().item<float>() / expected.norm().item<float>(), 0, 0.05f);
        });
    }

    [Theory]
    [InlineData(21, 10, "depth must be 6 n + 2")]
    [InlineData(2, 10, "depth must be 6 n + 2")]
    [InlineData(20, 0, "classes must be 1 or more")]
    public void Network_BadSize_IsRefused(int depth, int classes, string message) => Assert.Contains(
        message,
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResNetCifar(depth, classes: classes)).Message);

    [Theory]
    [InlineData(20, 9173)]
    [InlineData(32, 9263)]
    [InlineData(56, 9339)]
    public void Network_RealWeights_IsRightAsOftenAsPublished(int depth, int correct)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var root = Environment.GetEnvironmentVariable("NOTEBOOKKIT_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "NOTEBOOKKIT_DATA is not set: no real weights to test with.");
        using var network = new ResNetCifar(depth);
        using var weights = Safetensors.Read(Path.Combine(root!, "weights", $"resnet{depth}-cifar10.safetensors"));
        var match = weights.LoadInto(network);
        network.eval();
        using var photographs = Cifar10.Load(Path.Combine(root!, "cifar10"), Cifar10.TestFile);
        var stored = Npy.Load(
            Path.Combine(root!, "weights", $"resnet{depth}-cifar10-test-predictions-u8.npy")).As<byte>();

        var predictions = new List<long>();
        foreach (var batch in Batches.Of(photographs, 250))
        {
            using var inner = NewDisposeScope();
            var logits = network.call(Normalised(batch.Images));          // [250, 10]
            if (predictions.Count == 0) AssertLogits(depth, logits);
            predictions.AddRange(logits.argmax(1).data<long>().ToArray());
        }

        Assert.All(match.Missing, name => Assert.EndsWith("num_batches_tracked", name));
        Assert.Equal(correct, predictions.Zip(photographs.ToLabels()).Count(pair => pair.First == pair.Second));
        Assert.InRange(predictions.Zip(stored).Count(pair => pair.First != pair.Second), 0, 2);
    }

    private static Tensor Normalised(Tensor images) =>                    // statistics the weights were trained with
        (images - tensor(new[] { 0.485f, 0.456f, 0.406f }).reshape(3, 1, 1))
        / tensor(new[] { 0.229f, 0.224f, 0.225f }).reshape(3, 1, 1);

    private static void AssertLogits(int depth, Tensor logits)
    {
        var root = Environment.GetEnvironmentVariable("NOTEBOOKKIT_DATA")!;
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "weights", "reference.json")));
        var expected = reference.RootElement.GetProperty($"resnet{depth}-cifar10")
            .GetProperty("logits_first_8_test_images");
        for (var image = 0; image < 8; image++)
        {
            for (var k = 0; k < 10; k++)
            {
                Assert.Equal(expected[image][k].GetDouble(), logits[image, k].item<float>(), 1e-4);
            }
        }
    }
}
