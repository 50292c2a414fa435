using System.Text.Json;
using NotebookKit.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Layers;

public sealed class SpectralNormTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData("Linear", new long[] { 3, 5 })]
    [InlineData("Conv2d", new long[] { 2, 4, 5, 5 })]
    [InlineData("ConvTranspose2d", new long[] { 2, 3, 3, 3 })]
    public void ThreeStepsAndInference_AgainstPyTorch_Agree(string name, long[] shape)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "oracles", "kit", "spectral_norm.json");
        var oracle = JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty(name);
        using var layer = Make(name);
        var state = layer.state_dict();
        Assert.Equal(["bias", "weight_orig", "weight_u", "weight_v"], state.Keys.Order(StringComparer.Ordinal));
        using (no_grad())
        {
            foreach (var (key, value) in state)
            {
                value.copy_(Values(oracle.GetProperty("state").GetProperty(key), value.shape));
            }
        }

        var x = Values(oracle.GetProperty("x"), shape);
        using var optimizer = optim.SGD(layer.parameters(), 0.1);
        for (var k = 0; k < 3; k++)
        {
            optimizer.zero_grad();
            var y = layer.call(x);
            Same(oracle.GetProperty("outputs")[k], y);
            y.square().mean().backward();
            optimizer.step();
        }

        Same(oracle.GetProperty("gradient"), layer.get_parameter("weight_orig")!.grad!);
        layer.eval();
        Same(oracle.GetProperty("outputs")[3], layer.call(x));
        foreach (var (key, value) in layer.state_dict())                // inference changed nothing
        {
            Same(oracle.GetProperty("after").GetProperty(key), value);
        }
    }

    [Fact]
    public void NormalisedWeight_AfterManyRounds_HasLargestSingularValueOne()
    {
        manual_seed(1);
        using var layer = new SpectralNorm(Linear(7, 5), powerIterations: 60);

        var weight = layer.NormalisedWeight();

        Assert.Equal(1, linalg.svdvals(weight)[0].ToDouble(), 1e-5);
    }

    [Fact]
    public void Forward_LeavesNoTensorBehind()
    {
        using var layer = new SpectralNorm(Conv2d(3, 4, 3));
        var x = randn(1, 3, 6, 6);
        layer.call(x).Dispose();
        var before = Tensor.TotalCount;

        layer.call(x).Dispose();

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Constructor_BorderByName_SaysWhatItNeeds()
    {
        var error = Assert.Throws<ArgumentException>(() => new SpectralNorm(Conv2d(3, 4, 3, Padding.Same)));

        Assert.Equal(
            "SpectralNorm needs a convolution with a numeric border of zeros, but it has Same. " +
            "Give padding as a number.",
            error.Message);
    }

    private static SpectralNorm Make(string name)
    {
        SpectralNorm layer = name switch
        {
            "Linear" => new(Linear(5, 4)),
            "Conv2d" => new(Conv2d(4, 6, 3, stride: 2, padding: 1, groups: 2)),
            _ => new(ConvTranspose2d(3, 4, 3, stride: 2, padding: 1, output_padding: 1)),
        };
        layer.to(float64);
        return layer;
    }

    private static Tensor Values(JsonElement values, long[] shape) =>
        tensor(values.EnumerateArray().Select(v => v.GetDouble()).ToArray()).reshape(shape);

    private static void Same(JsonElement expected, Tensor actual) =>
        Assert.True(Values(expected, actual.shape).sub(actual).abs().max().ToDouble() < 1e-12);
}
