using NotebookKit.Data;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Data;

public class ImageSetTests
{
    [Fact]
    public void Select_Places_TakesPixelsLabelsMasksAndSubjectsTogether()
    {
        using var set = ImageSets.Numbered(20);

        using var chosen = set.Select([7, 2, 7]);

        Assert.Equal([3L, 1, 2, 2], chosen.Images.shape);
        Assert.Equal([7, 7, 7, 7, 2, 2, 2, 2, 7, 7, 7, 7], chosen.ToPlanes());
        Assert.Equal([1L, 2, 1], chosen.ToLabels());
        Assert.Equal([false, true, false], chosen.Masks["even"].data<bool>().ToArray().Where((_, i) => i % 4 == 0));
        Assert.Equal([7L, 2, 7], chosen.Subjects!.data<long>().ToArray());
    }

    [Fact]
    public void Select_PlaceOutsideTheSet_IsNamed()
    {
        using var set = ImageSets.Numbered(5);

        Assert.Equal(
            "A selection has index 5; indices run from 0 to 4.",
            Assert.Throws<DataException>(() => set.Select([0, 5])).Message);
    }

    [Fact]
    public void To_ADevice_IsASetOfItsOwn()
    {
        using var set = ImageSets.Numbered(4);

        using (var copy = set.To(CPU))
        {
            Assert.Equal(set.ToPlanes(), copy.ToPlanes());
            Assert.Equal(set.ToLabels(), copy.ToLabels());
            copy.Images.zero_();
        }

        Assert.Equal([3, 3, 3, 3], set.ToPlanes()[12..]);
    }

    [Fact]
    public void Split_Share_MakesTwoSetsWithoutACommonPicture()
    {
        using var set = ImageSets.Numbered(100);

        var (remaining, held) = set.Split(0.1, seed: 4);
        using var _ = remaining;
        using var __ = held;

        Assert.Equal((90, 10), (remaining.Count, held.Count));
        byte[] all = [.. remaining.ToPlanes(), .. held.ToPlanes()];
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (byte)i), all.Where((_, i) => i % 4 == 0).Order());
    }

    [Fact]
    public void Split_SameSeed_IsTheSame_OtherSeed_IsAnother()
    {
        var (_, first) = Split.Indices(1000, 0.2, seed: 1);

        Assert.Equal(first, Split.Indices(1000, 0.2, seed: 1).Held);
        Assert.NotEqual(first, Split.Indices(1000, 0.2, seed: 2).Held);
        Assert.Equal(first.Order(), first);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(0.01)]
    [InlineData(double.NaN)]
    public void Split_ThatLeavesAPartEmpty_IsRefused(double share) =>
        Assert.Contains(
            "must leave both parts", Assert.Throws<DataException>(() => Split.Indices(10, share, seed: 1)).Message);

    [Fact]
    public void Constructor_LabelOutsideTheClasses_IsNamedWithItsPlace()
    {
        var error = Assert.Throws<DataException>(
            () => ImageSet.FromPlanes([1, 2], 1, 1, 1, [0, 5], ["a", "b"], ImageSets.Source));

        Assert.Equal("labels[1] is 5; labels run from 0 to 1.", error.Message);
    }

    [Fact]
    public void Constructor_WrongTypeOrShape_SaysWhatMustHold()
    {
        using var floats = zeros([2, 1, 2, 2]);
        using var bytes = zeros([2, 1, 2, 2], ScalarType.Byte);
        using var labels = zeros([3], ScalarType.Int64);

        Assert.Contains(
            "images must be [N, C, H, W] of Byte",
                Fails(() => _ = new ImageSet(floats, labels, ["a"], ImageSets.Source)));
        Assert.Contains(
            "labels must be [N] of Int64 for images of [2, 1, 2, 2], but is [3] of Int64",
            Fails(() => _ = new ImageSet(bytes, labels, ["a"], ImageSets.Source)));
    }

    [Fact]
    public void Take_First_LeavesTheWholeUntouched()
    {
        using var set = ImageSets.Numbered(5);
        using (var two = set.Take(2))
        {
            two.Images.zero_();
            Assert.Equal(2, two.Count);
        }

        Assert.Equal(4, set.ToPlanes()[^1]);
        Assert.Throws<DataException>(() => set.Take(6));
    }

    [Fact]
    public void ImageSet_MadeInAScope_OutlivesIt()
    {
        ImageSet set;
        using (NewDisposeScope())
        {
            set = ImageSets.Numbered(3).Take(2);
        }

        using (set)
        {
            Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], set.ToPlanes());
        }
    }

    private static string Fails(Action act) => Assert.Throws<DataException>(act).Message;
}
