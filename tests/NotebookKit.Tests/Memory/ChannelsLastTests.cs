using NotebookKit.Memory;
using NotebookKit.Tests.Provider;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Memory;

public sealed class ChannelsLastTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string> BodyNames => Bodies.Names;

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Network_OverTheDoor_KeepsTheOrderUpToTheFlattening()
    {
        using var body = Bodies.Use("door");
        using var net = Sequential(
            Conv2d(3, 8, 3, padding: 1), BatchNorm2d(8), ReLU(), MaxPool2d(2), Conv2d(8, 6, 1), AvgPool2d(2));
        net.WithChannelsLast();

        var y = net.call(randn(2, 3, 8, 8).ToChannelsLast());

        Assert.True(y.IsChannelsLast());
        Assert.False(y.is_contiguous());
        Assert.True(net.get_parameter("0.weight")!.IsChannelsLast());
        Assert.Equal([2, 6, 2, 2], y.shape);
    }

    [Theory]
    [MemberData(nameof(BodyNames))]
    public void TrainingInEitherOrder_GivesTheSameLossesAndWeights(string name)
    {
        using var body = Bodies.Use(name);
        manual_seed(4);
        var (x, target) = (randn(4, 3, 8, 8), randn(4, 5, 2, 2));
        var (plain, plainLosses) = Train(x, target, channelsLast: false);
        var (ordered, orderedLosses) = Train(x, target, channelsLast: true);

        for (var k = 0; k < plainLosses.Length; k++)
        {
            Assert.Equal(plainLosses[k], orderedLosses[k], 1e-5);
        }

        foreach (var (a, b) in plain.Zip(ordered))
        {
            Assert.True(a.sub(b).abs().max().ToDouble() < 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(BodyNames))]
    public void IsChannelsLast_TellsBothOrders(string name)
    {
        using var body = Bodies.Use(name);

        Assert.True(randn(2, 8, 8, 3).permute(0, 3, 1, 2).IsChannelsLast());
        Assert.False(randn(2, 3, 8, 8).IsChannelsLast());
        Assert.Throws<ShapeException>(() => randn(2, 3).IsChannelsLast());
        Assert.Throws<ShapeException>(() => randn(2, 3).ToChannelsLast());
    }

    [Fact]
    public void WithChannelsLast_KeepsTheParameterObjectsAndTheirGradients()
    {
        using var body = Bodies.Use("door");
        using var layer = Conv2d(3, 4, 3);
        var weight = layer.weight;
        var values = weight.detach().clone();

        layer.WithChannelsLast();
        layer.call(randn(1, 3, 5, 5)).sum().backward();

        Assert.Same(weight, layer.weight);
        Assert.True(weight.is_leaf && weight.requires_grad);
        Assert.Equal(0, (weight - values).count_nonzero().ToInt64());
        Assert.NotNull(weight.grad);
    }

    private static (Tensor[] Weights, double[] Losses) Train(Tensor x, Tensor target, bool channelsLast)
    {
        manual_seed(9);
        // No bias before a batch normalisation: its gradient is rounding noise, which Adam scales up to full steps.
        using var net = Sequential(
            Conv2d(3, 8, 3, padding: 1, bias: false), BatchNorm2d(8), ReLU(), MaxPool2d(2), Conv2d(8, 5, 3));
        if (channelsLast)
        {
            net.WithChannelsLast();
            x = x.ToChannelsLast();
        }

        using var optimizer = optim.AdamW(net.parameters(), 0.01, weight_decay: 0.1);
        var losses = new double[6];
        for (var k = 0; k < losses.Length; k++)
        {
            optimizer.zero_grad();
            var loss = (net.call(x) - target).square().mean();
            loss.backward();
            optimizer.step();
            losses[k] = loss.ToDouble();
        }

        return ([.. net.parameters().Select(p => p.detach().clone())], losses);
    }
}
