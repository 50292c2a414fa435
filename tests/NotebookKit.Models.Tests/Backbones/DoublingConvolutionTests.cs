using NotebookKit.Models.Backbones;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Tests.Backbones;

/// <summary>A decoder's growing step against the layers that it stands for.</summary>
public sealed class DoublingConvolutionTests
{
    [Theory]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    [InlineData(7, true)]
    public void Call_EqualsNearestDoublingAndConvolution_InValueAndGradients(int kernel, bool bias)
    {
        using var scope = NewDisposeScope();
        NotebookKit.Train.Seed.All(8);
        using var growing = (DoublingConvolution)new DoublingConvolution(3, 5, kernel, bias).to(ScalarType.Float64);
        var (small, direction) = (randn([2, 3, 4, 7], float64), randn([2, 5, 8, 14], float64));

        AssertSame(growing, direction, [small], input => growing.call(input[0]), input => Doubled(input[0]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Join_EqualsConvolutionOfTheDoubledMapAndTheSkip_InValueAndGradients(int kernel)
    {
        using var scope = NewDisposeScope();
        NotebookKit.Train.Seed.All(9);
        using var growing = (DoublingConvolution)new DoublingConvolution(5, 4, kernel).to(ScalarType.Float64);
        Tensor[] parts = [randn([2, 3, 3, 5], float64), randn([2, 2, 6, 10], float64)];

        AssertSame(
            growing, randn([2, 4, 6, 10], float64), parts, input => growing.Join(input[0], input[1]),
            input => cat([Doubled(input[0]), input[1]], 1));
    }

    [Fact]
    public void Weights_AtFirst_AreThoseOfTheConvolutionWithTheSameSeed()
    {
        NotebookKit.Train.Seed.All(8);
        using var growing = new DoublingConvolution(3, 5, 5);
        NotebookKit.Train.Seed.All(8);
        using var plain = Conv2d(3, 5, 5, padding: 2);

        Assert.Equal([[5, 3, 5, 5], [5]], growing.parameters().Select(parameter => parameter.shape));
        Assert.All(growing.parameters().Zip(plain.parameters()), pair => Assert.True(pair.First.Equals(pair.Second)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Kernel_EvenOrTooSmall_IsRefused(int kernel) => Assert.Contains(
        $"but is {kernel}", Assert.Throws<ArgumentException>(() => new DoublingConvolution(1, 1, kernel)).Message,
        StringComparison.Ordinal);

    private static Tensor Doubled(Tensor map) =>
        Upsample(scale_factor: [2, 2], mode: UpsampleMode.Nearest).call(map);

    // The same values, and the same slope of a random direction for every input and every parameter.
    private static void AssertSame(
        DoublingConvolution growing, Tensor direction, Tensor[] parts, Func<Tensor[], Tensor> call,
        Func<Tensor[], Tensor> joined)
    {
        Tensor[] here = [.. parts.Select(part => part.clone().requires_grad_(true))];
        Tensor[] there = [.. parts.Select(part => part.clone().requires_grad_(true))];
        Tensor[] copies = [.. growing.parameters().Select(p => p.detach().clone().requires_grad_(true))];
        var half = copies[0].shape[2] / 2;

        var grown = call(here);
        var plain = F.conv2d(joined(there), copies[0], copies.ElementAtOrDefault(1), padding: [half, half]);
        (grown * direction).sum().backward();
        (plain * direction).sum().backward();

        Assert.True(plain.allclose(grown, rtol: 0, atol: 1e-12));
        Assert.All(there.Zip(here), pair => Assert.True(pair.First.grad!.allclose(pair.Second.grad!, 0, 1e-12)));
        Assert.All(copies.Zip(growing.parameters()), pair =>
            Assert.True(pair.First.grad!.allclose(pair.Second.grad!, 0, 1e-11)));
    }
}
