using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torchvision.transforms;

namespace NotebookKit.Torch.Tests;

/// <summary>Image transforms against values worked out by hand.</summary>
public sealed class TransformTests
{
    private static Tensor Image() => arange(16, dtype: float32).reshape(1, 1, 4, 4) / 16;

    [Fact]
    public void Normalize_Channels_AreCentredAndScaled()
    {
        using var scope = NewDisposeScope();
        var image = ones(2, 3, 1, 1);

        var result = Normalize([0.5, 0, -1], [0.5, 2, 4]).call(image);

        Assert.Equal([1f, 0.5f, 0.5f], result[1].flatten().data<float>().ToArray());
        Assert.Throws<ArgumentException>(() => Normalize([0.5], [1]).call(image));
        Assert.Throws<ArgumentException>(() => Normalize([0.5, 1], [1, 1]));
    }

    [Fact]
    public void Flips_TurnRowsAndColumns()
    {
        using var scope = NewDisposeScope();
        var image = Image();

        Assert.True(HorizontalFlip().call(image).allclose(image.flip(3)));
        Assert.True(VerticalFlip().call(image).allclose(image.flip(2)));
        Assert.True(RandomHorizontalFlip(1).call(image).allclose(image.flip(3)));
        Assert.True(RandomHorizontalFlip(0).call(image).allclose(image));
    }

    [Fact]
    public void Rotate_QuarterTurns_AreCounterClockwise()
    {
        using var scope = NewDisposeScope();
        var image = Image();

        Assert.True(Rotate(90).call(image).allclose(image.rot90(1, (2, 3)), atol: 1e-6));
        Assert.True(Rotate(-90, InterpolationMode.Bilinear).call(image).allclose(image.rot90(-1, (2, 3)), atol: 1e-5));
        var bytes = (image * 16).to(uint8)[0, 0];
        Assert.True(Rotate(180).call(bytes).equal(bytes.flip(0, 1)).all().item<bool>());
    }

    [Fact]
    public void Rotate_Expanded_HoldsEveryCorner()
    {
        using var scope = NewDisposeScope();
        var image = ones(1, 1, 2, 4);

        Assert.Equal([1L, 1, 4, 2], Rotate(90, expand: true).call(image).shape);
        var turned = Rotate(45, expand: true, fill: [0.25f]).call(image);
        Assert.Equal([1L, 1, 6, 6], turned.shape);       // (2 + 4) / sqrt(2) = 4.24, from both sides of the middle: 6
        Assert.Equal(0.25f, turned[0, 0, 0, 0].item<float>());
        Assert.Equal(1f, turned[0, 0, 2, 2].item<float>());
    }

    [Fact]
    public void Rotate_AboutACorner_LeavesThatPixel()
    {
        using var scope = NewDisposeScope();
        var image = Image();

        var turned = Rotate(90, center: (0, 0)).call(image);

        Assert.Equal(0f, turned[0, 0, 3, 3].item<float>());
        Assert.Equal(0f, turned[0, 0, 1, 0].item<float>());     // columns right of the corner went above the image
    }

    [Fact]
    public void Grayscale_Colours_AreWeighted()
    {
        using var scope = NewDisposeScope();
        var image = tensor(new[] { 1f, 0.5f, 0.25f }).reshape(1, 3, 1, 1);

        Assert.Equal(0.2989 + (0.587 / 2) + (0.114 / 4), Grayscale().call(image).ToDouble(), 6);
        Assert.Equal([1L, 3, 1, 1], Grayscale(3).call(image).shape);
        Assert.Throws<ArgumentException>(() => Grayscale(2));
    }

    [Fact]
    public void AdjustContrast_Gray_MovesFromTheMean()
    {
        using var scope = NewDisposeScope();
        var image = tensor(new[] { 0.2f, 0.6f }).reshape(1, 1, 1, 2);      // mean 0.4

        Assert.Equal([0.3, 0.5], Doubles(AdjustContrast(0.5).call(image)), Near);
        Assert.Equal([0.0, 0.8], Doubles(AdjustContrast(2).call(image)), Near);
        Assert.Equal([0.2, 0.6], Doubles(AdjustContrast(1).call(image)), Near);
        Assert.Throws<ArgumentException>(() => AdjustContrast(-1));
    }

    [Fact]
    public void ColorJitter_FixedRanges_IsWhatItSays()
    {
        using var scope = NewDisposeScope();
        var red = tensor(new[] { 1f, 0, 0 }).reshape(1, 3, 1, 1);

        Assert.Equal([0.5, 0, 0], Doubles(ColorJitter((0.5f, 0.5f), (1, 1), (1, 1), (0, 0)).call(red)), Near);
        Assert.Equal([0.2989, 0.2989, 0.2989], Doubles(ColorJitter((1, 1), (1, 1), (0, 0), (0, 0)).call(red)), Near);
        Assert.Equal([0, 1, 0], Doubles(ColorJitter((1, 1), (1, 1), (1, 1), (1 / 3f, 1 / 3f)).call(red)), Near);
        Assert.Equal([0, 1, 1], Doubles(ColorJitter((1, 1), (1, 1), (1, 1), (0.5f, 0.5f)).call(red)), Near);
        Assert.Equal([1.0, 0, 0], Doubles(ColorJitter().call(red)), Near);
        manual_seed(3);
        var first = ColorJitter(0.5f, 0.5f, 0.5f, 0.2f).call(red * 0.5).clone();
        manual_seed(3);
        Assert.True(first.allclose(ColorJitter(0.5f, 0.5f, 0.5f, 0.2f).call(red * 0.5)));
    }

    [Fact]
    public void Crop_Middle_IsTaken()
    {
        using var scope = NewDisposeScope();
        var image = Image();

        Assert.True(CenterCrop(2).call(image).allclose(image[.., .., 1..3, 1..3]));
        Assert.Equal([1L, 1, 4, 2], CenterCrop(4, 2).call(image).shape);
        var wide = CenterCrop(6).call(image);
        Assert.Equal([1L, 1, 6, 6], wide.shape);
        Assert.True(wide[.., .., 1..5, 1..5].allclose(image));
    }

    [Fact]
    public void Resize_ShorterSide_KeepsTheShape()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([2L, 3, 4, 8], Resize(4).call(zeros(2, 3, 6, 12)).shape);
        Assert.Equal([3L, 8, 4], Resize(4).call(zeros(3, 12, 6)).shape);
        Assert.Equal([3L, 5, 7], Resize(5, 7).call(zeros(3, 12, 6)).shape);
        Assert.Equal([0.0, 0, 1, 1], Doubles(Resize(1, 4).call(tensor(new[] { 0f, 1 }).reshape(1, 1, 1, 2))));
        Assert.Equal([0.0, 0.25, 0.75, 1],
            Doubles(Resize(1, 4, InterpolationMode.Bilinear).call(tensor(new[] { 0f, 1 }).reshape(1, 1, 1, 2))), Near);
        Assert.Throws<ArgumentException>(() => Resize(9, maxSize: 8).call(zeros(1, 12, 6)));
    }

    [Fact]
    public void RandomResizedCrop_Seeded_StaysInside()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var image = Image();
        for (var k = 0; k < 20; k++)
        {
            var part = RandomResizedCrop(3).call(image);
            Assert.Equal([1L, 1, 3, 3], part.shape);
            // nearest: values of the image
            Assert.True(part.unsqueeze(-1).eq(image.flatten()).any(-1).all().item<bool>());
        }
    }

    [Fact]
    public void Compose_RunsInOrder()
    {
        using var scope = NewDisposeScope();
        var image = Image();

        var result = Compose(Lambda(x => x * 2), Pad([1, 0, 0, 0], fill: 5), HorizontalFlip()).call(image);

        Assert.Equal([1L, 1, 4, 5], result.shape);
        Assert.Equal(5f, result[0, 0, 0, 4].item<float>());
        Assert.Equal(30f / 16, result[0, 0, 3, 0].item<float>());
    }

    [Fact]
    public void MakeGrid_Images_StandInRows()
    {
        using var scope = NewDisposeScope();
        var images = arange(3, dtype: float32).reshape(3, 1, 1, 1).expand(3, 1, 2, 3);

        var grid = torchvision.utils.make_grid(images, nrow: 2, padding: 1, pad_value: 9);

        Assert.Equal([3L, 7, 9], grid.shape);
        Assert.Equal(9f, grid[0, 0, 0].item<float>());
        Assert.Equal(1f, grid[2, 1, 5].item<float>());
        Assert.Equal(2f, grid[1, 5, 1].item<float>());
        Assert.Equal(9f, grid[1, 5, 6].item<float>());
        var scaled = torchvision.utils.make_grid([images[0], images[2]], padding: 0, normalize: true);
        Assert.Equal([0f, 1f], new[] { scaled[0, 0, 0].item<float>(), scaled[0, 0, 5].item<float>() });
        Assert.Equal([3L, 2, 3], torchvision.utils.make_grid(images[0]).shape);
    }

    private static double[] Doubles(Tensor values) => [.. values.to(float64).flatten().data<double>()];

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-5;
}
