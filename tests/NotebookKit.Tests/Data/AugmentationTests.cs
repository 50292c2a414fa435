using NotebookKit.Data;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Data;

public sealed class AugmentationTests
{
    private static readonly AugmentationKey Key = new(3, 5, 7);

    [Theory]
    [InlineData("flip", 3)]
    [InlineData("crop", 3)]
    [InlineData("reflect", 1)]
    [InlineData("crop, flip", 3)]
    [InlineData("flip, crop, reflect, flip", 2)]
    [InlineData("cutout", 3)]
    [InlineData("crop, cutout, flip", 3)]
    [InlineData("colour", 3)]
    [InlineData("grey", 1)]
    [InlineData("flip, colour, crop, cutout", 3)]
    public void Apply_Steps_EqualThoseOfOnePictureAtATime(string steps, int channels)
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        var images = rand(40, channels, 7, 9);
        var (augmentation, naive) = (Augmentation.None, new NaiveAugmentation(Pictures(images), Key));
        foreach (var step in steps.Split(", "))
        {
            (augmentation, naive) = step switch
            {
                "flip" => (augmentation.Flip(0.4), naive.Flip(0.4)),
                "crop" => (augmentation.Crop(2), naive.Crop(2)),
                "reflect" => (augmentation.Crop(3, CropBorder.Reflect), naive.Crop(3, CropBorder.Reflect)),
                "cutout" => (augmentation.Cutout(4), naive.Cutout(4)),
                "colour" => (augmentation.Colour(0.4, 0.3, 0.8), naive.Colour(0.4, 0.3, 0.8)),
                _ => (augmentation.Colour(0.4, 0.3, 0), naive.Colour(0.4, 0.3, 0)),
            };
        }

        var before = images.clone();
        var after = augmentation.Apply(images, Key);

        var tolerance = steps.Contains("colour") || steps.Contains("grey") ? 1e-5 : 0;
        foreach (var (expected, actual) in naive.Pictures.Zip(Pictures(after)))
        {
            Assert.All(expected.Cast<float>().Zip(actual.Cast<float>()), pair =>
                Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance));
        }

        Assert.True(images.eq(before).all().item<bool>());
        Assert.False(after.eq(before).all().item<bool>());
    }

    [Fact]
    public void Apply_BytesAndMasks_MoveWithThePictures()
    {
        using var scope = NewDisposeScope();
        var images = arange(24 * 8 * 8).remainder(256).reshape(24, 1, 8, 8).to(ScalarType.Byte);
        var masks = images.squeeze(1).bitwise_and(3).eq(1);               // says something of each pixel
        var augmentation = Augmentation.None.Crop(2).Flip().Crop(2, CropBorder.Reflect);

        var (moved, followed) = augmentation.Apply(images, masks, Key);

        Assert.Equal((ScalarType.Byte, ScalarType.Bool), (moved.dtype, followed.dtype));
        Assert.True(followed.eq(moved.squeeze(1).bitwise_and(3).eq(1)).all().item<bool>());
        Assert.True(moved.eq(augmentation.Apply(images, Key)).all().item<bool>());
        var (cut, whole) = Augmentation.None.Cutout(6).Apply(images, masks, Key);
        Assert.False(cut.eq(images).all().item<bool>());
        Assert.True(whole.eq(masks).all().item<bool>());
    }

    [Fact]
    public void Apply_SameKey_RepeatsAndAnyOtherDoesNot()
    {
        using var scope = NewDisposeScope();
        var images = rand(16, 3, 8, 8);
        var augmentation = Augmentation.None.Crop(3).Flip().Colour(0.2, 0.2, 0.2);
        var first = augmentation.Apply(images, Key);

        Assert.True(first.eq(augmentation.Apply(images, Key)).all().item<bool>());
        Assert.All(
            new[] { Key with { Seed = 4 }, Key with { Epoch = 6 }, Key with { Batch = 8 }, new(3, 7, 5) },
            key => Assert.False(first.eq(augmentation.Apply(images, key)).all().item<bool>()));
    }

    [Fact]
    public void Apply_LeavesTheDefaultGeneratorAlone()
    {
        using var scope = NewDisposeScope();
        var images = rand(4, 3, 8, 8);
        manual_seed(1);
        var expected = rand(3);
        manual_seed(1);
        _ = Augmentation.None.Crop(2).Flip().Cutout(3).Colour(0.1, 0.1, 0.1).Apply(images, Key);

        Assert.True(expected.eq(rand(3)).all().item<bool>());
    }

    [Fact]
    public void Crop_ManyPictures_ShiftsEvenlyInBothDirections()
    {
        using var scope = NewDisposeScope();
        const int Count = 20_000;
        var images = zeros(Count, 1, 7, 7);
        images[TensorIndex.Colon, 0, 3, 3] = 1;                           // one bright pixel in the middle

        var at = Augmentation.None.Crop(2).Apply(images, Key).flatten(1).argmax(1).data<long>().ToArray();

        var counts = at.GroupBy(place => (place / 7, place % 7))
            .ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(25, counts.Count);
        Assert.All(counts, entry =>
        {
            Assert.InRange(entry.Key.Item1, 1, 5);
            Assert.InRange(entry.Key.Item2, 1, 5);
            Assert.InRange(entry.Value, 660, 940);                        // five standard deviations around 800
        });
    }

    [Theory]
    [InlineData(0.0, 0, 0)]
    [InlineData(0.5, 4_750, 5_250)]                                       // five standard deviations around 5,000
    [InlineData(1.0, 10_000, 10_000)]
    public void Flip_ManyPictures_MirrorsTheShare(double probability, int least, int most)
    {
        using var scope = NewDisposeScope();
        var images = tensor([1f, 0f]).reshape(1, 1, 1, 2).expand(10_000, 1, 1, 2);

        var mirrored = Augmentation.None.Flip(probability).Apply(images, Key)[TensorIndex.Ellipsis, 1].sum();

        Assert.InRange((int)mirrored.item<float>(), least, most);
    }

    [Fact]
    public void Augmentation_BadValues_AreRefused()
    {
        using var scope = NewDisposeScope();

        Assert.Equal("probability must be in [0, 1], but is 1.5.", Refused(() => Augmentation.None.Flip(1.5)));
        Assert.Equal("padding must be 1 or more, but is 0.", Refused(() => Augmentation.None.Crop(0)));
        Assert.Equal("side must be 1 or more, but is -1.", Refused(() => Augmentation.None.Cutout(-1)));
        Assert.Equal(
            "contrast must be in [0, 1], but is NaN.", Refused(() => Augmentation.None.Colour(0, double.NaN, 0)));
        Assert.Contains("images must be [B, C, H, W]", WrongShape(Augmentation.None, 3, 8, 8));
        Assert.Contains("Saturation needs colour", WrongShape(Augmentation.None.Colour(0, 0, 0.5), 2, 1, 8, 8));
        Assert.Contains(
            "mirrored border must be smaller", WrongShape(Augmentation.None.Crop(8, CropBorder.Reflect), 2, 1, 8, 9));
        Assert.Contains("masks must be [2, 8, 8]", Assert.Throws<ShapeException>(() =>
            Augmentation.None.Flip().Apply(rand(2, 1, 8, 8), rand(2, 8, 9), Key)).Message);

        static string Refused(Func<Augmentation> make) => Assert.Throws<DataException>(make).Message;

        static string WrongShape(Augmentation augmentation, params long[] shape) =>
            Assert.Throws<ShapeException>(() => augmentation.Apply(rand(shape), Key)).Message;
    }

    private static float[][,,] Pictures(Tensor images)
    {
        var (count, channels, height, width) = (images.shape[0], images.shape[1], images.shape[2], images.shape[3]);
        var values = images.contiguous().data<float>().ToArray();
        var size = (int)(channels * height * width);
        var pictures = new float[count][,,];
        for (var i = 0; i < count; i++)
        {
            pictures[i] = new float[channels, height, width];
            Buffer.BlockCopy(values, i * size * sizeof(float), pictures[i], 0, size * sizeof(float));
        }

        return pictures;
    }
}
