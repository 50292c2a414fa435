using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests;

public sealed class ShapesTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    [Theory]
    [InlineData("N 3 H W", new long[] { 8, 3, 32, 16 })]
    [InlineData("N C H H", new long[] { 8, 3, 32, 32 })]
    [InlineData("N", new long[] { 0 })]
    [InlineData("", new long[0])]
    public void Require_FittingShape_ReturnsTheTensor(string pattern, long[] shape)
    {
        var images = zeros(shape);

        Assert.Same(images, images.Require(pattern));
    }

    [Theory]
    [InlineData("N C H W", new long[] { 8, 32, 32 }, "images must be [N, C, H, W], but is [8, 32, 32].")]
    [InlineData("N 3 H W", new long[] { 8, 1, 32, 32 }, "images must be [N, 3, H, W], but is [8, 1, 32, 32].")]
    [InlineData("N C H H", new long[] { 8, 3, 32, 16 }, "images must be [N, C, H, H], but is [8, 3, 32, 16].")]
    [InlineData("", new long[] { 1 }, "images must be [], but is [1].")]
    public void Require_OtherShape_NamesBoth(string pattern, long[] shape, string message)
    {
        var images = zeros(shape);

        var error = Assert.Throws<ShapeException>(() => images.Require(pattern));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Require_Advice_StandsAtTheEnd()
    {
        var logits = zeros(4, 2);

        var error = Assert.Throws<ShapeException>(() => logits.Require("N 1", "Use MultiClass."));

        Assert.Equal("logits must be [N, 1], but is [4, 2]. Use MultiClass.", error.Message);
    }

    public void Dispose() => scope.Dispose();
}
