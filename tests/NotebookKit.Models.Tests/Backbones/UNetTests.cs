using NotebookKit.Models.Backbones;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Backbones;

public sealed class UNetTests
{
    [Fact]
    public void Forward_ResidualAtFirst_IsTheIdentityInsideTheBound()
    {
        using var scope = NewDisposeScope();
        using var network = new UNet(1, 1, [12, 24, 48], residual: true, classes: 2);
        var images = rand(2, 1, 32, 32).mul(2).sub(1);

        var (output, logits) = network.Both(images);

        Assert.True((output - images.clamp(-0.99, 0.99)).abs().max().item<float>() < 1e-5);
        Assert.Equal([2L, 2], logits.shape);
        Assert.True(output.eq(network.call(images)).all().item<bool>());
    }

    [Fact]
    public void Forward_ResidualOfAnyWeights_StaysInsideTheRange()
    {
        using var scope = NewDisposeScope();
        using var network = new UNet(3, 3, [4, 8], residual: true);
        BackboneOracle.Fill(network);

        var output = network.call(rand(2, 3, 8, 8).mul(4).sub(2));

        Assert.True(output.abs().max().item<float>() < 1);
    }

    [Fact]
    public void Forward_Plain_GivesAMapPerOutputAndReachesEveryParameter()
    {
        using var scope = NewDisposeScope();
        using var network = new UNet(3, 2, [4, 8, 16, 32]);

        var output = network.call(rand(2, 3, 16, 24));
        output.square().sum().backward();

        Assert.Equal([2L, 2, 16, 24], output.shape);
        Assert.All(network.named_parameters(), entry => Assert.NotNull(entry.parameter.grad));
    }

    [Fact]
    public void Network_BadSizesOrPictures_AreRefused()
    {
        using var scope = NewDisposeScope();
        using var network = new UNet(1, 1, [4, 8, 16]);

        Assert.Contains("widths must be two or more", Refused(() => new UNet(1, 1, [4])));
        Assert.Contains("as many outputs as channels", Refused(() => new UNet(1, 2, [4, 8], residual: true)));
        Assert.Contains("multiples of 4, but input is [1, 1, 10, 8]", Refused(() => network.call(rand(1, 1, 10, 8))));
        Assert.Contains("input must be [N, 1, H, W]", Refused(() => network.call(rand(1, 3, 8, 8))));
        Assert.Contains(
            "has no head",
            Assert.Throws<InvalidOperationException>(() => network.Both(rand(1, 1, 8, 8))).Message);

        static string Refused(Func<object> act) => Assert.ThrowsAny<ArgumentException>(act).Message;
    }
}
