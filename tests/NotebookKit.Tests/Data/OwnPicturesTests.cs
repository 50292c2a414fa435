using NotebookKit.Data;
using TorchSharp;
using Xunit;

namespace NotebookKit.Tests.Data;

/// <summary>A user's folder of pictures: sizes, colours and masks as they come.</summary>
public sealed class OwnPicturesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("own-");

    [Fact]
    public void Load_OfSeveralSizes_BringsAllToOneSideByAreaMeans()
    {
        Write("a", "small", 2, 2, 1, (_, _) => 40);
        Write("b", "large", 8, 4, 1, (x, _) => x < 4 ? 100 : 200);

        using var set = OwnPictures.Load(folder.FullName, ["a", "b"], side: 2);

        Assert.Equal([2, 1, 2, 2], set.Images.shape);
        Assert.Equal([0, 1], set.ToLabels());
        Assert.Equal([40, 40, 40, 40, 100, 200, 100, 200], set.ToPlanes());
        Assert.False(set.Source.StandIn);
        Assert.Equal(folder.Name, set.Source.Id);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 3, 3)]
    [InlineData(4, 1, 3)]
    public void Load_GreyBesideColour_IsGreyOnlyIfAllAre(int first, int second, int channels)
    {
        Write("a", "one", 3, 3, first, (_, channel) => 10 * (channel + 1));
        Write("b", "two", 3, 3, second, (_, channel) => 50 + channel);

        using var set = OwnPictures.Load(folder.FullName, ["a", "b"], side: 3);

        Assert.Equal(channels, set.Images.shape[1]);
        var grey = first == 1 ? 0 : 1;                                     // its channels are all alike
        var planes = set.Images[grey].flatten(1);
        Assert.True(planes.Equals(planes[0].unsqueeze(0).expand_as(planes)));
    }

    [Fact]
    public void Load_Masks_BelongToTheMaskedClassAndAreEmptyElsewhere()
    {
        Write("a", "whole", 4, 4, 1, (_, _) => 9);
        Write("b", "broken", 4, 4, 1, (_, _) => 9);
        Write("masks", "broken", 4, 4, 1, (x, _) => x == 0 ? 255 : 0);

        using var set = OwnPictures.Load(folder.FullName, OwnPictures.Classes(folder.FullName), 4, (1, "hole"));
        using var without = OwnPictures.Load(folder.FullName, OwnPictures.Classes(folder.FullName), 4);

        Assert.Equal(["a", "b"], set.Classes);
        Assert.Equal(0, set.Masks["hole"][0].sum().ToInt64());
        Assert.Equal(4, set.Masks["hole"][1].sum().ToInt64());
        Assert.True(set.Masks["hole"][1].select(1, 0).all().ToBoolean());
        Assert.Empty(without.Masks);
    }

    [Fact]
    public void Load_MaskOfAnotherSizeOrMissing_IsRefused()
    {
        Write("a", "whole", 4, 4, 1, (_, _) => 9);
        Write("b", "broken", 4, 4, 1, (_, _) => 9);
        Write("masks", "broken", 4, 3, 1, (_, _) => 0);
        Refused("must have the size of its picture, 4x4, but is 4x3");
        File.Delete(Path.Combine(folder.FullName, "masks", "broken.png"));
        Refused("must have its mask");

        void Refused(string said) => Assert.Contains(
            said, Assert.Throws<DataException>(
                () => OwnPictures.Load(folder.FullName, ["a", "b"], 4, (1, "hole"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_MissingFolderOneClassEmptyClass_SayWhatToDo()
    {
        Refused(() => OwnPictures.Classes("/no/such/folder"), "there is no such folder");
        Write("a", "one", 2, 2, 1, (_, _) => 1);
        Refused(() => OwnPictures.Classes(folder.FullName), "must hold two class folders or more, but holds 1: a");
        folder.CreateSubdirectory("b");
        Refused(() => OwnPictures.SmallestClass(folder.FullName), "must hold JPEG or PNG pictures, but holds none");
        Refused(() => OwnPictures.Load(folder.FullName, ["a", "b"], 4), "holds none");

        static void Refused(Action act, string said) => Assert.Contains(
            said, Assert.Throws<DataException>(act).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SmallestClass_IsTheFirstWithTheFewestPictures()
    {
        foreach (var (name, count) in new[] { ("a", 3), ("b", 1), ("c", 2), ("d", 1) })
        {
            for (var i = 0; i < count; i++)
            {
                Write(name, $"{i}", 2, 2, 1, (_, _) => 1);
            }
        }

        Assert.Equal(1, OwnPictures.SmallestClass(folder.FullName));
    }

    [Fact]
    public void Load_DamagedPicture_IsRefusedWithItsName()
    {
        Write("a", "good", 2, 2, 1, (_, _) => 1);
        Write("b", "bad", 2, 2, 1, (_, _) => 1);
        File.WriteAllBytes(Path.Combine(folder.FullName, "b", "bad.png"), PngFiles.Signature);

        var error = Assert.Throws<DataException>(() => OwnPictures.Load(folder.FullName, ["a", "b"], 2));

        Assert.Contains("bad.png", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Write(string name, string file, int width, int height, int channels, Func<int, int, int> value)
    {
        var samples = new byte[width * height * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (byte)value(i / channels % width, i % channels);
        }

        File.WriteAllBytes(
            Path.Combine(folder.CreateSubdirectory(name).FullName, $"{file}.png"),
            PngFiles.Encode(samples, width, height, channels, _ => 0));
    }
}
