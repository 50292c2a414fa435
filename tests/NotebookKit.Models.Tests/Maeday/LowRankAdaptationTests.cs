using NotebookKit.Models.Backbones;
using NotebookKit.Models.Maeday;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Maeday;

public sealed class LowRankAdaptationTests
{
    private static readonly VitShape Shape = new(16, 2, 4) { Side = 8, Patch = 2, Channels = 1 };

    [Fact]
    public void Attached_WithBZero_LeavesTheOutputBitForBit_AndAdaptsFourLayersOfEachBlock()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(Shape, 8, 1, 2);
        var (images, mask) = Input();
        var before = Output(network, images, mask);

        using var adaptation = new LowRankAdaptation(network, rank: 3);

        Assert.Equal(12, adaptation.Layers);
        Assert.True(Output(network, images, mask).eq(before).all().item<bool>());
        Assert.Equal(24, adaptation.parameters().Count());
    }

    [Fact]
    public void Merge_KeepsTheOutput_AndTheNetworkIsAPlainOneAgain()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(Shape, 8, 1, 2);
        var (images, mask) = Input();
        var plain = Output(network, images, mask);
        using var adaptation = new LowRankAdaptation(network, rank: 3, alpha: 6);
        Randomise(adaptation);
        var adapted = Output(network, images, mask);

        adaptation.Merge();

        Assert.True((adapted - plain).abs().max().item<float>() > 1e-2);
        Assert.True((Output(network, images, mask) - adapted).abs().max().item<float>() < 1e-5);
        Assert.All(network.parameters(), parameter => Assert.True(parameter.requires_grad));
        Assert.Throws<InvalidOperationException>(adaptation.Merge);
    }

    [Fact]
    public void Disposed_LeavesTheNetworkAsItWas()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(Shape, 8, 1, 2);
        var (images, mask) = Input();
        var before = Output(network, images, mask);

        using (var adaptation = new LowRankAdaptation(network, rank: 2))
        {
            Randomise(adaptation);
            Assert.False(Output(network, images, mask).eq(before).all().item<bool>());
        }

        Assert.True(Output(network, images, mask).eq(before).all().item<bool>());
        Assert.All(network.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void Backward_ReachesTheLowRankWeightsOnly()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(Shape, 8, 1, 2);
        var (images, mask) = Input();
        using var adaptation = new LowRankAdaptation(network, rank: 2);
        Randomise(adaptation);

        network.Loss(images, network.call(images, mask), mask).backward();

        Assert.All(network.parameters(), parameter => Assert.True(parameter.grad is null));
        Assert.All(adaptation.parameters(), parameter => Assert.True(parameter.grad!.abs().sum().item<float>() > 0));
    }

    [Fact]
    public void Attach_NoRank_OrNoBlocks_SaysSo()
    {
        using var network = new MaskedAutoencoder(Shape, 8, 1, 2);
        using var plain = nn.Linear(3, 3);

        Assert.Contains("rank is 0", Assert.Throws<ArgumentException>(() => new LowRankAdaptation(network, 0)).Message,
            StringComparison.Ordinal);
        Assert.Contains(".attn.qkv", Assert.Throws<ArgumentException>(() => new LowRankAdaptation(plain, 2)).Message,
            StringComparison.Ordinal);
    }

    private static (Tensor Images, PatchMask Mask) Input() => (rand(2, 1, 8, 8), PatchMask.Random(2, 16, 0.75));

    private static Tensor Output(MaskedAutoencoder network, Tensor images, PatchMask mask)
    {
        using var guard = no_grad();
        return network.call(images, mask);
    }

    private static void Randomise(LowRankAdaptation adaptation)
    {
        using var guard = no_grad();
        foreach (var parameter in adaptation.parameters())
        {
            nn.init.normal_(parameter, 0, 0.3);
        }
    }
}
