using NotebookKit.Metrics;
using NotebookKit.Models.Backbones;
using NotebookKit.Models.Maeday;
using NotebookKit.Models.Tests.Backbones;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Maeday;

/// <summary>The worked numbers of the score (specification, section 7): the filled network of
/// <see cref="MaskedAutoencoderTests"/> on its two pictures, one mask each; python3-torch 1.13.1.</summary>
public sealed class MaedayMethodTests
{
    [Fact]
    public void Gaussian_HasTheWorkedValues_AndSumsToOne()
    {
        using var scope = NewDisposeScope();
        var kernel = MaedayMethod.Gaussian();

        Assert.Equal([7L, 7], kernel.shape);
        Assert.Equal(0.0829590030, kernel[3, 3].ToDouble(), 1e-8);
        Assert.Equal(0.0008407254, kernel[0, 6].ToDouble(), 1e-8);
        Assert.Equal(1, kernel.sum().ToDouble(), 1e-12);
    }

    [Theory]
    [InlineData(ScalarType.Float64, 1e-8)]
    [InlineData(ScalarType.Float32, 2e-5)]
    public void Map_AllPixels_HasTheWorkedValues(ScalarType dtype, double tolerance)
    {
        using var scope = NewDisposeScope();
        var (images, pixels, _) = Worked(dtype);

        var map = MaedayMethod.Smooth(MaedayMethod.Errors(images, pixels)).mean([0]);

        Assert.Equal(1, map.sum().ToDouble() / 146.2472322724, tolerance);
        Assert.Equal(2.7911739398, map.max().ToDouble(), tolerance);
        Assert.Equal(2.1140859964, map[3, 4].ToDouble(), tolerance);
    }

    // The visible pixels count nothing here; the other polarity would count nothing else.
    [Theory]
    [InlineData(ScalarType.Float64, 1e-8)]
    [InlineData(ScalarType.Float32, 2e-5)]
    public void Map_ErrorTimesMask_HasTheWorkedValues(ScalarType dtype, double tolerance)
    {
        using var scope = NewDisposeScope();
        var (images, pixels, removed) = Worked(dtype);

        var map = MaedayMethod.Smooth(MaedayMethod.Errors(images, pixels) * removed).mean([0]);

        Assert.Equal(1, map.sum().ToDouble() / 104.4194460935, tolerance);
        Assert.Equal(2.3345771436, map.max().ToDouble(), tolerance);
        Assert.Equal(1.5192736263, map[3, 4].ToDouble(), tolerance);
    }

    [Fact]
    public void Auroc_OfTheWorkedScores_IsFiveSixths() =>
        Assert.Equal(0.8333333333, Auroc.Of([0.1, 0.4, 0.35, 0.8, 0.4, 0.2], [0, 0, 1, 1, 1, 0]), 9);

    [Fact]
    public void RemovedMap_IsTheMeanErrorOverTheMasksThatHideAPixel()
    {
        using var scope = NewDisposeScope();
        var errors = rand(3, 1, 8, 8);
        var weights = (rand(3, 1, 8, 8) > 0.4).to(ScalarType.Float32);

        var map = MaedayMethod.RemovedMap((errors * weights).sum([0]), weights.sum([0]));

        var expected = MaedayMethod.Smooth((errors * weights).sum([0])) / (
            MaedayMethod.Smooth(weights.sum([0])) + 1e-6);
        Assert.True((map - expected).abs().max().item<float>() < 1e-6);
        Assert.True(
            (MaedayMethod.RemovedMap(2 * weights.sum([0]), weights.sum([0])) - 2).abs().max().item<float>() < 1e-4);
    }

    [Fact]
    public void Smooth_ConstantMap_StaysFlatUpToTheBorder()
    {
        using var scope = NewDisposeScope();

        Assert.True((MaedayMethod.Smooth(full([1, 9, 12], 3.0)) - 3).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void RemovedPixels_OneHiddenPatch_IsItsSquare()
    {
        using var scope = NewDisposeScope();
        var removed = zeros(1, 9);
        removed[0, 5] = 1;                                                // row 1, column 2

        var pixels = MaedayMethod.RemovedPixels(removed, 4);

        Assert.Equal([1L, 12, 12], pixels.shape);
        Assert.Equal(16, pixels.sum().item<float>());
        Assert.Equal(16, pixels.narrow(1, 4, 4).narrow(2, 8, 4).sum().item<float>());
    }

    [Fact]
    public void Mapper_HasTheErrorsOfItsMasks_ALoneMaskAndABatchAlike()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var network = MaskedAutoencoderTests.Filled();
        var images = rand(3, 3, 8, 8);
        var mapper = new AnomalyMapper(network, new(2));

        var maps = mapper.MapsAfter(images, seed: 5, [1, 2]);

        var (first, second) = (mapper.Reconstruct(images, 0, 5), mapper.Reconstruct(images, 1, 5));
        var errors = MaedayMethod.Errors(images, first.Pixels) * first.Removed;
        Close(MaedayMethod.RemovedMap(errors, first.Removed), maps[0]);
        errors += MaedayMethod.Errors(images, second.Pixels) * second.Removed;
        Close(MaedayMethod.RemovedMap(errors, first.Removed + second.Removed), maps[1]);
        var whole = new AnomalyMapper(network, new(2), ErrorRegion.All).Maps(images, 5);
        Close(
            MaedayMethod.Smooth(
                (MaedayMethod.Errors(images, first.Pixels) + MaedayMethod.Errors(images, second.Pixels)) / 2),
            whole);

        static void Close(Tensor expected, Tensor map) =>
            Assert.True((expected - map).abs().max().item<float>() < 1e-4 * expected.max().item<float>());
    }

    [Fact]
    public void MeanAndDeviation_AreThoseOfTheMasksThatHideAPlace()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var network = MaskedAutoencoderTests.Filled();
        foreach (var weight in network.parameters())
        {
            weight.mul_(4);                                               // what is visible shall matter
        }

        var images = rand(2, 3, 8, 8);
        var mapper = new AnomalyMapper(network, new(3));
        var passes = Enumerable.Range(0, 3).Select(i => mapper.Reconstruct(images, i, 5)).ToArray();
        var errors = passes.Select(p => MaedayMethod.Errors(images, p.Pixels)).ToArray();
        var (means, deviations) = (new float[2, 8, 8], new float[2, 8, 8]);
        for (var at = 0; at < means.Length; at++)
        {
            var (n, y, x) = (at / 64, at / 8 % 8, at % 8);
            float[] hidden = [.. errors.Where((_, i) => passes[i].Removed[n, y, x].item<float>() > 0)
                .Select(e => e[n, y, x].item<float>())];
            means[n, y, x] = hidden.DefaultIfEmpty(0).Average();
            deviations[n, y, x] = MathF.Sqrt(
                hidden.Select(e => (e - means[n, y, x]) * (e - means[n, y, x])).DefaultIfEmpty(0).Average());
        }

        var (mean, deviation) = mapper.MeanAndDeviation(images, seed: 5);

        Assert.True((MaedayMethod.Smooth(tensor(means)) - mean).abs().max().item<float>() 
            < 1e-4 * mean.max().item<float>());
        Assert.True((MaedayMethod.Smooth(tensor(deviations)) - deviation).abs().max().item<float>()
            < 1e-4 * mean.max().item<float>());
        Assert.InRange(deviation.max().item<float>() / mean.max().item<float>(), 0.01, 1);
        var (_, one) = new AnomalyMapper(network, new(1)).MeanAndDeviation(images, seed: 5);
        Assert.Equal(0, one.abs().max().item<float>());
    }

    [Fact]
    public void HeatRange_SpansFromTheMedianToTheHighestHalfPerCent()
    {
        using var scope = NewDisposeScope();

        var range = HeatRange.Of(arange(1000, ScalarType.Float32).reshape(10, 10, 10));

        Assert.Equal((500, 995), (range.Low, range.Top));
        Assert.Equal(new HeatRange(3, 3), HeatRange.Of(full([1, 4, 4], 3f)));
    }

    [Fact]
    public void Mapper_PicturesLargerThanTheNetwork_AreTheMeanOfTheirWindows()
    {
        using var scope = NewDisposeScope();
        var windows = new SlidingWindows(16, 8);
        var image = arange(256, ScalarType.Float32).reshape(1, 1, 16, 16);

        var cut = windows.Cut(image);

        Assert.Equal([9L, 1, 8, 8], cut.shape);
        Assert.True(cut[5, 0].eq(image[0, 0].narrow(0, 4, 8).narrow(1, 8, 8)).all().item<bool>());
        Assert.True((windows.Join(cut.squeeze(1)) - image.squeeze(1)).abs().max().item<float>() < 1e-4);
        Assert.Contains("whole steps of 4", Assert.Throws<ShapeException>(() => new SlidingWindows(18, 8)).Message,
            StringComparison.Ordinal);
    }

    private static (Tensor Images, Tensor Pixels, Tensor Removed) Worked(ScalarType dtype)
    {
        using var guard = no_grad();
        using var network = MaskedAutoencoderTests.Filled(dtype);
        var images = MaskedAutoencoderTests.Sine([2, 3, 8, 8], 0.13, 0.2, 1, dtype);
        var mask = PatchMask.FromNoise(MaskedAutoencoderTests.Sine([2, 16], 2.7, 0.3, 0.5, dtype) + 0.5, 0.75);
        return (images, Patches.Join(network.call(images, mask), 2, 3), MaedayMethod.RemovedPixels(mask.Removed, 2));
    }
}
